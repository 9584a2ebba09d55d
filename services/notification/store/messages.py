"""Messages: one document each, found by what they are about, changed by whoever read them last."""

import base64
import binascii
import json
from collections.abc import Collection as Several
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument, UpdateOne
from pymongo.collection import Collection

from common.bus.outbox import promising
from common.errors import Invalid, NotFound
from services.notification.documents import as_message, from_value
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.purposes import A_WEEK, PURPOSES
from services.notification.domain.sentences import sentence
from services.notification.domain.status import Step

UNINVITED = [purpose.name for purpose in PURPOSES.values() if not purpose.own_act]
Events = list[dict[str, Any]]

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
    _begun: Collection[dict[str, Any]]

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
                "$set": {
                    "state": "submitting",
                    "why": "",
                    "sentence": None,
                    "looks": 0,
                    "attempted_at": real_now,
                },
                "$inc": {"attempts": 1},
                "$push": {"tokens": token, **_noted("submitting", "", None, now)},
            },
            return_document=ReturnDocument.AFTER,
        )
        return as_message(found) if found else None

    def settle(self, message: Message, verdict: Verdict, now: datetime, events: Events) -> bool:
        """Give *message* the state that *verdict* says, unless it moved on since it was read."""
        said = sentence(
            verdict.why, verdict.error_code, verdict.facts, message.timezone, message.channel
        )
        change = {
            "state": verdict.state,
            "why": verdict.why,
            "sentence": said,
            "error_code": verdict.error_code,
            "looks": verdict.looks,
            "resent": message.resent or verdict.resend,
        }
        noted = _noted(verdict.state, verdict.why, verdict.error_code, now, said)
        return self._change(message, change, noted, events)

    def advance(
        self, message: Message, step: Step, sid: str, now: datetime, events: Events
    ) -> bool:
        """Let *message* take a *step* that Twilio told, unless it moved on since it was read."""
        said = sentence(step.why, step.error_code, {}, message.timezone)
        change = {
            "state": step.state,
            "why": step.why,
            "sentence": said,
            "rank": step.rank,
            "error_code": step.error_code,
            "sid": message.sid or sid,
            "sent_at": message.sent_at or now,
        }
        noted = _noted(step.state, step.why, step.error_code, now, said)
        return self._change(message, change, noted, events)

    def _change(
        self, message: Message, change: dict[str, Any], noted: dict[str, Any], events: Events
    ) -> bool:
        update: dict[str, dict[str, Any]] = {"$set": change, "$push": noted}
        if events:
            for operator, promised in promising(events).items():
                update[operator] = {**update[operator], **promised}
        return self._messages.update_one(_as_read(message), update).modified_count == 1

    def uninvited(self, message: Message, now: datetime) -> tuple[datetime, ...]:
        """Return when whom *message* is for was written to, but for their acts, within a week.

        In any store, by the same channel: what comes by SMS and by e-mail alike is one
        intrusion, not two.  What ends a visit does not count what was written about it.
        """
        wanted: dict[str, Any] = {
            "customer_id": message.customer_id,
            "channel": message.channel,
            "sent_at": {"$gt": now - A_WEEK},
            "purpose": {"$in": UNINVITED},
        }
        if PURPOSES[message.purpose].ends_visit:
            wanted["booking_id"] = {"$ne": message.booking_id}
        found = self._messages.find(wanted, {"sent_at": 1})
        return tuple(one["sent_at"] for one in found)

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
            Invalid: *cursor* is none of ours.
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
            at, last = _read_cursor(cursor)
            wanted["$or"] = [{"created_at": {"$lt": at}}, {"created_at": at, "_id": {"$lt": last}}]
        found = list(self._messages.find(wanted).sort(NEWEST).limit(limit + 1))
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


def _noted(
    state: str, why: str, code: int | None, now: datetime, said: dict[str, str] | None = None
) -> dict[str, Any]:
    step = {"state": state, "at": now, "why": why, "error_code": code, "sentence": said}
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
