"""The chain that entries of the audit log form: each is sealed over itself and the one before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

Seal = Callable[[str], str]
"""Makes a keyed hash of a text: whoever writes to the database alone cannot make one."""

NOTHING = ""
"""What the first entry is sealed over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``act`` is one of ``asked``, ``refused`` and ``noted``; ``what`` names the address asked.

    ``ids`` holds those in that address, ``details`` names and closed values: never what
    customers are called or where they live.
    """

    number: int
    at: datetime
    act: str
    what: str
    by: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    address: str = ""
    correlation_id: str = ""
    digest: str = ""


def sealed(entry: Entry, before: str, seal: Seal) -> Entry:
    """Return *entry* with its digest over itself and *before*, the digest of the one before it."""
    told = asdict(replace(entry, digest=before))
    return replace(entry, digest=seal(orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()))


def faults(entries: Iterable[Entry], seal: Seal, *, after: Entry | None = None) -> Iterator[str]:
    """Yield what is wrong with *entries*, which follow *after* (None: from the first one on)."""
    number, before = (after.number, after.digest) if after else (0, NOTHING)
    for entry in entries:
        if entry.number != number + 1:
            yield f"entries {number + 1} to {entry.number - 1} are missing"
        elif sealed(entry, before, seal).digest != entry.digest:
            yield f"entry {entry.number} is not as it was written, or the one before it is not"
        number, before = entry.number, entry.digest
