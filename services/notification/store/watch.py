"""Messages that have not ended, each with the moment of its next look: one index, one claim."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from services.notification.documents import as_message
from services.notification.domain.messages import SMS, Message
from services.notification.domain.sentences import sentence
from services.notification.domain.watching import DOUBTFUL, SILENT, SILENT_AFTER, TAKEN

ON_WATCH = {"next_look_at": {"$type": "date"}}
WATCH_INDEXES = [
    IndexModel(
        [("next_look_at", ASCENDING), ("attempted_at", ASCENDING)],
        partialFilterExpression=ON_WATCH,
        name="on_watch",
    )
]
LOOKING = timedelta(minutes=1)
"""Whoever claims a message has so long to ask; then somebody else does."""

OLDER_VERSION = timedelta(days=30)
"""So far back messages are taken on that an older version sent without a next look."""


class Watch:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _messages: Collection[dict[str, Any]]

    def look_next(self, real_now: datetime) -> Message | None:
        """Return the message whose look has been due longest; nobody else gets it meanwhile."""
        found = self._messages.find_one_and_update(
            {"next_look_at": {"$type": "date", "$lte": real_now}},
            {"$set": {"next_look_at": real_now + LOOKING}},
            sort=[("next_look_at", ASCENDING)],
        )
        return as_message(found) if found else None

    def look_again(self, message: Message, at: datetime | None) -> None:
        """Have *message* looked at again at *at*, unless it has moved on since it was read."""
        self._messages.update_one(_standing(message), {"$set": {"next_look_at": at}})

    def leave_silent(self, message: Message, facts: dict[str, str], now: datetime) -> bool:
        """Say with a message that nobody tells more of it, and look no more."""
        said = sentence(SILENT, None, facts, message.timezone)
        step = {"state": message.state, "at": now, "why": SILENT, "sentence": said}
        change = {"why": SILENT, "sentence": said, "next_look_at": None}
        written = self._messages.update_one(
            _standing(message), {"$set": change, "$push": {"states": step}}
        )
        return written.modified_count == 1

    def look_now(self, now: datetime, real_now: datetime) -> int:
        """Have everything looked at that was sent over an hour ago and has not ended; count it.

        The looks themselves go on as ever, a page of them at a time, and whoever stops leaves
        the rest to the next.
        """
        older = {
            "state": {"$in": [*TAKEN, *DOUBTFUL]},
            "created_at": {"$gt": now - OLDER_VERSION},
            "channel": SMS,
            "next_look_at": {"$exists": False},
        }
        self._messages.update_many(older, {"$set": {"next_look_at": real_now}})
        waiting = {
            "next_look_at": {"$type": "date", "$gt": real_now},
            "attempted_at": {"$lt": real_now - SILENT_AFTER},
        }
        self._messages.update_many(waiting, {"$set": {"next_look_at": real_now}})
        return self._messages.count_documents({"next_look_at": {"$type": "date", "$lte": real_now}})

    def silent(self, real_now: datetime) -> Counter[str]:
        """Count by state what was sent over an hour ago and has not ended."""
        waiting = {**ON_WATCH, "attempted_at": {"$lt": real_now - SILENT_AFTER}}
        return Counter(one["state"] for one in self._messages.find(waiting, {"state": 1}))


def _standing(message: Message) -> dict[str, Any]:
    return {"_id": message.id, "state": message.state, "attempts": message.attempts}
