"""Where each value of a configuration comes from, and what a change makes of a store's own."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Self

from common.errors import Invalid
from services.booking.packs import TRADES, configured, laid, merged, of_the_chain, pack, texts
from services.booking.packs.key import CHAIN, NEEDED, NONE
from services.booking.packs.keys import KEYS
from services.booking.packs.tree import key_at, leaves

Config = dict[str, Any]
ABSENT = object()
OFFERED = {key.path.rpartition(".")[0] for key in KEYS if key.needed and "." in key.path}
"""Groups that a store may be without; those of the others have their defaults anyway."""
PLAIN = {key.path: key.default for key in KEYS if "*" not in key.path}


@dataclass(frozen=True)
class Layers:
    """A store's trade, what the chain says to it, and its own values; the later one wins."""

    chain: Config
    own: Config

    @property
    def whole(self) -> Config:
        return configured(self.own, self.chain)

    @property
    def inherited(self) -> Config:
        """What the store would be without values of its own."""
        return configured({"pack": self.own["pack"]}, self.chain)

    @property
    def named(self) -> dict[str, Config]:
        trade = self.own["pack"]
        return {"pack": pack(trade), "chain": of_the_chain(self.chain, trade), "store": self.own}


def provenance(layers: Layers) -> list[dict[str, Any]]:
    """Return each value with where it comes from, and what it would be without that (B 24)."""
    whole, named = layers.whole, layers.named
    paths = {path: None for told in (*named.values(), whole) for path, _ in leaves(told)}
    for path, default in PLAIN.items():
        if default not in (NEEDED, NONE) and _is_offered(whole, path):
            paths.setdefault(path)
    groups = {group for path in paths for group in _groups(path)}
    return [_leaf(path, whole, named) for path in sorted(paths.keys() - groups)]


def _is_offered(whole: Config, path: str) -> bool:
    """Say whether the default at *path* holds: not where its group must be there and is not."""
    group = path.rpartition(".")[0]
    return group not in OFFERED or _dug(whole, group) is not ABSENT


def differing(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what of *values* the store says otherwise than the chain and its trade do.

    What says something of one store only, as its name, is no difference.
    """
    return [
        leaf
        for leaf in values
        if leaf["from"] == "store"
        and leaf["value"] != leaf.get("chain_value", leaf.get("pack_value", ABSENT))
        and not ((key := key_at(leaf["path"])) and key.one_store)
    ]


def said_by(chain: Config) -> list[dict[str, Any]]:
    """Return each value that the chain has, for all stores or below ``trades`` for some."""
    found = []
    for path, value in leaves(chain):
        key = key_at(path.split(".", 2)[2] if path.startswith(f"{TRADES}.") else path)
        level, id_ = (key.level, key.id) if key else ("", "")
        told = {"path": path, "value": value, "from": "chain"}
        found.append({**told, "requirement": id_, "level": level})
    return found


def _groups(path: str) -> Iterator[str]:
    """Yield what *path* lies in: of ``a.b.c`` that is ``a`` and ``a.b``."""
    steps = path.split(".")
    for length in range(1, len(steps)):
        yield ".".join(steps[:length])


def _leaf(path: str, whole: Config, named: Mapping[str, Config]) -> dict[str, Any]:
    key = key_at(path)
    said = {name: _dug(told, path) for name, told in named.items() if _says(told, path)}
    origin = next((name for name in ("store", "chain", "pack") if name in said), "default")
    default = key.default if key and key.default not in (NEEDED, NONE) else None
    value = _dug(whole, path)
    return {
        "path": path,
        "value": default if value is ABSENT and origin == "default" else _plain(value),
        "from": origin,
        "requirement": key.id if key else "",
        "level": key.level if key else "",
        **{f"{name}_value": _plain(value) for name, value in said.items() if name != origin},
    }


def _says(told: Config, path: str) -> bool:
    """Say whether *told* has a value at *path*, or takes away what it lies in."""
    for name in path.split("."):
        if told is None:
            return True
        if not isinstance(told, dict) or name not in told:
            return False
        told = told[name]
    return True


def _dug(told: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        if not isinstance(told, dict) or name not in told:
            return ABSENT
        told = told[name]
    return told


def _plain(value: Any) -> Any:
    return None if value is ABSENT else value


def differences(before: Config, after: Config) -> list[dict[str, Any]]:
    """Return what differs between two configurations, by path."""
    old, new = dict(leaves(before)), dict(leaves(after))
    paths = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    return [{"path": path, "before": old.get(path), "after": new.get(path)} for path in paths]


def set_by_the_chain(changes: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the faults of a store's manager who made *changes* that are head office's to make."""
    keys = ((change["path"], key_at(change["path"])) for change in changes)
    return {path: ["is set by the chain"] for path, key in keys if key and key.level == CHAIN}


@dataclass(frozen=True)
class Change:
    """What is to become of own values.

    ``set`` is merged in, None returning a value to what is inherited; ``put`` replaces whole
    values by path; ``without`` takes away what is inherited; ``every`` replaces them all.
    """

    set: Config = field(default_factory=dict)
    put: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    every: Config | None = None

    def as_document(self) -> dict[str, Any]:
        """Return it as it can be kept: a path is no name of a field."""
        put = [{"path": path, "value": value} for path, value in self.put.items()]
        return {"set": self.set, "put": put, "without": list(self.without), "every": self.every}

    @classmethod
    def of_document(cls, told: dict[str, Any]) -> Self:
        put = {one["path"]: one["value"] for one in told["put"]}
        return cls(told["set"], put, tuple(told["without"]), told["every"])

    def applied(self, own: Config, inherited: Config) -> Config:
        """Return *own* after it.

        Raises:
            Invalid: something is taken away that is not there.
        """
        after = deepcopy(own) if self.every is None else deepcopy(self.every)
        after = _patched(after, self.set)
        for path, value in self.put.items():
            after = _with(after, path.split("."), deepcopy(value))
        there = merged(inherited, after)
        missing = [path for path in self.without if _dug(there, path) is ABSENT]
        if missing:
            raise Invalid(fields={path: ["is not there"] for path in missing})
        for path in self.without:
            is_inherited = _dug(inherited, path) is not ABSENT
            steps = path.split(".")
            after = _with(after, steps, None) if is_inherited else _patched(after, _at(steps, None))
        return after


def assigned(values: Mapping[str, str]) -> Change:
    """Return the change that sets *values*, YAML texts by path; an empty one is inherited again."""
    patch: Config = {}
    for path, text in values.items():
        patch = laid(patch, _at(path.split("."), texts.value_of(text)))
    return Change(patch)


def _patched(own: Config, patch: Config) -> Config:
    """Return *own* after a merge patch; a mapping that it empties goes with its last value."""
    result = dict(own)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            had = result.get(name)
            inner = _patched(had if isinstance(had, dict) else {}, value)
            if inner or not _only_returns(value):
                result[name] = inner
            else:
                result.pop(name, None)
        else:
            result[name] = deepcopy(value)
    return result


def _only_returns(patch: Config) -> bool:
    """Say whether *patch* does no more than return values to what is inherited."""
    return bool(patch) and all(
        _only_returns(value) if isinstance(value, dict) else value is None
        for value in patch.values()
    )


def _with(own: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    result = dict(own) if isinstance(own, dict) else {}
    result[steps[0]] = _with(result.get(steps[0]), steps[1:], value)
    return result


def _at(steps: list[str], value: Any) -> Config:
    for name in reversed(steps):
        value = {name: value}
    return value
