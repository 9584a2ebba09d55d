"""What sending asks and writes for each message, done for many at once.

Everything here runs apart from whoever calls it: within a transaction, where facts are heard,
it must not be used.
"""

import secrets
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from common.errors import NotFound
from common.lots import GATHER, Lots
from common.mongo import written
from services.notification.documents import as_booking, as_message
from services.notification.domain import watching
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.status import Step
from services.notification.store import changes
from services.notification.store.changes import Change, Events
from services.notification.store.finding import by_id
from services.notification.store.knowing import Knowing

SURELY = WriteConcern("majority", wtimeout=5000, j=True)
"""For the note that a request is about to be made: lost, it could be made again."""

Documents = Collection[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Spent:
    """So much for one message; ``month`` is the key of a store's month."""

    month: str
    fen: int


class Together:
    """The sending side of ``NotificationStore``; ``known`` answers what a decision rests on."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        messages = database["messages"]
        self._bookings = database["bookings"]
        self._messages = messages
        self._spent = database["spent"]
        self._read: Lots[str, Message] = Lots(self._found_messages, gather=GATHER)
        self._about: Lots[str, Booking | None] = Lots(self._found_bookings, gather=GATHER)
        self._begin = _Changes(messages.with_options(write_concern=SURELY))
        self._change = _Changes(messages)
        self._spend: Lots[Spent, int] = Lots(self._added, gather=GATHER)
        self.known = Knowing(database)

    def message(self, message_id: str) -> Message:
        """Raise NotFound if there is none."""
        return self._read(message_id)

    def booking(self, booking_id: str) -> Booking | None:
        return self._about(booking_id)

    def begin(
        self, message: Message, token: str, now: datetime, real_now: datetime
    ) -> Message | None:
        """Write down that a request is about to be made; return None if somebody was quicker."""
        if not self._begin(changes.begun(message, token, now, real_now)):
            return None
        return replace(
            message,
            state="submitting",
            why="",
            sentence=None,
            looks=0,
            attempted_at=real_now,
            next_look_at=watching.after_begin(real_now),
            attempts=message.attempts + 1,
            tokens=(*message.tokens, token),
        )

    def settle(self, message: Message, verdict: Verdict, now: datetime, events: Events) -> bool:
        """Give *message* the state that *verdict* says, unless it moved on since it was read."""
        return self._change(changes.settled(message, verdict, now, events))

    def advance(
        self, message: Message, step: Step, sid: str, now: datetime, events: Events
    ) -> bool:
        """Let *message* take a *step* that was told, unless it moved on since it was read."""
        return self._change(changes.advanced(message, step, sid, now, events))

    def call_again(
        self, message: Message, step: Step, why: str, due_at: datetime, now: datetime
    ) -> bool:
        """Have a call made again at *due_at*, unless it moved on since it was read."""
        return self._change(changes.called_again(message, step, why, due_at, now))

    def spend(self, month: str, fen: int) -> int:
        """Add *fen* to what a store has spent in a month, and return what it was before."""
        return self._spend(Spent(month, fen))

    def _found_messages(self, ids: list[str]) -> list[Message | Exception]:
        found = by_id(self._messages, ids)
        return [
            as_message(found[id]) if id in found else NotFound(what="message", id=id) for id in ids
        ]

    def _found_bookings(self, ids: list[str]) -> list[Booking | None]:
        found = by_id(self._bookings, ids)
        return [as_booking(found[id]) if id in found else None for id in ids]

    def _added(self, lot: list[Spent]) -> list[int]:
        """Spend each store's sum in one write; each is told what was spent before its own."""
        sums = Counter[str]()
        for one in lot:
            sums[one.month] += one.fen
        so_far = {month: self._spent_before(month, fen) for month, fen in sums.items()}
        before = []
        for one in lot:
            before.append(so_far[one.month])
            so_far[one.month] += one.fen
        return before

    def _spent_before(self, key: str, fen: int) -> int:
        found = self._spent.find_one_and_update(
            {"_id": key}, {"$inc": {"fen": fen}}, upsert=True, return_document=ReturnDocument.BEFORE
        )
        return found["fen"] if found else 0


class _Changes:
    """Changes of messages: each from the state that its writer read, many in one write."""

    def __init__(self, messages: Documents) -> None:
        self._messages = messages
        self._together: Lots[Change, bool] = Lots(self._written, gather=GATHER)

    def __call__(self, change: Change) -> bool:
        """Return whether *change* was made; if not, the message has moved on."""
        return self._together(change)

    def _written(self, lot: list[Change]) -> list[bool]:
        """Make the changes; where some were not, each message's mark says whose was."""
        marks = [secrets.token_urlsafe(9) for _ in lot]
        updates = [
            UpdateOne(one.was, {**one.update, "$set": {**one.update["$set"], "mark": mark}})
            for one, mark in zip(lot, marks, strict=True)
        ]
        if written(self._messages, updates) == len(lot):
            return [True] * len(lot)
        ids = (one.message_id for one in lot)
        found = by_id(self._messages, ids, {"mark": 1})
        return [
            found.get(one.message_id, {}).get("mark") == mark
            for one, mark in zip(lot, marks, strict=True)
        ]
