"""Messages: one document each, found by what they are about, changed by whoever read them last."""

from collections.abc import Collection as Several
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.collection import Collection

from common.cursors import as_cursor, as_place
from common.errors import NotFound
from services.notification.documents import as_message, from_value
from services.notification.domain.messages import Message, Verdict
from services.notification.store.changes import Events, settled

NEWEST = [("created_at", DESCENDING), ("_id", DESCENDING)]
INDEXES = [
    IndexModel([("store_id", ASCENDING), *NEWEST]),
    IndexModel([("booking_id", ASCENDING), *NEWEST]),
    IndexModel([("customer_id", ASCENDING), *NEWEST]),
    IndexModel([("state", ASCENDING), *NEWEST]),
    IndexModel([("customer_id", ASCENDING), ("sent_at", DESCENDING)]),
]


class Messages:
    """Every change of a message names the state it starts from, so of two writers one wins.

    For ``NotificationStore`` to inherit, which brings the collections.
    """

    _messages: Collection[dict[str, Any]]

    def message(self, message_id: str) -> Message:
        """Raise NotFound if there is none."""
        found = self._messages.find_one({"_id": message_id})
        if found is None:
            raise NotFound(what="message", id=message_id)
        return as_message(found)

    def intend(self, messages: Iterable[Message]) -> None:
        """Keep new messages; one that is there already stays as it is."""
        writes = []
        for document in map(from_value, messages):
            key = {"_id": document.pop("_id")}
            writes.append(UpdateOne(key, {"$setOnInsert": document}, upsert=True))
        if writes:
            self._messages.bulk_write(writes)

    def waiting(self, booking_id: str, notice_id: str | None = None) -> list[Message]:
        """Return the messages about a booking, or of a notice, that nobody has begun to send."""
        found = self._messages.find(
            {"booking_id": booking_id, "state": "pending", "notice_id": notice_id}
        )
        return [as_message(document) for document in found]

    def sids_beside(self, message: Message) -> set[str]:
        """Return the provider's ids of the other messages to the same person or of the booking."""
        others = {
            "$or": [{"booking_id": message.booking_id}, {"customer_id": message.customer_id}],
            "_id": {"$ne": message.id},
            "sid": {"$ne": None},
        }
        return {found["sid"] for found in self._messages.find(others, {"sid": 1})}

    def settle(self, message: Message, verdict: Verdict, now: datetime, events: Events) -> bool:
        """Give *message* the state that *verdict* says, unless it moved on since it was read."""
        change = settled(message, verdict, now, events)
        return self._messages.update_one(change.was, change.update).modified_count == 1

    # --- lists

    def newest(
        self,
        *,
        stores: Several[str] | None,
        booking_id: str | None = None,
        customer_id: str | None = None,
        states: Several[str] | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[Message], str | None]:
        """Return up to *limit* messages, newest first, and where to go on; None means all stores.

        Raises:
            Invalid: *cursor* is not of this list.
        """
        wanted: dict[str, Any] = {}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        if booking_id is not None:
            wanted["booking_id"] = booking_id
        if customer_id is not None:
            wanted["customer_id"] = customer_id
        if states is not None:
            wanted["state"] = {"$in": sorted(states)}
        if cursor is not None:
            at, last = as_place(cursor)
            wanted["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": last}}]
        found = list(self._messages.find(wanted).sort(NEWEST).limit(limit + 1))
        messages = [as_message(document) for document in found[:limit]]
        if len(found) <= limit:
            return messages, None
        return messages, as_cursor([messages[-1].created_at, messages[-1].id])
