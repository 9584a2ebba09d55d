"""In which of notification's documents a person stands, and how theirs are found."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.persons import Held, Persons, Whose, by_any, by_bookings, by_customer
from services.notification.domain import erasing
from services.notification.personal import PLACES
from services.notification.store.people import Acts

_theirs = by_customer("customer_id")
_of_bookings = by_bookings("booking_id")
_about = by_any(_theirs, _of_bookings)
"""What was written to a person, and to anybody about their bookings."""

HELD = (
    Held(
        kind="known_booking",
        collection="bookings",
        whose=_theirs,
        made="agreed_at",
        left=erasing.booking_left,
        told=False,
    ),
    Held(
        kind="message",
        collection="messages",
        whose=_about,
        made="created_at",
        left=erasing.message_left,
    ),
    Held(
        kind="text_received",
        collection="received",
        whose=_theirs,
        made="at",
        left=erasing.text_left,
    ),
    Held(
        kind="broadcast_recipient",
        collection="broadcast_recipients",
        whose=_theirs,
        made="",
        left=erasing.recipient_left,
        indexed=("customer_id",),
    ),
    Held(
        kind="device",
        collection="push_subscriptions",
        whose=_theirs,
        made="at",
        left=None,
        told=False,
    ),
    Held(
        kind="partners_customer",
        collection="webhook_customers",
        whose=by_bookings("_id"),
        made="",
        left=erasing.customer_left,
        told=False,
        indexed=("customer_id",),
    ),
    Held(
        kind="webhook_delivery",
        collection="webhook_deliveries",
        whose=_of_bookings,
        made="occurred_at",
        left=erasing.delivery_left,
        told=False,
        indexed=("booking_id",),
    ),
    Held(
        kind="consents",
        collection="people",
        whose=by_customer("_id"),
        made="",
        left=erasing.person_left,
        of_the_chain=True,
    ),
    Held(
        kind="opt_out",
        collection="opt_outs",
        whose=by_customer("_id"),
        made="at",
        left=erasing.opt_out_left,
        of_the_chain=True,
    ),
)


class NotificationPersons(Persons):
    """What notification holds of persons; what they agreed to is taken back with an erasure."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, HELD, self._whose, sealed_in(PLACES))
        self._bookings = database["bookings"]
        self._acts = Acts(database)

    def erase(self, customer_id: str, erased_at: datetime) -> dict[str, int]:
        counts = super().erase(customer_id, erased_at)
        if "consents" in counts:
            self._acts.note(customer_id, erasing.taken_back(customer_id, erased_at))
        return counts

    def _whose(self, customer_id: str, before: datetime | None = None) -> Whose:
        wanted: dict[str, Any] = {"customer_id": customer_id}
        if before is not None:
            wanted["agreed_at"] = {"$lte": before}
        found = self._bookings.find(wanted, {"_id": 1})
        return Whose(customer_id, tuple(one["_id"] for one in found))
