"""What providers say of messages: how they read, by which id they are known, that they arrived."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.personal import SEALED
from services.notification.documents import as_message
from services.notification.domain.messages import SMS, Message
from services.notification.personal import MESSAGE
from services.notification.store.finding import at_address

INDEXES = [IndexModel([("sid", ASCENDING)], partialFilterExpression={"sid": {"$type": "string"}})]

WHAT_IS_SAID = dict.fromkeys((*MESSAGE.fields, SEALED), 1)
IN_DOUBT = ("submitting", "unknown")


class Reported:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _messages: Collection[dict[str, Any]]

    def message_by_sid(self, sid: str) -> Message | None:
        found = self._messages.find_one({"sid": sid})
        return as_message(found) if found else None

    def shows(self, message_id: str, body: str) -> None:
        """Keep what the handset shows of a message, where its provider wrote it."""
        while found := self._messages.find_one({"_id": message_id}, WHAT_IS_SAID):
            change = MESSAGE.sealed({**MESSAGE.opened(found), "body": body})
            as_read = {"_id": message_id, SEALED: found.get(SEALED)}
            if self._messages.update_one(as_read, {"$set": change}).matched_count:
                return

    def strike(self, message_id: str, body: str) -> None:
        """Keep *body* in the place of a secret, and none of what it was filled with."""
        change = {"body": body, "values": {}}
        self._messages.update_one({"_id": message_id}, {"$set": change})

    def in_doubt_to(self, phone: str) -> list[Message]:
        """Return the SMS to *phone* that may or may not have been taken."""
        doubt = {"state": {"$in": list(IN_DOUBT)}, "channel": SMS, "sid": None}
        doubt |= at_address(phone)
        return [as_message(found) for found in self._messages.find(doubt)]
