"""The keys as a tree, and how a configuration is walked along it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from services.booking.packs import TRADES
from services.booking.packs.key import Key
from services.booking.packs.keys import BY_DATE, BY_DAY, DAYS, KEYS
from services.booking.packs.kinds import CODE
from services.booking.packs.moments import day

ANY = "*"
INDUSTRY = "industry"
"""What a whole configuration has beside its keys: the trade again, for who searches."""

Tree = dict[str, Any]


@cache
def tree() -> Tree:
    """Return ``{"policy": {"lead_minutes": Key, ...}, "lanes": {"*": {...}}, ...}``."""
    root: Tree = {}
    for key in KEYS:
        *groups, last = key.path.split(".")
        node = root
        for name in groups:
            node = node.setdefault(name, {})
        node[last] = key
    return root


def below(node: Tree, group: str, name: str) -> Tree | Key | None:
    """Return what *name* leads to in *node*, the mapping called *group*; None if to nothing."""
    found: Tree | Key | None = node.get(name)
    if found is None and ANY in node and _fits(group, name):
        found = node[ANY]
    return found if name != ANY else None


def _fits(group: str, name: str) -> bool:
    if group in BY_DAY:
        return name in DAYS
    return day(name) is not None if group in BY_DATE else bool(CODE(name))


def key_at(path: str) -> Key | None:
    """Return the key whose value is at *path*, or that the value at *path* is a part of."""
    node: Tree | Key | None = tree()
    group = ""
    for name in path.split("."):
        if isinstance(node, Key) or node is None:
            break
        node, group = below(node, group, name), name
    return node if isinstance(node, Key) else None


def is_group(path: str) -> bool:
    """Say whether *path* leads to a mapping of keys, such as a lane."""
    node: Tree | Key | None = tree()
    group = ""
    for name in path.split("."):
        if not isinstance(node, dict):
            return False
        node, group = below(node, group, name), name
    return isinstance(node, dict)


def leaves(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each path of *told* that has a value of its own, and the value.

    An empty mapping is a value: nothing of the kind.  So is None: taken away.
    """
    for name, value in told.items():
        if name == TRADES:
            for trade, part in value.items():
                yield from ((f"{TRADES}.{trade}.{path}", one) for path, one in leaves(part))
        elif name != INDUSTRY:
            yield from _leaves(tree().get(name), name, value)


def _leaves(node: Tree | Key | None, path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(node, dict) or not isinstance(value, dict) or not value:
        yield path, value
        return
    group = path.rpartition(".")[2]
    for name, inner in value.items():
        yield from _leaves(below(node, group, str(name)), f"{path}.{name}", inner)
