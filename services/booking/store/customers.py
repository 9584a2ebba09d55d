"""What the bookings of one customer say of them, over all stores."""

from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from services.booking.store.bookings import AWAITED, NO_HOLD

CAME = ("arrived", "in_service", "completed")


class Customers:
    """Needs ``_bookings``, the collection."""

    _bookings: Collection[dict[str, Any]]

    def is_known(self, customer_id: str) -> bool:
        """Say whether they have come before, or somebody else has booked for them."""
        met = [{"status": {"$in": list(CAME)}}, {"created_by.kind": {"$ne": "customer"}}]
        known = {"customer.id": customer_id, "$or": met}
        return self._bookings.find_one(known, {"_id": 1}) is not None

    def to_come(self, customer_id: str, now: datetime) -> int:
        """Return how many visits they are expected for from *now* on."""
        return self._bookings.count_documents(
            {
                "customer.id": customer_id,
                "start": {"$gte": now},
                "status": {"$in": list(AWAITED)},
                **NO_HOLD,
            }
        )
