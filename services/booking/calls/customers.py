"""What customers see of their own visits, and what is known of whoever books for themselves."""

from datetime import datetime, timedelta
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import customers as contract
from services.booking.documents import cursor_of
from services.booking.domain import telling

A_YEAR = timedelta(days=365)


class CustomerCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by``, ``_found``."""

    store: Any
    now: Any
    by: Any
    _found: Any

    @serves(contract.CUSTOMER_STANDING)
    def customer_standing(self, customer_id: str) -> dict[str, Any]:
        now: datetime = self.now()
        return {
            "known": self.store.is_known(customer_id),
            "open": self.store.to_come(customer_id, now) + self.store.being_paid(customer_id, now),
            "missed": self.store.missed_between(customer_id, now - A_YEAR, now),
        }

    @serves(contract.OWN_BOOKING)
    def own_booking(self, booking_id: str) -> dict[str, Any]:
        return telling.as_read(*self._found(booking_id))

    @serves(contract.OWN_BOOKINGS)
    def own_bookings(self, cursor: str | None, limit: int) -> dict[str, Any]:
        """List the bookings of whoever asks, in every store, by their start."""
        mine = {"customer.id": self.by.id}
        page = self.store.search(None, None, None, cursor, limit + 1, **mine)
        here = page[:limit]
        return {
            "bookings": [telling.as_read(self.store.store(x.store_id), x) for x in here],
            "next_cursor": cursor_of(here[-1].start, here[-1].id) if page[limit:] else None,
        }
