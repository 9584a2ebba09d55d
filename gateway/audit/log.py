"""Where the audit log lies: a database of its own, to which the gateway only adds."""

import random
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Self

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from common.errors import Unavailable
from common.log_ins import log_beside
from common.privacy import sealed as keyed
from gateway.audit.chain import NOTHING, Entry, faults, sealed

TRIES = 40
PAUSE_SECONDS = 0.02
INDEXES = [
    IndexModel([("by.id", ASCENDING), ("_id", DESCENDING)]),
    IndexModel([("at", ASCENDING)]),
]


class AuditLog:
    """Adds entries, each after the one before it, however many processes write at once."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._entries = database["entries"]
        self._turn = threading.Lock()
        self._last: tuple[int, str] | None = None

    @classmethod
    def beside(cls, database: Database[dict[str, Any]]) -> Self:
        """Return the log that lies beside the gateway's own *database*."""
        return cls(database.client[log_beside("gateway", database.name)])

    def ensure_indexes(self) -> None:
        self._entries.create_indexes(INDEXES)

    def add(self, entry: Entry) -> Entry:
        """Keep *entry* as the last one, and return it with its number and digest.

        Raises:
            Unavailable: too many wrote at once, or the database is away.
        """
        with self._turn:
            for _ in range(TRIES):
                number, before = self._last or self._read_last()
                made = sealed(replace(entry, number=number + 1), before, _seal)
                try:
                    self._entries.insert_one(_document(made))
                except DuplicateKeyError:
                    self._last = None
                    time.sleep(random.uniform(0, PAUSE_SECONDS))
                    continue
                self._last = made.number, made.digest
                return made
        raise Unavailable(part="audit log")

    def page(
        self, wanted: Mapping[str, Any], before: int | None, limit: int
    ) -> tuple[list[Entry], int | None]:
        """Return entries, the latest first, and before which number the next page begins.

        *wanted* may hold ``by``, ``act``, ``from_`` and ``to``.
        """
        found = self._entries.find(_filter(wanted, before)).sort("_id", DESCENDING)
        entries = [_entry(document) for document in found.limit(limit + 1)]
        more = len(entries) > limit
        return entries[:limit], entries[limit - 1].number if more else None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the log, from its first entry to its last."""
        return faults(self._all(), _seal)

    def lacking(self, head: str) -> Iterator[str]:
        """Yield what is wrong if *head*, an earlier ``NUMBER:DIGEST``, is not in the log."""
        number, _, digest = head.partition(":")
        kept = self._entries.find_one({"_id": int(number)}) if number.isdecimal() else None
        if kept is None or kept["digest"] != digest:
            yield f"the log does not hold {head}"

    def last(self) -> tuple[int, str]:
        """Return number and digest of the last entry: 0 and nothing while there is none."""
        return self._read_last()

    def _all(self) -> Iterable[Entry]:
        return (_entry(document) for document in self._entries.find().sort("_id", ASCENDING))

    def _read_last(self) -> tuple[int, str]:
        found = self._entries.find_one(sort=[("_id", DESCENDING)], projection=["digest"])
        return (found["_id"], found["digest"]) if found else (0, NOTHING)


def as_kept(moment: datetime) -> datetime:
    """Return *moment* as exactly as the database keeps it, which is what is sealed."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _seal(text: str) -> str:
    return keyed("audit", text)


def _filter(wanted: Mapping[str, Any], before: int | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "by" in wanted:
        found["by.id"] = wanted["by"]
    if "act" in wanted:
        found["act"] = wanted["act"]
    at = {
        operator: wanted[name]
        for name, operator in (("from_", "$gte"), ("to", "$lt"))
        if name in wanted
    }
    if at:
        found["at"] = at
    if before is not None:
        found["_id"] = {"$lt": before}
    return found


def _document(entry: Entry) -> dict[str, Any]:
    told = asdict(entry)
    return {"_id": told.pop("number"), **told}


def _entry(document: dict[str, Any]) -> Entry:
    return Entry(number=document.pop("_id"), **document)
