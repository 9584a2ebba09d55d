"""What it costs to cancel or move late, by the policy of the day on which it was booked."""

from datetime import datetime, timedelta
from typing import Any

from services.booking.domain import bookings, lifecycle, penalties
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop

A_YEAR = timedelta(days=365)


class Costing:
    """For the service class to inherit, which brings ``store``."""

    store: Any

    def _cancelled(
        self, shop: Shop, before: Booking, now: datetime, may_be_late: bool, costs: bool = True
    ) -> Booking:
        """Return *before* cancelled, with what that costs.

        Raises:
            IllegalTransition, CancelWindowPassed
        """
        lifecycle.after(before.status, "cancel")
        policy = shop.policies[before.policy_version]
        late = bool(before.claims) and policy.check_cancel(before.start, now, may_be_late)
        after = bookings.cancelled(before, now, late)
        if not costs:
            return after
        missed = self._missed_before(shop, before)
        return penalties.with_penalty(after, before, policy, penalties.CANCEL, now, missed)

    def _missed_before(self, shop: Shop, booking: Booking) -> int:
        """Return what the customer missed in the year before, where the policy asks."""
        if not shop.policies[booking.policy_version].looks_back:
            return 0
        first = booking.start - A_YEAR
        return self.store.missed_between(booking.customer["id"], first, booking.start)
