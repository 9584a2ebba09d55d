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
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = deepcopy(value)
    return result


def configured(own: dict[str, Any]) -> dict[str, Any]:
    """Return the whole configuration of a store from its own file (it names its ``pack``)."""
    return {**merged(pack(own["pack"]), own), "industry": own["pack"]}
