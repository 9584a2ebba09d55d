"""Every booking that is made or moved, by whatever way, with its papers, history and event."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from common.contracts import booking as contract
from services.booking.documents import entry_of
from services.booking.domain import lifecycle, orders, telling
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop
from services.booking.papers import Papers
from services.booking.store.bookings import Change, Made


class Keeping:
    """For the service class to inherit, which brings ``store``, ``by`` and ``tell``."""

    store: Any
    by: Any
    tell: Any
    _list_changed: Any

    def _made(
        self,
        shop: Shop,
        booking: Booking,
        now: datetime,
        reason: str = "",
        *,
        advisor: str | None = None,
        papers: Papers | None = None,
        actor: dict[str, Any] | None = None,
    ) -> Made:
        """Return a new *booking* as it is to be kept, by *actor* where another decided on it."""
        booking = (papers or Papers(self.store, self.by, now)).opened(shop, booking, advisor)
        entry = entry_of(now, actor or self.by.as_json(), "create", reason, None, booking)
        event = telling.as_event(contract.BookingConfirmed, shop, booking, now, self.by, reason)
        return booking, entry, [event]

    def _moved(
        self,
        move: str,
        shop: Shop,
        before: Booking,
        after: Booking,
        now: datetime,
        reason: str,
        actor: dict[str, Any] | None = None,
    ) -> Change:
        """Return the *move* of a booking as it is to be kept."""
        after = Papers(self.store, self.by, now).moved(shop, move, before, after)
        entry = entry_of(now, actor or self.by.as_json(), move, reason, before, after)
        event = telling.as_event(lifecycle.event_of(move), shop, after, now, self.by, reason)
        return before, after, entry, [event]

    def _keep(
        self,
        move: str,
        shop: Shop,
        before: Booking,
        after: Booking,
        now: datetime,
        reason: str,
        write: Callable[..., None] | None = None,
    ) -> Booking:
        """Keep *after* with its papers, its history and its event.

        It is kept by *write* where more goes with it.
        """
        change = self._moved(move, shop, before, after, now, reason)
        (write or self.store.change)(*change)
        self._announce(shop, change, now)
        return change[1]

    def _announce_made(self, shop: Shop, made: Made, now: datetime) -> None:
        """Tell of a booking that was kept, and of what it changes of a published list."""
        booking, _, events = made
        self.tell(booking.id, events)
        self._list_changed(shop, None, booking, now)

    def _announce(self, shop: Shop, change: Change, now: datetime) -> None:
        """Tell of a move that was kept; whoever waits is offered what it let go of.

        What was paid for a visit that is over is settled.
        """
        before, after, _, events = change
        self.tell(after.id, events)
        self._list_changed(shop, before, after, now)
        if after.status in orders.FOLLOWED:
            self.store.plan_order_of(after.id, f"visit:{after.revision}", now)
        if set(before.claims) - set(after.claims):
            self.store.plan_handing_out(shop.id, f"{after.id}:{after.revision}", now)
