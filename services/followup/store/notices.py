"""Notices, one document each with its promises inside; and what they must know of stores."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.bus.outbox import promised, promising
from common.errors import Stale
from common.privacy import blind
from services.followup.documents.notices import as_document, as_notice, as_shop
from services.followup.domain.notices.notice import STANDS, Change, Notice
from services.followup.domain.notices.shops import Shop

INDEXES = [
    IndexModel([("about_key", ASCENDING)]),
    IndexModel([("about", ASCENDING)]),
    IndexModel([("campaign_id", ASCENDING), ("state", ASCENDING)]),
]


class Notices:
    """For ``FollowupStore`` to inherit, which brings the collections."""

    _notices: Collection[dict[str, Any]]
    _shops: Collection[dict[str, Any]]

    def notices_about(self, about: str) -> list[Notice]:
        """Return all that was ever wanted about one thing, withdrawn or not."""
        wanted = {"$or": [{"about_key": blind(about)}, {"about": about}]}
        return [as_notice(found) for found in self._notices.find(wanted, {"outbox": 0})]

    def notices_of(self, campaign_id: str, now: datetime, limit: int) -> list[Notice]:
        """Return notices of a campaign that stand and may still be told."""
        standing = {"campaign_id": campaign_id, "state": STANDS, "until": {"$gt": now}}
        found = self._notices.find(standing, {"outbox": 0}).sort("_id", ASCENDING).limit(limit)
        return [as_notice(one) for one in found]

    def keep_notice(self, change: Change, events: list[dict[str, Any]]) -> None:
        """Keep a notice as it then stands, with its *events*.

        Raises:
            Stale: it is no longer as it was before.
        """
        document = as_document(change.after)
        at = {"_id": document.pop("_id")}
        if change.before is None:
            new = {"$setOnInsert": {**document, **promised(events)}}
            kept = self._notices.update_one(at, new, upsert=True).upserted_id is not None
        else:
            promises = promising(events)
            moved = {**promises, "$set": {**document, **promises["$set"]}}
            at |= {"revision": change.before.revision}
            kept = self._notices.update_one(at, moved).matched_count == 1
        if not kept:
            raise Stale(revision=change.after.revision)

    def shop(self, store_id: str) -> Shop | None:
        found = self._shops.find_one({"_id": store_id})
        return as_shop(found) if found else None

    def keep_shop(self, shop: Shop) -> None:
        document = as_document(shop)
        self._shops.replace_one({"_id": document["_id"]}, document, upsert=True)
