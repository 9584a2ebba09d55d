"""One key of a store's configuration.

A ``*`` in a path stands for a code, a weekday or a date.  ``CHAIN`` is set by head office,
for all stores or one; ``STORE`` by a store's manager too.  What is ``one_store`` says something
of a single store, so the chain has none of it.
"""

from dataclasses import dataclass
from typing import Any

from services.booking.packs.kinds import Kind

CHAIN, STORE = "chain", "store"
NEEDED = object()
NONE = object()
"""In place of a default: it must be there, or what it says is not offered without it."""


@dataclass(frozen=True)
class Key:
    path: str
    kind: Kind
    says: str
    id: str = ""
    unit: str = ""
    default: Any = NONE
    level: str = STORE
    one_store: bool = False

    @property
    def needed(self) -> bool:
        return self.default is NEEDED
