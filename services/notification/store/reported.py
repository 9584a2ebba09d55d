"""What providers say of messages: how they read, by which id they are known, that they arrived."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from services.notification.documents import as_message
from services.notification.domain.messages import SMS, Message

INDEXES = [IndexModel([("sid", ASCENDING)], partialFilterExpression={"sid": {"$type": "string"}})]

IN_DOUBT = ("submitting", "unknown")


class Reported:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _messages: Collection[dict[str, Any]]

    def message_by_sid(self, sid: str) -> Message | None:
        found = self._messages.find_one({"sid": sid})
        return as_message(found) if found else None

    def shows(self, message_id: str, body: str) -> None:
        """Keep what the handset shows of a message, where its provider wrote it."""
        self._messages.update_one({"_id": message_id}, {"$set": {"body": body}})

    def strike(self, message_id: str, body: str) -> None:
        """Keep *body* in the place of a secret, and none of what it was filled with."""
        change = {"body": body, "values": {}}
        self._messages.update_one({"_id": message_id}, {"$set": change})

    def in_doubt_to(self, phone: str) -> list[Message]:
        """Return the SMS to *phone* that may or may not have been taken."""
        doubt = {"state": {"$in": list(IN_DOUBT)}, "to": phone, "channel": SMS, "sid": None}
        return [as_message(found) for found in self._messages.find(doubt)]
