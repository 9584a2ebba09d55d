"""How many of each gift a store has left, and what was handed over when."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from common.errors import Invalid
from services.booking.documents import booking_of
from services.booking.domain.bookings import Booking
from services.booking.store.bookings import NO_HOLD, WITHOUT_HISTORY
from services.booking.store.transactions import as_one, inside

MOST_OF_A_CUSTOMER = 50
"""Earlier bookings that are looked at for a streak."""


class Gifts:
    """Needs ``_bookings`` and ``_gifts``, the collections, and ``change``."""

    _bookings: Collection[dict[str, Any]]
    _gifts: Collection[dict[str, Any]]
    change: Any

    def stock(self, store_id: str) -> dict[str, int]:
        """Return how many are left of each gift that somebody has counted."""
        return {one["code"]: one["left"] for one in self._gifts.find({"store_id": store_id})}

    def count_stock(self, store_id: str, code: str, left: int) -> None:
        self._gifts.update_one(
            {"_id": f"{store_id}|{code}"},
            {"$set": {"store_id": store_id, "code": code, "left": left}},
            upsert=True,
        )

    def hand_over(
        self,
        gift: str,
        before: Booking,
        after: Booking,
        entry: dict[str, Any],
        events: list[dict[str, Any]],
    ) -> None:
        """Take one of *gift* from the stock and write it on the booking: both or neither.

        Raises:
            Invalid: none is left.
            Stale: the booking is no longer where it was.
        """
        gifts = inside(self._gifts)

        def take(session: ClientSession) -> None:
            taken = gifts.update_one(
                {"_id": f"{before.store_id}|{gift}", "left": {"$gt": 0}},
                {"$inc": {"left": -1}},
                session=session,
            )
            if not taken.matched_count:
                raise Invalid.of(gift="none is left")
            self.change(before, after, entry, events, session=session)

        as_one(gifts.database.client, take)

    def earlier_visits(self, customer_id: str, before: datetime) -> list[Booking]:
        """Return a customer's latest bookings that began before a moment, in every store."""
        found = self._bookings.find(
            {"customer.id": customer_id, "start": {"$lt": before}, **NO_HOLD}, WITHOUT_HISTORY
        )
        return [booking_of(one) for one in found.sort("start", -1).limit(MOST_OF_A_CUSTOMER)]

    def latest_of(self, customer_id: str) -> list[Booking]:
        """Return a customer's bookings in every store, the latest first."""
        found = self._bookings.find({"customer.id": customer_id, **NO_HOLD}, WITHOUT_HISTORY)
        return [booking_of(one) for one in found.sort("start", -1).limit(MOST_OF_A_CUSTOMER)]

    def with_issues(self, store_id: str, first: datetime, end: datetime) -> list[Booking]:
        """Return the bookings for which something was handed over between *first* and *end*."""
        found = self._bookings.find(
            {"store_id": store_id, "issued.at": {"$gte": first, "$lt": end}},
            WITHOUT_HISTORY,
        )
        return [booking_of(one) for one in found.sort("start", ASCENDING)]
