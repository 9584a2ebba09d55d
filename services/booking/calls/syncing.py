"""What partners compare their own books with."""

from datetime import date
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import syncing as contract
from services.booking.domain.digests import digest
from services.booking.domain.requests import PARTNER, partner_of
from services.booking.domain.shop_telling import offers_as_read
from services.booking.places import Places


class SyncingCalls:
    """For the service class to inherit, which brings ``store``, ``by`` and ``_shop``."""

    store: Any
    by: Any
    now: Any
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

    @serves(contract.OFFERED)
    def offered(self, store_id: str, day: date) -> dict[str, Any]:
        shop = self._shop(store_id)
        places = Places(self.store, self.now(), PARTNER)
        return offers_as_read(shop, places.offered(shop, *shop.whole_day(day)))
