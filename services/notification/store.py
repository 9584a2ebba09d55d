"""Notification's documents: what it knows of bookings, messages, numbers that said stop."""

import base64
import binascii
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReturnDocument, UpdateOne
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from common.bus.outbox import promising
from common.errors import Invalid, NotFound
from common.privacy import customer_id
from services.notification.documents import as_booking, as_message, from_value
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.status import Step

Events = list[dict[str, Any]]

SURELY = WriteConcern("majority", wtimeout=5000, j=True)
"""For the note that a request is about to be made: lost, it could be made again."""


class NotificationStore:
    """Every change of a message names the state it starts from, so of two writers one wins."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._bookings = database["bookings"]
        self._messages = database["messages"]
        self._begun = self._messages.with_options(write_concern=SURELY)
        self._opt_outs = database["opt_outs"]
        self._waiting = database["waiting"]

    def ensure_indexes(self) -> None:
        newest = [("created_at", DESCENDING), ("_id", DESCENDING)]
        self._messages.create_index([("store_id", ASCENDING), *newest])
        self._messages.create_index([("booking_id", ASCENDING), *newest])
        self._messages.create_index([("state", ASCENDING), *newest])

    # --- bookings, waits and opt-outs

    def booking(self, booking_id: str) -> Booking | None:
        found = self._bookings.find_one({"_id": booking_id})
        return as_booking(found) if found else None

    def remember(self, booking: Booking) -> None:
        self._bookings.replace_one({"_id": booking.id}, from_value(booking), upsert=True)

    def heard_of_wait(self, entry_id: str, revision: int) -> None:
        """Remember how far one who waits has come, whatever order it is told in."""
        self._waiting.update_one({"_id": entry_id}, {"$max": {"revision": revision}}, upsert=True)

    def wait_at(self, entry_id: str) -> int:
        """Return the last revision of a wait that was told, 0 where none was."""
        return (self._waiting.find_one({"_id": entry_id}) or {"revision": 0})["revision"]

    def has_opted_out(self, phone: str) -> bool:
        return self._opt_outs.find_one({"_id": customer_id(phone)}) is not None

    def opt_out(self, phone: str, at: datetime) -> None:
        """Remember that nobody may write to *phone*; the number itself is not kept."""
        self._opt_outs.update_one(
            {"_id": customer_id(phone)}, {"$setOnInsert": {"at": at}}, upsert=True
        )

    # --- messages

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

    def waiting(self, booking_id: str) -> list[Message]:
        """Return the messages about a booking that nobody has begun to send."""
        found = self._messages.find({"booking_id": booking_id, "state": "pending"})
        return [as_message(document) for document in found]

    def sids_beside(self, message: Message) -> set[str]:
        """Return Twilio's ids of the other messages about the same booking."""
        others = {
            "booking_id": message.booking_id,
            "_id": {"$ne": message.id},
            "sid": {"$ne": None},
        }
        return {found["sid"] for found in self._messages.find(others, {"sid": 1})}

    def begin(
        self, message: Message, token: str, now: datetime, real_now: datetime
    ) -> Message | None:
        """Write down that a request is about to be made; return None if somebody was quicker.

        ``attempts`` is the fence: whoever read the message before somebody else's attempt
        finds it grown.
        """
        found = self._begun.find_one_and_update(
            _as_read(message),
            {
                "$set": {"state": "submitting", "why": "", "looks": 0, "attempted_at": real_now},
                "$inc": {"attempts": 1},
                "$push": {"tokens": token, **_noted("submitting", "", None, now)},
            },
            return_document=ReturnDocument.AFTER,
        )
        return as_message(found) if found else None

    def settle(self, message: Message, verdict: Verdict, now: datetime, events: Events) -> bool:
        """Give *message* the state that *verdict* says, unless it moved on since it was read."""
        change = {
            "state": verdict.state,
            "why": verdict.why,
            "error_code": verdict.error_code,
            "looks": verdict.looks,
            "resent": message.resent or verdict.resend,
        }
        noted = _noted(verdict.state, verdict.why, verdict.error_code, now)
        return self._change(message, change, noted, events)

    def advance(
        self, message: Message, step: Step, sid: str, now: datetime, events: Events
    ) -> bool:
        """Let *message* take a *step* that Twilio told, unless it moved on since it was read."""
        change = {
            "state": step.state,
            "why": "",
            "rank": step.rank,
            "error_code": step.error_code,
            "sid": message.sid or sid,
            "sent_at": message.sent_at or now,
        }
        return self._change(message, change, _noted(step.state, "", step.error_code, now), events)

    def _change(
        self, message: Message, change: dict[str, Any], noted: dict[str, Any], events: Events
    ) -> bool:
        update: dict[str, dict[str, Any]] = {"$set": change, "$push": noted}
        if events:
            for operator, promised in promising(events).items():
                update[operator] = {**update[operator], **promised}
        return self._messages.update_one(_as_read(message), update).modified_count == 1

    # --- lists

    def newest(
        self,
        *,
        stores: Collection[str] | None,
        booking_id: str | None = None,
        states: Collection[str] | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> tuple[list[Message], str | None]:
        """Return up to *limit* messages, newest first, and where to go on; None means all stores.

        Raises:
            Invalid: *cursor* is none of ours.
        """
        wanted: dict[str, Any] = {}
        if stores is not None:
            wanted["store_id"] = {"$in": sorted(stores)}
        if booking_id is not None:
            wanted["booking_id"] = booking_id
        if states is not None:
            wanted["state"] = {"$in": sorted(states)}
        if cursor is not None:
            at, last = _read_cursor(cursor)
            wanted["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": last}}]
        order = [("created_at", DESCENDING), ("_id", DESCENDING)]
        found = list(self._messages.find(wanted).sort(order).limit(limit + 1))
        messages = [as_message(document) for document in found[:limit]]
        return messages, _cursor(messages[-1]) if len(found) > limit else None


def _as_read(message: Message) -> dict[str, Any]:
    """Return the filter that finds *message* only as long as it stands as it was read."""
    return {
        "_id": message.id,
        "state": message.state,
        "attempts": message.attempts,
        "rank": message.rank,
    }


def _noted(state: str, why: str, code: int | None, now: datetime) -> dict[str, Any]:
    step = {"state": state, "at": now, "why": why, "error_code": code}
    told = {name: value for name, value in step.items() if value}
    return {"states": {"$each": [told], "$slice": -100}}


def _cursor(message: Message) -> str:
    key = json.dumps([message.created_at.isoformat(), message.id])
    return base64.urlsafe_b64encode(key.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor))
        moment = datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid.of(cursor="is none of ours") from error
    if moment.tzinfo is None or not isinstance(last, str):
        raise Invalid.of(cursor="is none of ours")
    return moment, last
