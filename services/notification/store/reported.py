"""Messages found by the id that their provider gave them."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from services.notification.documents import as_message
from services.notification.domain.messages import Message

INDEXES = [IndexModel([("sid", ASCENDING)], partialFilterExpression={"sid": {"$type": "string"}})]


class Reported:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _messages: Collection[dict[str, Any]]

    def message_by_sid(self, sid: str) -> Message | None:
        found = self._messages.find_one({"sid": sid})
        return as_message(found) if found else None
