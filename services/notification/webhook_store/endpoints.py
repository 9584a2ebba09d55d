"""Endpoints, who sends to each just now, and until when partners' agreements last."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.actor import ALL_STORES
from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.errors import NotFound, Stale
from services.notification.domain.webhooks.endpoints import ACTIVE, Endpoint, Health
from services.notification.webhook_store.documents import as_endpoint, from_value

INDEXES = [
    IndexModel([("partner_id", ASCENDING), ("created_at", ASCENDING), ("_id", ASCENDING)]),
    IndexModel("events"),
]
LANES = 2
"""So many at once send to one endpoint, whatever the number of processes."""
LANE_LEASE = timedelta(seconds=60)
_OURS = {"lanes": 0}


class Endpoints:
    """For ``WebhookStore`` to inherit, which brings the collections."""

    _endpoints: Collection[dict[str, Any]]
    _deliveries: Collection[dict[str, Any]]
    _agreements: Collection[dict[str, Any]]

    def endpoint(self, id: str) -> Endpoint:
        """Raise NotFound unless there is such an endpoint."""
        found = self._endpoints.find_one({"_id": id}, _OURS)
        if found is None:
            raise NotFound(what="webhook endpoint", id=id)
        return as_endpoint(found)

    def endpoints(
        self, partner_id: str | None = None, states: Iterable[str] | None = None
    ) -> list[Endpoint]:
        """Return endpoints by partner, the oldest first."""
        wanted: dict[str, Any] = {} if partner_id is None else {"partner_id": partner_id}
        if states is not None:
            wanted["state"] = {"$in": list(states)}
        order = [("partner_id", ASCENDING), ("created_at", ASCENDING), ("_id", ASCENDING)]
        return [as_endpoint(found) for found in self._endpoints.find(wanted, _OURS).sort(order)]

    def open_endpoint(self, endpoint: Endpoint) -> Endpoint | None:
        """Keep a new *endpoint*; return the one that has its id already, None if none had."""
        try:
            self._endpoints.insert_one(from_value(endpoint))
        except DuplicateKeyError:
            return self.endpoint(endpoint.id)
        return None

    def keep_endpoint(self, before: Endpoint, endpoint: Endpoint) -> None:
        """Put *endpoint* in the place of *before*; whoever sends to it goes on.

        Raises:
            Stale: it is no longer as it was *before*.
        """
        at = {"_id": before.id, "revision": before.revision}
        values = from_value(endpoint)
        del values["_id"]
        if not self._endpoints.update_one(at, {"$set": values}).matched_count:
            raise Stale(revision=before.revision)

    def drop_endpoint(self, id: str) -> None:
        """Forget an endpoint and all that was sent there."""
        self._endpoints.delete_one({"_id": id})
        self._deliveries.delete_many({"endpoint_id": id})

    def note_health(self, endpoint: Endpoint, health: Health, now: datetime) -> bool:
        """Note how *endpoint* stands after a try; say whether it was stopped by it."""
        values = asdict(health)
        stops = values.pop("stops")
        if any(getattr(endpoint, name) != value for name, value in values.items()):
            self._endpoints.update_one({"_id": endpoint.id}, {"$set": values})
        if stops is None:
            return False
        state, because = stops
        stopped = {"state": state, "because": because, "stopped_at": now}
        written = self._endpoints.update_one(
            {"_id": endpoint.id, "state": ACTIVE}, {"$set": stopped, "$inc": {"revision": 1}}
        )
        return written.modified_count == 1

    def enter(self, id: str, who: str, real_now: datetime) -> Endpoint | None:
        """Let *who* send to an endpoint unless it is stopped or two others are at it.

        Who died on the way holds their lane for a minute, or comes back to it.
        """
        taken = {
            "$filter": {
                "input": {"$ifNull": ["$lanes", []]},
                "as": "lane",
                "cond": {
                    "$and": [
                        {"$gt": ["$$lane.until", real_now]},
                        {"$ne": ["$$lane.by", {"$literal": who}]},
                    ]
                },
            }
        }
        mine = {"by": {"$literal": who}, "until": real_now + LANE_LEASE}
        found = self._endpoints.find_one_and_update(
            {"_id": id, "state": ACTIVE, "$expr": {"$lt": [{"$size": taken}, LANES]}},
            [{"$set": {"lanes": {"$concatArrays": [taken, [mine]]}}}],
            projection=_OURS,
            return_document=ReturnDocument.AFTER,
        )
        return as_endpoint(found) if found else None

    def leave(self, id: str, who: str) -> None:
        self._endpoints.update_one({"_id": id}, {"$pull": {"lanes": {"by": who}}})

    def active(self, id: str) -> Endpoint | None:
        """Return an endpoint to which something may be sent as it stands now, else None."""
        found = self._endpoints.find_one({"_id": id, "state": ACTIVE}, _OURS)
        return as_endpoint(found) if found else None

    def following_availability(self, store_id: str) -> list[Endpoint]:
        """Return the endpoints of partners who may see a store and asked to hear of its changes."""
        asked = {"events": AVAILABILITY_CHANGED}
        found = [as_endpoint(one) for one in self._endpoints.find(asked, _OURS)]
        if not found:
            return []
        seeing = {
            "_id": {"$in": sorted({one.partner_id for one in found})},
            "stores": {"$in": [store_id, ALL_STORES]},
        }
        may = {one["_id"] for one in self._agreements.find(seeing, {"_id": 1})}
        return [one for one in found if one.follows_availability and one.partner_id in may]

    # --- agreements

    def keep_agreement(
        self, partner_id: str, until: date | None, stated_at: datetime, stores: list[str]
    ) -> None:
        """Remember what was said latest of a partner's agreement, in whatever order it comes."""
        said = {
            "until": until.isoformat() if until else None,
            "stated_at": stated_at,
            "stores": {"$literal": stores},
        }
        known = {"$gt": [{"$ifNull": ["$stated_at", None]}, stated_at]}
        kept = {name: {"$cond": [known, f"${name}", value]} for name, value in said.items()}
        self._agreements.update_one({"_id": partner_id}, [{"$set": kept}], upsert=True)

    def agreement(self, partner_id: str) -> date | None:
        """Return the last day of a partner's agreement; None where there is none, or none known."""
        found = self._agreements.find_one({"_id": partner_id})
        return date.fromisoformat(found["until"]) if found and found["until"] else None
