"""What notification knows of notices: how the latest fact about each left it."""

from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from services.notification.domain.notices.notice import Standing
from services.notification.domain.whether import BOOKED


class Notices:
    """For ``NotificationStore`` to inherit, which brings the collections."""

    _notices: Collection[dict[str, Any]]
    _bookings: Collection[dict[str, Any]]

    def notice(self, notice_id: str) -> Standing | None:
        found = self._notices.find_one({"_id": notice_id}, {"_id": 0})
        return Standing(**found) if found else None

    def heard_of_notice(self, notice_id: str, news: Standing) -> None:
        """Remember how a notice stands, whatever order it is told in."""
        told = {"revision": news.revision, "stands": news.stands, "messages": news.messages}
        older = {"_id": notice_id, "revision": {"$lt": news.revision}}
        if not self._notices.update_one(older, {"$set": told}).matched_count:
            self._notices.update_one({"_id": notice_id}, {"$setOnInsert": told}, upsert=True)

    def is_expected(self, person: str, store_id: str, now: datetime) -> bool:
        """Say whether a person has a visit to come in a store."""
        coming = {"customer_id": person, "start": {"$gt": now}, "status": {"$in": list(BOOKED)}}
        return self._bookings.find_one({**coming, "store_id": store_id}, {"_id": 1}) is not None
