"""Orders, one document each: their payments and refunds change with them, under one revision."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.bus.due import DueWork
from common.bus.outbox import promising
from common.errors import NotFound, Stale
from services.booking.domain.orders import AWAITING, Order
from services.booking.domain.payments import Payment, Refund
from services.booking.personal import ORDER
from services.booking.store.bookings import AlreadyThere

NAMES = tuple(one.name for one in fields(Order) if one.name != "id")
LOOK_AFTER_ORDER = "look_after_order"
INDEXES = [
    IndexModel([("customer_id", DESCENDING), ("created_at", DESCENDING)]),
    IndexModel([("payments.id", DESCENDING)]),
    IndexModel([("booking_id", DESCENDING)]),
]


class Orders:
    """Needs ``_orders``, the collection, and ``_due``, the work that is planned."""

    _orders: Collection[dict[str, Any]]
    _due: DueWork

    def insert_order(self, order: Order, request_hash: str) -> None:
        """Raise AlreadyThere if the same request came before."""
        document = ORDER.sealed(asdict(order))
        key = {"_id": document.pop("id"), "request_hash": request_hash}
        try:
            self._orders.insert_one({**key, **document})
        except DuplicateKeyError as error:
            raise AlreadyThere from error

    def change_order(
        self, before: Order, after: Order, events: Iterable[dict[str, Any]] = ()
    ) -> None:
        """Put *after* in the place of *before*, with the promise to tell *events*.

        Raises:
            Stale: it has moved on meanwhile.
        """
        if after is before:
            return
        document = ORDER.sealed(asdict(after))
        at = {"_id": document.pop("id"), "revision": before.revision}
        change: dict[str, Any] = {"$set": document}
        if owed := list(events):
            promise = promising(owed)
            change = {"$set": {**document, **promise["$set"]}, "$push": promise["$push"]}
        if not self._orders.update_one(at, change).matched_count:
            raise Stale(revision=self.order(before.id).revision)

    def order(self, order_id: str) -> Order:
        """Raise NotFound where there is none."""
        found = self._orders.find_one({"_id": order_id})
        if found is None:
            raise NotFound(what="order", id=order_id)
        return _order(found)

    def order_as_asked(self, order_id: str) -> tuple[Order, str] | None:
        found = self._orders.find_one({"_id": order_id})
        return (_order(found), found["request_hash"]) if found else None

    def order_of_payment(self, payment_id: str) -> Order:
        """Raise NotFound where there is none."""
        found = self._orders.find_one({"payments.id": payment_id})
        if found is None:
            raise NotFound(what="payment", id=payment_id)
        return _order(found)

    def order_of_booking(self, booking_id: str) -> Order:
        """Raise NotFound where a visit was not ordered."""
        found = self._orders.find_one({"booking_id": booking_id})
        if found is None:
            raise NotFound(what="order", id=booking_id)
        return _order(found)

    def orders_of(self, customer_id: str, limit: int) -> list[Order]:
        found = self._orders.find({"customer_id": customer_id})
        return [_order(one) for one in found.sort("created_at", DESCENDING).limit(limit)]

    def being_paid(self, customer_id: str, now: datetime) -> int:
        """Return how many orders of a customer keep a place until they are paid."""
        awaiting = {"state": AWAITING, "pay_until": {"$gt": now}}
        return self._orders.count_documents({"customer_id": customer_id, **awaiting})

    def plan_order(
        self, order_id: str, cause: str, at: datetime, *, for_life: bool = False
    ) -> None:
        """Have somebody look after an order at that moment, because of *cause*.

        One piece looks ``for_life``, so that what nobody was told of is found too.
        """
        id_ = f"{LOOK_AFTER_ORDER}:{order_id}:{cause}"
        subject = {"order_id": order_id, "for_life": for_life}
        self._due.plan(id_, LOOK_AFTER_ORDER, at, subject)

    def plan_order_of(self, booking_id: str, cause: str, at: datetime) -> None:
        """Have somebody look after the order of a visit, if it has one."""
        found = self._orders.find_one({"booking_id": booking_id}, {"_id": 1})
        if found:
            self.plan_order(found["_id"], cause, at)


def _order(found: dict[str, Any]) -> Order:
    found = ORDER.opened(found)
    told = {name: found[name] for name in NAMES}
    told["items"] = tuple(told["items"])
    told["payments"] = tuple(_payment(one) for one in told["payments"])
    return Order(id=found["_id"], **told)


def _payment(found: dict[str, Any]) -> Payment:
    refunds = tuple(Refund(**one) for one in found["refunds"])
    return Payment(**{**found, "refunds": refunds})
