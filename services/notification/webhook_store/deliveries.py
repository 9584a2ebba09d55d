"""What is owed to endpoints and what was sent, and the customers whom it is about."""

from collections.abc import Iterable, Set
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.errors import NotFound
from services.notification.domain.webhooks.availability import Change, event_id
from services.notification.domain.webhooks.deliveries import (
    PENDING,
    SETTLED,
    Delivery,
    Tried,
    Verdict,
    delivery_id,
    noted,
)
from services.notification.domain.webhooks.payloads import Customer
from services.notification.webhook_store.documents import (
    as_customer,
    as_delivery,
    from_customer,
    from_value,
)

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=30)
REMEMBERED = timedelta(days=60)
"""So long after its latest fact a customer is known, and longer than any delivery is kept."""
TRIES_KEPT = 50
INDEXES = [
    IndexModel([("endpoint_id", ASCENDING), ("state", ASCENDING), ("next_at", ASCENDING)]),
    IndexModel([("endpoint_id", ASCENDING), ("occurred_at", DESCENDING), ("_id", DESCENDING)]),
    IndexModel("settled_at", expireAfterSeconds=int(KEPT.total_seconds())),
]
OF_CUSTOMERS = [IndexModel("heard_at", expireAfterSeconds=int(REMEMBERED.total_seconds()))]


