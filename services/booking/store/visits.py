"""Visits lie in their booking's document, with a revision of their own."""

from datetime import datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from common.errors import Stale
from services.booking.personal import VISIT
from services.booking.store.bookings import NO_HOLD, visit_after, visit_at

Kept = tuple[int, dict[str, Any]]
"""The revision of a visit and its document; revision 0 has not been kept yet."""


class Visits:
    """Needs ``_bookings``, the collection."""

    _bookings: Collection[dict[str, Any]]

    def visit(self, booking_id: str) -> Kept | None:
        """Return the visit of a booking, None where nothing has been done in it."""
        found = self._bookings.find_one({"_id": booking_id, **NO_HOLD}, {"visit": 1}) or {}
        if found.get("visit") is None:
            return None
        visit = dict(VISIT.opened(found["visit"]))
        return visit.pop("revision"), visit

    def visits_on(self, store_id: str, first: datetime, end: datetime) -> list[dict[str, Any]]:
        """Return the visits of bookings that begin in the window, in order."""
        found = self._bookings.find(
            {"store_id": store_id, "start": {"$gte": first, "$lt": end}, **NO_HOLD},
            {"visit": 1},
        ).sort("start", ASCENDING)
        kept = (document["visit"] for document in found if document.get("visit"))
        visits = [dict(VISIT.opened(visit)) for visit in kept]
        for visit in visits:
            del visit["revision"]
        return visits

    def keep_visit(self, booking_id: str, revision: int, visit: dict[str, Any]) -> None:
        """Put *visit* in the place of the one at *revision*.

        Raises:
            Stale: somebody was faster.
        """
        written = self._bookings.update_one(
            {"_id": booking_id, **visit_at(revision)}, {"$set": visit_after(revision, visit)}
        )
        if not written.matched_count:
            kept = self.visit(booking_id)
            raise Stale(revision=kept[0] if kept else 0)
