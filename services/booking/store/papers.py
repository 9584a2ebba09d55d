"""What papers ask of the database: who had a customer, and who has a slip."""

from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from services.booking.documents import booking_of
from services.booking.domain.bookings import Booking
from services.booking.domain.lifecycle import LIVE
from services.booking.store.bookings import NO_HOLD, WITHOUT_HISTORY

MOST_SLIPS = 500


class Papers:
    """Needs ``_bookings``, the collection."""

    _bookings: Collection[dict[str, Any]]

    def last_advisor(self, store_id: str, customer_id: str) -> str | None:
        """Return the adviser of a customer's latest booking here."""
        found = self._bookings.find(
            {"customer.id": customer_id, "store_id": store_id, "advisor.id": {"$gt": ""}},
            {"_id": 0, "advisor.id": 1},
        )
        latest = next(iter(found.sort("start", -1).limit(1)), None)
        return latest["advisor"]["id"] if latest else None

    def load_of_advisors(self, store_id: str, first: datetime, end: datetime) -> dict[str, int]:
        """Return how many bookings each adviser has between *first* and *end*."""
        counted = self._bookings.aggregate(
            [
                {
                    "$match": {
                        "store_id": store_id,
                        "start": {"$gte": first, "$lt": end},
                        "status": {"$in": sorted(LIVE)},
                        "advisor.id": {"$gt": ""},
                        **NO_HOLD,
                    }
                },
                {"$group": {"_id": "$advisor.id", "count": {"$sum": 1}}},
            ]
        )
        return {one["_id"]: one["count"] for one in counted}

    def slips(self, store_id: str, holder: str, advisor: str | None) -> list[Booking]:
        """Return the bookings whose slips *holder* has, soonest first."""
        query: dict[str, Any] = {"store_id": store_id, "slip.holder": holder}
        if advisor is not None:
            query["advisor.id"] = advisor
        found = self._bookings.find(query, WITHOUT_HISTORY).sort([("start", 1), ("_id", 1)])
        return [booking_of(one) for one in found.limit(MOST_SLIPS)]