class Deliveries:
    """For ``WebhookStore`` to inherit, which brings the collections."""

    _deliveries: Collection[dict[str, Any]]
    _customers: Collection[dict[str, Any]]

    def owe(self, delivery: Delivery) -> None:
        """Keep a new delivery; one that is there already stays as it is."""
        document = {**from_value(delivery), "owed_at": delivery.next_at}
        key = {"_id": document.pop("_id")}
        self._deliveries.update_one(key, {"$setOnInsert": document}, upsert=True)

    def owe_change(self, endpoint_id: str, change: Change, at: datetime) -> str | None:
        """Add *change* to what goes to an endpoint *at* the end of these few seconds.

        Added twice it is the same.  Return the delivery's id, None if that has gone already.
        """
        event = event_id(change.store_id, at)
        id = delivery_id(endpoint_id, event)
        first: dict[str, Any] = {
            "endpoint_id": endpoint_id,
            "event_id": event,
            "event_type": AVAILABILITY_CHANGED,
            "booking_id": None,
            "occurred_at": change.occurred_at,
            "next_at": at,
            "tried": 0,
            "round": 1,
            "tries": [],
            "told.store_id": change.store_id,
            "told.timezone": change.timezone,
        }
        more = {
            "$addToSet": {"told.days": {"$each": list(change.days)}},
            "$max": {"told.sequence": change.sequence},
        }
        try:
            self._deliveries.update_one(
                {"_id": id, "state": PENDING, "takes": 0},
                {"$setOnInsert": first, **more},
                upsert=True,
            )
        except DuplicateKeyError:
            return None
        return id

    def take(self, endpoint_id: str, real_now: datetime) -> Delivery | None:
        """Return what has been due longest, the caller's alone for a minute, or None."""
        found = self._deliveries.find_one_and_update(
            {"endpoint_id": endpoint_id, "state": PENDING, "next_at": {"$lte": real_now}},
            {"$set": {"next_at": real_now + LEASE}, "$inc": {"takes": 1}},
            sort=[("next_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return as_delivery(found) if found else None

    def note(self, delivery: Delivery, tried: Tried, verdict: Verdict, real_now: datetime) -> None:
        """Note how a try ended, unless somebody else has taken *delivery* since."""
        change = {"state": verdict.state, "next_at": verdict.next_at, "tried": delivery.tried + 1}
        if verdict.state in SETTLED:
            change["settled_at"] = real_now
        one = {"tries": {"$each": [noted(tried, real_now)], "$slice": -TRIES_KEPT}}
        self._deliveries.update_one(
            {"_id": delivery.id, "takes": delivery.takes}, {"$set": change, "$push": one}
        )

    def next_due_at(self, endpoint_id: str) -> datetime | None:
        """Return when something is to be sent to an endpoint next, None when nothing is owed."""
        found = self._deliveries.find_one(
            {"endpoint_id": endpoint_id, "state": PENDING},
            {"next_at": 1},
            sort=[("next_at", ASCENDING)],
        )
        return found["next_at"] if found else None

    def owed_to(self, endpoint_id: str) -> int:
        return self._deliveries.count_documents({"endpoint_id": endpoint_id, "state": PENDING})

    def send_now(self, endpoint_id: str, real_now: datetime) -> None:
        """Let everything that is owed to an endpoint be due at once."""
        owed = {"endpoint_id": endpoint_id, "state": PENDING}
        self._deliveries.update_many(owed, {"$set": {"next_at": real_now}})

    # --- the log

    def delivery(self, endpoint_id: str, id: str) -> Delivery:
        """Raise NotFound unless that was owed to that endpoint."""
        found = self._deliveries.find_one({"_id": id, "endpoint_id": endpoint_id})
        if found is None:
            raise NotFound(what="delivery", id=id)
        return as_delivery(found)

    def deliveries(
        self,
        endpoint_id: str,
        *,
        state: str | None = None,
        event_type: str | None = None,
        after: list[Any] | None = None,
        limit: int = 50,
    ) -> tuple[list[Delivery], list[Any] | None]:
        """Return one page, the latest fact first, and where it ended if there are more."""
        wanted: dict[str, Any] = {"endpoint_id": endpoint_id}
        if state is not None:
            wanted["state"] = state
        if event_type is not None:
            wanted["event_type"] = event_type
        if after is not None:
            at, id = after
            earlier = {"occurred_at": {"$lt": at}}
            wanted["$or"] = [earlier, {"occurred_at": at, "_id": {"$lt": id}}]
        order = [("occurred_at", DESCENDING), ("_id", DESCENDING)]
        found = list(self._deliveries.find(wanted).sort(order).limit(limit + 1))
        page = [as_delivery(document) for document in found[:limit]]
        return page, [page[-1].occurred_at, page[-1].id] if len(found) > limit else None

    def replay(self, endpoint_id: str, id: str, real_now: datetime) -> Delivery | None:
        """Owe what was settled anew, from the first try on; return None if it is still owed."""
        found = self._deliveries.find_one_and_update(
            {"_id": id, "endpoint_id": endpoint_id, "state": {"$in": SETTLED}},
            _anew(real_now),
            return_document=ReturnDocument.AFTER,
        )
        return as_delivery(found) if found else None

    def replay_between(
        self,
        endpoint_id: str,
        since: datetime,
        until: datetime,
        event_types: Iterable[str] | None,
        real_now: datetime,
    ) -> int:
        """Owe anew what was settled of the facts from *since* to before *until*; count them."""
        wanted: dict[str, Any] = {
            "endpoint_id": endpoint_id,
            "state": {"$in": SETTLED},
            "occurred_at": {"$gte": since, "$lt": until},
        }
        if event_types is not None:
            wanted["event_type"] = {"$in": list(event_types)}
        return self._deliveries.update_many(wanted, _anew(real_now)).modified_count

    # --- customers

    def learn(self, customer: Customer, real_now: datetime) -> None:
        """Remember who *customer* is, unless a later fact said so already."""
        said = {**from_customer(customer), "heard_at": real_now}
        later = {"$gte": ["$revision", customer.revision]}
        self._customers.update_one(
            {"_id": customer.booking_id},
            [{"$replaceWith": {"$cond": [later, "$$ROOT", {"$literal": said}]}}],
            upsert=True,
        )

    def name_no_more(self, customer_id: str) -> None:
        """Forget who a customer is, of whatever they booked: partners may not know it any more."""
        nameless = {"$set": {"name": None, "phone": None}, "$unset": {"sealed": ""}}
        self._customers.update_many({"customer_id": customer_id}, nameless)

    def customer(self, booking_id: str) -> Customer | None:
        found = self._customers.find_one({"_id": booking_id})
        return as_customer(found) if found else None

    def customers(self, booking_ids: Set[str]) -> dict[str, Customer]:
        """Return by booking who the customers are that are known."""
        if not booking_ids:
            return {}
        found = self._customers.find({"_id": {"$in": sorted(booking_ids)}})
        return {one["_id"]: as_customer(one) for one in found}


def _anew(real_now: datetime) -> dict[str, Any]:
    return {
        "$set": {"state": PENDING, "next_at": real_now, "tried": 0},
        "$inc": {"round": 1, "takes": 1},
        "$unset": {"settled_at": ""},
    }
