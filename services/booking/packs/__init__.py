"""Trades as data: a pack holds what every store of a trade begins with.

A store's file names its pack and overrides single values.  Mappings are merged key by
key; lists and plain values replace.
"""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TRADES = "trades"
"""Below it the chain says what holds for the stores of one trade only."""


def names() -> list[str]:
    """Return the trades that there are."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


@cache
def pack(name: str) -> dict[str, Any]:
    """Return the trade called *name*."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text())


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return *base* with the values of *over* in it; None takes a key away."""
    result = deepcopy(base)
    for key, value in over.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            inherited = result.get(key)
            result[key] = merged(inherited if isinstance(inherited, dict) else {}, value)
        else:
            result[key] = deepcopy(value)
    return result


def laid(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return *over* laid on *base*: like ``merged``, but what takes away still does so after."""
    result = deepcopy(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            result[key] = laid(below, value)
        else:
            result[key] = deepcopy(value)
    return result


def of_the_chain(told: dict[str, Any], trade: str) -> dict[str, Any]:
    """Return what the chain says to the stores of *trade*: what it says to all, then to those."""
    to_all = {key: value for key, value in told.items() if key != TRADES}
    return laid(to_all, told.get(TRADES, {}).get(trade, {}))


def configured(own: dict[str, Any], chain: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the whole configuration of a store: its trade, the *chain*, its *own* values.

    The store names its ``pack``.
    """
    trade = own["pack"]
    inherited = merged(pack(trade), of_the_chain(chain or {}, trade))
    return {**merged(inherited, own), "industry": trade}
