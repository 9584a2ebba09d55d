"""Perks and gifts: handed over once, counted, and written in the ledger (PK-09, PK-12, PK-14)."""

from datetime import date
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from common.errors import Invalid
from services.booking.domain import issuing, telling
from services.booking.domain.bookings import Booking
from services.booking.domain.gifts import streak_of
from services.booking.domain.issuing import GIFT
from services.booking.domain.stores import Store as Shop


class IssuingCalls:
    """For the service class to inherit, which brings ``store``, ``_found`` and ``_keep``."""

    store: Any
    now: Any
    by: Any
    _found: Any
    _keep: Any
    _shop: Any

    @serves(contract.ISSUE)
    def issue(
        self, booking_id: str, if_revision: int | None, reason: str, what: str, gift: str | None
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        after = issuing.issued(before, what, gift, shop.gifts, self.by.id, now)
        write = None
        if what == GIFT:
            write = partial(self.store.hand_over, after.entitlements[GIFT]["code"])
        after = self._keep("issue", shop, before, after, now, reason, write)
        return telling.as_read(shop, after)

    def _streak(self, shop: Shop, booking: Booking) -> int:
        """Return the visits on time before *booking*, where gifts hang on them (PK-15)."""
        if shop.policies[booking.policy_version].gift is None:
            return 0
        earlier = self.store.earlier_visits(booking.customer["id"], booking.start)
        return streak_of((one.status, self._was_on_time(one)) for one in earlier)

    def _was_on_time(self, booking: Booking) -> bool | None:
        shop: Shop = self.store.store(booking.store_id)
        return booking.on_time(shop.policies[booking.policy_version])

    @serves(contract.LEDGER)
    def ledger(self, store_id: str, from_day: date, to_day: date) -> dict[str, Any]:
        """List what was handed over on the days from *from_day* to *to_day*, both included."""
        shop = self._shop(store_id)
        if to_day < from_day:
            raise Invalid.of(to="must not be before from")
        first, end = shop.whole_day(from_day)[0], shop.whole_day(to_day)[1]
        lines = [
            telling.ledger_line(shop, booking, line)
            for booking in self.store.with_issues(shop.id, first, end)
            for line in booking.issued
            if first <= line["at"] < end
        ]
        return {"lines": sorted(lines, key=lambda line: line["at"])}

    @serves(contract.GIFTS)
    def gifts(self, store_id: str) -> dict[str, Any]:
        shop = self._shop(store_id)
        left = self.store.stock(shop.id)
        return {
            "gifts": [
                {"code": x.code, "name": x.name, "upgrade": x.upgrade, "left": left.get(x.code, 0)}
                for x in shop.gifts.values()
            ]
        }

    @serves(contract.COUNT_GIFT)
    def count_gift(self, store_id: str, code: str, left: int) -> dict[str, Any]:
        """Note how many of a gift there are, after a delivery or a count."""
        shop = self._shop(store_id)
        if code not in shop.gifts:
            raise Invalid.of(code=f"must be one of {', '.join(shop.gifts)}")
        self.store.count_stock(shop.id, code, left)
        return self.gifts(store_id)
