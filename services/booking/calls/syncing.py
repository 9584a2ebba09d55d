"""What partners compare their own books with."""

from datetime import date
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import syncing as contract
from services.booking.domain.digests import digest
from services.booking.domain.requests import partner_of


class SyncingCalls:
    """For the service class to inherit, which brings ``store``, ``by`` and ``_shop``."""

    store: Any
    by: Any
    _shop: Any

    @serves(contract.DIGEST)
    def digest(
        self, store_id: str, day: date, detail: bool, after: str | None, limit: int
    ) -> dict[str, Any]:
        """Return count and hash of what the caller may see of a day, whatever became of it."""
        shop = self._shop(store_id)
        found = self.store.revisions(shop.id, *shop.whole_day(day), partner_of(self.by))
        rest = [one for one in found if after is None or one[0] > after] if detail else []
        page = [{"id": id, "revision": revision} for id, revision in rest[:limit]]
        return {
            "store_id": shop.id,
            "day": day.isoformat(),
            "timezone": shop.zone.key,
            "count": len(found),
            "hash": digest(found),
            "bookings": page if detail else None,
            "next_after": page[-1]["id"] if rest[limit:] else None,
        }
