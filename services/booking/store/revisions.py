"""How often each booking of a day has moved: all that two sides need to compare."""

from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from services.booking.domain.digests import Revision
from services.booking.store.bookings import NO_HOLD


class Revisions:
    """Needs ``_bookings``, the collection."""

    _bookings: Collection[dict[str, Any]]

    def revisions(
        self, store_id: str, first: datetime, end: datetime, partner_id: str | None
    ) -> list[Revision]:
        """Return those of whatever starts in the window, by id: a partner's (None: anybody's)."""
        wanted: dict[str, Any] = {
            "store_id": store_id,
            "start": {"$gte": first, "$lt": end},
            **NO_HOLD,
        }
        if partner_id is not None:
            wanted["partner_id"] = partner_id
        found = self._bookings.find(wanted, {"revision": 1})
        return sorted((one["_id"], one["revision"]) for one in found)
