"""Getting ready for a visit: checklist, adviser, slip and work order (RS-01, FM-03, FM-10)."""

from collections.abc import Callable
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import preparing as contract
from common.errors import Stale
from services.booking.domain import advisors, custody, preparing, telling
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop
from services.booking.papers import Papers
from services.booking.places import TRIES


class PreparingCalls:
    """For the service class to inherit, which brings ``store``, ``_found`` and ``_keep``."""

    store: Any
    now: Any
    by: Any
    _found: Callable[..., tuple[Shop, Booking]]
    _keep: Callable[..., Booking]
    _move: Callable[..., dict[str, Any]]
    _shop: Callable[[str], Shop]

    @serves(contract.PREPARATION)
    def preparation(self, booking_id: str) -> dict[str, Any]:
        return preparing.as_read(*self._found(booking_id))

    @serves(contract.TICK)
    def tick(
        self,
        booking_id: str,
        if_revision: int | None,
        reason: str,
        entry: str,
        done: bool,
        note: str,
        choice: str | None,
    ) -> dict[str, Any]:
        """Tick an entry or have it done again; the tick that completes the list is told so."""
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        if done:
            after = preparing.ticked(shop, before, entry, self.by.id, now, note, choice)
        else:
            after = preparing.unticked(shop, before, entry)
        ready = after.flags[preparing.PREPARED] and not before.flags.get(preparing.PREPARED)
        move = "prepare" if ready else "tick" if done else "untick"
        why = f"{entry}: {reason or note}" if reason or note else entry
        return preparing.as_read(shop, self._keep(move, shop, before, after, now, why))

    @serves(contract.DEVIATE)
    def deviate(
        self, booking_id: str, if_revision: int | None, reason: str, treatment: str
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        after = preparing.deviated(shop, before, treatment, reason, self.by.id, now)
        why = f"{treatment}: {reason}"
        return preparing.as_read(shop, self._keep("deviate", shop, before, after, now, why))

    @serves(contract.ASSIGN)
    def assign(self, advisor: str, **asked: Any) -> dict[str, Any]:
        return self._move(
            "assign", lambda shop, booking, _: advisors.assigned(shop, booking, advisor), **asked
        )

    @serves(contract.OPEN_WORK_ORDER)
    def open_work_order(
        self, booking_id: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        """Give a booking its work order; asked again it is the same one (BK-22)."""
        now = self.now()
        papers = Papers(self.store, self.by, now)
        for _ in range(TRIES):
            shop, before = self._found(booking_id)
            if before.work_order:
                return telling.as_read(shop, before)
            if if_revision is not None and if_revision != before.revision:
                raise Stale(revision=before.revision)
            after = papers.with_work_order(shop, before)
            try:
                after = self._keep("open_work_order", shop, before, after, now, reason)
            except Stale:
                continue  # who was faster may have opened it
            return telling.as_read(shop, after)
        raise Stale(revision=before.revision)

    @serves(contract.SLIP)
    def slip(self, booking_id: str) -> dict[str, Any]:
        return custody.as_read(*self._found(booking_id))

    @serves(contract.HAND_OVER)
    def hand_over(
        self, booking_id: str, if_revision: int | None, reason: str, to: str
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        after = custody.handed_over(before, to, reason, self.by.id, now)
        return custody.as_read(shop, self._keep("hand_over", shop, before, after, now, reason))

    @serves(contract.SLIPS)
    def slips(self, store_id: str, holder: str, advisor: str | None) -> dict[str, Any]:
        """List the slips that *holder* has, those of one adviser where one is named (FM-04)."""
        shop = self._shop(store_id)
        found = self.store.slips(shop.id, holder, advisor)
        return {"slips": [custody.as_read(shop, booking) for booking in found]}
