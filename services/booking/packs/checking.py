"""All that is wrong with a configuration, each fault with its path: first the form, then sense."""

from collections.abc import Iterator
from typing import Any

from common.errors import Invalid
from services.booking.packs import TRADES, names
from services.booking.packs.key import Key
from services.booking.packs.keys import NEW_STORE
from services.booking.packs.kinds import MISSING, UNKNOWN
from services.booking.packs.references import of_references
from services.booking.packs.tree import INDUSTRY, Tree, below, tree

Fault = tuple[str, str]
NOT_OF_THE_CHAIN = "says something of one store"


def check(config: dict[str, Any], new: bool = False) -> None:
    """Refuse a store's whole configuration that makes no sense; a *new* one must say more.

    Raises:
        Invalid: every fault at once, by path.
    """
    if faults := faults_of(config, new):
        raise Invalid(fields=faults)


def faults_of(config: dict[str, Any], new: bool = False) -> dict[str, list[str]]:
    told = {name: value for name, value in config.items() if name != INDUSTRY}
    found = list(_of_form(tree(), "", "", told, whole=True))
    if new:
        found += [(name, MISSING) for name in NEW_STORE if name not in told]
    return _by_path(found) or _by_path(of_references(told))


def faults_of_part(told: dict[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with a store's own values, which need not be whole."""
    return _by_path(_of_form(tree(), "", "", told, whole=False))


def faults_of_chain(told: dict[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with what the chain says to all its stores, or to those of a trade."""
    to_all = {name: value for name, value in told.items() if name != TRADES}
    parts = {"": to_all}
    trades = told.get(TRADES, {})
    if not isinstance(trades, dict):
        return {TRADES: ["is not a mapping"]}
    found: list[Fault] = []
    for trade, part in trades.items():
        path = f"{TRADES}.{trade}"
        if trade not in names():
            found.append((path, f"must be one of {', '.join(names())}"))
        elif not isinstance(part, dict):
            found.append((path, "is not a mapping"))
        else:
            parts[path] = part
    for path, part in parts.items():
        found += _of_form(tree(), path, "", part, whole=False, chain=True)
    return _by_path(found)


def _by_path(found: Any) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for path, fault in found:
        faults.setdefault(path, []).append(fault)
    return faults


def _of_form(
    node: Tree, path: str, group: str, told: Any, whole: bool, chain: bool = False
) -> Iterator[Fault]:
    if not isinstance(told, dict):
        yield path, "is not a mapping"
        return
    for name, value in told.items():
        here = f"{path}.{name}" if path else str(name)
        found = below(node, group, name) if isinstance(name, str) else None
        if found is None:
            yield here, UNKNOWN
        elif value is None and not whole:
            continue  # takes away what is inherited
        elif isinstance(found, Key):
            if chain and found.one_store:
                yield here, NOT_OF_THE_CHAIN
            for where, fault in found.kind.faults(value):
                yield here + where, fault
        else:
            yield from _of_form(found, here, name, value, whole, chain)
    if whole:
        yield from _missing(node, path, told)


def _missing(node: Tree, path: str, told: dict[str, Any]) -> Iterator[Fault]:
    for name, key in node.items():
        if isinstance(key, Key) and key.needed and name not in told:
            yield f"{path}.{name}" if path else name, MISSING
    if not path:
        yield from ((name, MISSING) for name in ("hours", "policy") if name not in told)
