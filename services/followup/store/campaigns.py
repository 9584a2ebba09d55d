"""Campaigns, the latest first, and how far their calls, letters and messages are."""

from collections.abc import Iterable
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection

from common.errors import NotFound, Stale
from services.followup.documents.campaigns import as_campaign, as_document
from services.followup.documents.tasks import as_task
from services.followup.domain.campaigns import CALL, LETTER, Campaign
from services.followup.domain.notices.campaigns import KIND as INVITED
from services.followup.domain.tasks import STANDING, Task
from services.followup.store.paging import page_of

INDEXES = [
    IndexModel([("store_id", ASCENDING), ("begun_at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel([("begun_at", DESCENDING), ("_id", DESCENDING)]),
]


class Campaigns:
    """For ``FollowupStore`` to inherit, which brings the collections."""

    _campaigns: Collection[dict[str, Any]]
    _tasks: Collection[dict[str, Any]]
    _notices: Collection[dict[str, Any]]

    def campaign(self, id: str) -> Campaign:
        """Raise NotFound unless there is such a campaign."""
        found = self._campaigns.find_one({"_id": id})
        if found is None:
            raise NotFound(what="campaign", id=id)
        return as_campaign(found)

    def campaigns(
        self,
        *,
        stores: Iterable[str] | None,
        state: str | None = None,
        after: list[Any] | None = None,
        limit: int = 50,
    ) -> tuple[list[Campaign], list[Any] | None]:
        """Return one page, the latest draft first, and where it ended if there are more."""
        wanted: dict[str, Any] = {} if stores is None else {"store_id": {"$in": sorted(stores)}}
        if state is not None:
            wanted["state"] = state
        found, end = page_of(self._campaigns, wanted, "begun_at", after, limit)
        return [as_campaign(document) for document in found], end

    def keep_campaign(self, before: Campaign | None, campaign: Campaign) -> None:
        """Keep a new *campaign*, or put it in the place of *before*.

        Raises:
            Stale: it is no longer as it was *before*.
        """
        document = as_document(campaign)
        if before is None:
            self._campaigns.insert_one(document)
            return
        at = {"_id": campaign.id, "revision": before.revision}
        if not self._campaigns.replace_one(at, document).matched_count:
            raise Stale(revision=before.revision)

    def count_customers(self, campaign_id: str, listed: int) -> None:
        """Note that all customers are listed; nothing else of the campaign moves by it."""
        self._campaigns.update_one({"_id": campaign_id}, {"$set": {"customers": listed}})

    def progress_of(self, campaign_ids: Iterable[str]) -> dict[str, dict[str, dict[str, int]]]:
        """Return by campaign how many of each stand how: ``{calls: {done: 3}}``."""
        ids = list(campaign_ids)
        told: dict[str, dict[str, dict[str, int]]] = {
            id: {"calls": {}, "letters": {}, "messages": {}} for id in ids
        }
        names = {CALL: "calls", LETTER: "letters", INVITED: "messages"}
        for kept, stands in ((self._tasks, "$stage"), (self._notices, "$state")):
            for one in kept.aggregate(_counted(ids, stands)):
                of = one["_id"]
                told[of["of"]][names[of["kind"]]][of["stands"]] = one["n"]
        return told

    def standing_of(
        self, campaign_id: str | None, customer: tuple[str, str] | None, limit: int
    ) -> list[Task]:
        """Return tasks that still stand of one campaign, or of all for one customer of a store."""
        wanted: dict[str, Any] = {"stage": {"$in": list(STANDING)}}
        if campaign_id is not None:
            wanted["campaign_id"] = campaign_id
        if customer is not None:
            wanted |= {
                "store_id": customer[0],
                "customer.id": customer[1],
                "campaign_id": {"$type": "string"},
            }
        found = self._tasks.find(wanted, {"outbox": 0}).sort("_id", ASCENDING).limit(limit)
        return [as_task(document) for document in found]


def _counted(campaign_ids: list[str], stands: str) -> list[dict[str, Any]]:
    """Return the pipeline that counts by campaign, by kind, and by how each one *stands*."""
    key = {"of": "$campaign_id", "kind": "$kind", "stands": stands}
    return [
        {"$match": {"campaign_id": {"$in": campaign_ids}}},
        {"$group": {"_id": key, "n": {"$sum": 1}}},
    ]
