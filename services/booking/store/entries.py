"""Entries of the stores' registers: one collection, each entry with its history."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.errors import NotFound, Stale
from services.booking.documents import read_cursor
from services.booking.domain.entries import Entry
from services.booking.personal import REGISTERED
from services.booking.store.bookings import AlreadyThere

NAMES = tuple(one.name for one in fields(Entry) if one.name != "id")
LISTS = ("attachments", "history")
INDEXES = (
    IndexModel([(name, ASCENDING) for name in ("store_id", "register", "number")], unique=True),
    IndexModel(
        [
            ("store_id", ASCENDING),
            ("register", ASCENDING),
            ("created_at", DESCENDING),
            ("_id", DESCENDING),
        ]
    ),
    IndexModel(
        [("store_id", ASCENDING), ("keep_until", ASCENDING)],
        partialFilterExpression={"keep_until": {"$type": "date"}},
    ),
)


class Entries:
    """Needs ``_entries``, the collection."""

    _entries: Collection[dict[str, Any]]

    def insert_entry(self, entry: Entry, request_hash: str) -> None:
        """Keep a new entry.

        Raises:
            AlreadyThere: the same request came before.
        """
        try:
            self._entries.insert_one(
                {"_id": entry.id, **_document_of(entry), "request_hash": request_hash}
            )
        except DuplicateKeyError as error:
            raise AlreadyThere from error

    def entry(self, entry_id: str) -> Entry:
        """Raise NotFound where there is none."""
        found = self.entry_as_asked(entry_id)
        if found is None:
            raise NotFound(what="entry", id=entry_id)
        return found[0]

    def entry_as_asked(self, entry_id: str) -> tuple[Entry, str] | None:
        """Return an entry and the hash of the request that made it."""
        document = self._entries.find_one({"_id": entry_id})
        return (_entry_of(document), document["request_hash"]) if document else None

    def change_entry(self, before: Entry, after: Entry) -> None:
        """Put *after* in the place of *before*.

        Raises:
            Stale: somebody was faster.
        """
        written = self._entries.update_one(
            {"_id": before.id, "revision": before.revision}, {"$set": _document_of(after)}
        )
        if not written.matched_count:
            raise Stale(revision=self.entry(before.id).revision)

    def search_entries(
        self,
        store_id: str,
        register: str,
        window: tuple[datetime | None, datetime | None],
        cursor: str | None,
        limit: int,
        **wanted: str | None,
    ) -> list[Entry]:
        """Return up to *limit* entries of a store's register, the newest first."""
        named = {key: value for key, value in wanted.items() if value is not None}
        query: dict[str, Any] = {"store_id": store_id, "register": register, **named}
        bounds = {"$gte": window[0], "$lt": window[1]}
        if bounds := {key: value for key, value in bounds.items() if value is not None}:
            query["created_at"] = bounds
        if cursor:
            at, id_ = read_cursor(cursor)
            query["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": id_}}]
        found = self._entries.find(query).sort([("created_at", DESCENDING), ("_id", DESCENDING)])
        return [_entry_of(document) for document in found.limit(limit)]

    def forget_entries(self, store_id: str, now: datetime) -> int:
        """Delete what a store need not keep any longer (PV-10); return how many they were."""
        gone = {"store_id": store_id, "keep_until": {"$lte": now}}
        return self._entries.delete_many(gone).deleted_count


def _document_of(entry: Entry) -> dict[str, Any]:
    document = {name: getattr(entry, name) for name in NAMES}
    return REGISTERED.sealed({**document, **{name: list(document[name]) for name in LISTS}})


def _entry_of(document: dict[str, Any]) -> Entry:
    document = REGISTERED.opened(document)
    told = {name: document[name] for name in NAMES}
    return Entry(id=document["_id"], **{**told, **{name: tuple(told[name]) for name in LISTS}})
