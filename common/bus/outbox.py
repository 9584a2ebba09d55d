"""Facts leave with the change they tell: written in one document, told right after.

A store adds ``promised(events)`` to the document it writes.  The process that committed
tells the broker at once; whatever that misses, a sweeper on any replica tells after
``OVERDUE``.  Crash in between, and an event is told twice under one id, which harms
nobody.  Told entries stay 72 h, so that a broker that lost its disk can be refilled.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson
from pymongo import ASCENDING, ReturnDocument
from pymongo.collection import Collection

from common import clock, metrics
from common.bus import topology
from common.bus.publishing import Letter, Publisher
from common.personal import Personal

OVERDUE = timedelta(seconds=5)
LEASE = timedelta(seconds=30)
RETRY = timedelta(seconds=1)
KEPT = timedelta(hours=72)

ENTRY = Personal("outbox", ("data",))
"""What an event says waits and is kept sealed; who told what of which store and when is not."""

Promise = tuple[Any, dict[str, Any]]
"""The id of the document that holds an event, and the event."""


def promised(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the fields of a new document that promise *events*: none where nothing is owed."""
    entries = [_as_entry(event) for event in events]
    return {"outbox": entries, "outbox_due": clock.real() + OVERDUE} if entries else {}


def promising(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the update operators that promise *events* in a document that exists."""
    entries = [_as_entry(event) for event in events]
    return {
        "$push": {"outbox": {"$each": entries}},
        "$set": {"outbox_due": clock.real() + OVERDUE},
    }


class Outbox:
    """The promises kept in the documents of one collection."""

    def __init__(self, documents: Collection[dict[str, Any]], publisher: Publisher) -> None:
        self._documents = documents
        self._sequences = documents.database["sequences"]
        self._publisher = publisher

    def ensure_indexes(self) -> None:
        for field in ("outbox_due", "told_at"):
            self._documents.create_index(
                [(field, ASCENDING)], partialFilterExpression={field: {"$exists": True}}
            )

    def tell(self, promises: list[Promise]) -> None:
        """Tell the broker, wait for its word, and cross off.

        Raises:
            Unavailable, Unroutable: some were not told; the sweeper will.
        """
        numbered = self._numbered(promises)
        told: set[str] = set()
        try:
            self._publisher.publish([_letter(event) for _, event in numbered], told.add)
        finally:
            self._cross_off([promise for promise in numbered if promise[1]["id"] in told])

    def sweep(self) -> bool:
        """Tell what one overdue document still owes; say whether there was one."""
        now = clock.real()
        document = self._documents.find_one_and_update(
            {"outbox_due": {"$lte": now}},
            {"$set": {"outbox_due": now + LEASE}},
            projection={"outbox": 1},
            sort=[("outbox_due", ASCENDING)],
        )
        if document is None:
            return False
        owed = [entry for entry in document["outbox"] if entry["sent_at"] is None]
        try:
            self.tell([(document["_id"], _as_event(entry)) for entry in owed])
        except BaseException:
            self._documents.update_one(
                {"_id": document["_id"], "outbox_due": {"$exists": True}},
                {"$set": {"outbox_due": clock.real() + RETRY}},
            )
            raise
        if not owed:
            self._documents.update_one(
                {"_id": document["_id"], "outbox.sent_at": {"$ne": None}},
                {"$unset": {"outbox_due": ""}},
            )
        return True

    def pending(self) -> int:
        return self._documents.count_documents({"outbox_due": {"$exists": True}})

    def told_since(self, moment: datetime) -> list[str]:
        """Return the ids of the events told since *moment*."""
        found = self._documents.find({"told_at": {"$gte": moment}}, {"outbox": 1})
        return [
            entry["id"]
            for document in found
            for entry in document["outbox"]
            if entry["sent_at"] and entry["sent_at"] >= moment
        ]

    def refill(self) -> int:
        """Promise again everything told within 72 h, after a broker lost its disk."""
        since = clock.real() - KEPT
        return self._documents.update_many(
            {"told_at": {"$gte": since}},
            {"$set": {"outbox.$[].sent_at": None, "outbox_due": clock.real()}},
        ).modified_count

    def prune(self) -> int:
        """Forget what was told more than 72 h ago."""
        before = clock.real() - KEPT
        return self._documents.update_many(
            {"told_at": {"$lt": before}},
            {"$pull": {"outbox": {"sent_at": {"$lt": before}}}, "$unset": {"told_at": ""}},
        ).modified_count

    def _numbered(self, promises: list[Promise]) -> list[Promise]:
        """Give each event that has none the next number of its store, in the order of telling."""
        new = Counter(_field(event) for _, event in promises if event["sequence"] is None)
        last = self._last_before(new) if new else {}
        numbered = []
        for document_id, event in promises:
            if event["sequence"] is None:
                last[_field(event)] += 1
                event = {**event, "sequence": last[_field(event)]}
            numbered.append((document_id, event))
        return numbered

    def _last_before(self, new: Counter[str]) -> dict[str, int]:
        """Reserve as many numbers as *new* says, for all stores in one write."""
        found = self._sequences.find_one_and_update(
            {"_id": "last"},
            {"$inc": new},
            projection=list(new),
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert found is not None  # upserted
        return {field: found[field] - count for field, count in new.items()}

    def _cross_off(self, told: list[Promise]) -> None:
        if not told:
            return
        owed_by = {"_id": {"$in": [id_ for id_, _ in told]}}
        self._documents.update_many(owed_by, _crossed_off([event for _, event in told]))
        for _, event in told:
            metrics.TOLD.labels(event["source"]).inc()


def _field(event: dict[str, Any]) -> str:
    """Return the name of a store's counter: in a name a dot or a dollar has a meaning."""
    return quote(event["store"], safe="").replace(".", "%2E")


def _letter(event: dict[str, Any]) -> Letter:
    return Letter(
        event["id"],
        orjson.dumps(event),
        topology.announcements(event["source"]).name,
        event["type"],
    )


def _as_entry(event: dict[str, Any]) -> dict[str, Any]:
    return {**ENTRY.sealed(event), "sent_at": None}


def _as_event(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in ENTRY.opened(entry).items() if key != "sent_at"}


def _crossed_off(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark the entries of *events* as sent, and a document as owing nothing with its last.

    One statement for all of them costs the database half of what one for each does.
    """
    now = clock.real()
    ids, numbers = [event["id"] for event in events], [event["sequence"] for event in events]
    place = {"$indexOfArray": [{"$literal": ids}, "$$entry.id"]}
    sent = {"sent_at": now, "sequence": {"$arrayElemAt": [{"$literal": numbers}, "$$place"]}}
    marked = {"$cond": [{"$gte": ["$$place", 0]}, {"$mergeObjects": ["$$entry", sent]}, "$$entry"]}
    entry = {"$let": {"vars": {"place": place}, "in": marked}}
    owing = {"$in": [None, "$outbox.sent_at"]}
    return [
        {"$set": {"outbox": {"$map": {"input": "$outbox", "as": "entry", "in": entry}}}},
        {"$set": {"told_at": now, "outbox_due": {"$cond": [owing, "$outbox_due", "$$REMOVE"]}}},
    ]
