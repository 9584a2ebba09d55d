"""The papers that go with a booking: adviser, slip, checklist, work order.

They lie in the booking's document and change in the same write.  Only a store that has
advisers looks for one, and only once a place is chosen: at worst two reads by index before
the one insert.  To leave it to a later piece of work would cost a write for each booking,
and the desk could not say who will receive the customer.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from common.actor import Actor
from services.booking.domain import advisors, custody, lifecycle, preparing
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store
from services.booking.store import BookingStore


class Papers:
    """What *by* does with papers *now*; a number once taken is kept for another try."""

    def __init__(self, store: BookingStore, by: Actor, now: datetime) -> None:
        self._store = store
        self._by = by.id
        self._now = now
        self._number: str | None = None

    def opened(self, shop: Store, booking: Booking, asked: str | None = None) -> Booking:
        """Return a new *booking* with its papers; the customer may have *asked* for an adviser."""
        if shop.paperwork.advisors:
            booking = custody.opened(self._with_advisor(shop, booking, asked), self._by, self._now)
        return preparing.reopened(shop, None, self._at_once(shop, booking))

    def moved(self, shop: Store, move: str, before: Booking, after: Booking) -> Booking:
        """Return *after*, to which *move* has led, with its papers in step."""
        if move == "reschedule":
            if shop.paperwork.advisors and not advisors.kept(shop, after):
                after = self._with_advisor(shop, after)
            after = self._at_once(shop, after)
        if shop.paperwork.advisors or after.slip:
            after = custody.carried(move, after, self._by, self._now)
        return preparing.reopened(shop, before, after)

    def with_work_order(self, shop: Store, booking: Booking) -> Booking:
        """Return *booking* one revision on with a work order.

        Raises:
            IllegalTransition: it has ended.
        """
        if booking.status not in lifecycle.OPEN:
            raise lifecycle.refused(booking.status, "open_work_order")
        numbered = self._numbered(shop, booking)
        return replace(numbered, revision=booking.revision + 1)

    def _numbered(self, shop: Store, booking: Booking) -> Booking:
        """Return *booking* with the next number of the store's own day (BK-22).

        It is taken before the booking is kept: one may be skipped, none is given twice.
        """
        if self._number is None:
            day = shop.local(self._now).date()
            count = self._store.next_number(shop.id, "work_order", f"{day:%Y%m%d}")
            self._number = f"WIP-{shop.id}-{day:%Y%m%d}-{count:03}"
        return replace(booking, work_order=self._number)

    def _at_once(self, shop: Store, booking: Booking) -> Booking:
        """Give a booking at short notice its work order, that nobody forgets it (CH-12)."""
        wanted = shop.paperwork.work_orders and booking.flags["short_notice"]
        return self._numbered(shop, booking) if wanted and not booking.work_order else booking

    def _with_advisor(self, shop: Store, booking: Booking, asked: str | None = None) -> Booking:
        day = shop.whole_day(shop.local(booking.start).date())
        advisor = advisors.responsible(
            shop,
            booking.start,
            asked,
            last=partial(self._store.last_advisor, shop.id, booking.customer["id"]),
            load=partial(self._store.load_of_advisors, shop.id, *day),
        )
        return replace(booking, advisor=advisor)
