"""What a booking says, put right; what it lacks, asked for; what it costs, waived."""

from datetime import datetime
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts import booking as contract
from services.booking.domain import amending, penalties
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop
from services.booking.places import Places


class AmendingCalls:
    """For the service class to inherit, which brings ``store``, ``_move`` and ``_found``."""

    store: Any
    now: Any
    _move: Any
    _found: Any

    @serves(contract.ASK_INFO)
    def ask_info(self, **asked: Any) -> dict[str, Any]:
        return self._move("ask_info", lambda _, booking, __: amending.lacking(booking), **asked)

    @serves(contract.AMEND)
    def amend(
        self, booking_id: str, if_revision: int | None, reason: str, **changes: Any
    ) -> dict[str, Any]:
        def rule(_: Shop, booking: Booking, __: datetime) -> Booking:
            return amending.amended(booking, changes, privacy.customer_id)

        return self._move("amend", rule, booking_id, if_revision, reason)

    @serves(contract.FAIL)
    def fail(self, reason_code: str, reason: str, **asked: Any) -> dict[str, Any]:
        """Give a booking up; answer when its items could be had instead (BK-20)."""
        booking = self._move(
            "fail",
            lambda _, before, now: amending.failed(before, now),
            reason=f"{reason_code}: {reason}" if reason else reason_code,
            **asked,
        )
        shop, before = self._found(booking["id"])
        items = [shop.items[item["code"]] for item in before.items if item["code"] in shop.items]
        places = Places(self.store, self.now(), before.channel)
        return {"booking": booking, "alternatives": places.alternatives(shop, items, before.start)}

    @serves(contract.WAIVE_PENALTY)
    def waive_penalty(self, **asked: Any) -> dict[str, Any]:
        return self._move(
            "waive_penalty", lambda _, booking, __: penalties.waived(booking), **asked
        )
