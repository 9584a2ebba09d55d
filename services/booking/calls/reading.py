"""Bookings as they are read: one, its history, a day, a page."""

from datetime import date, datetime
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from services.booking.documents import cursor_of, history_line
from services.booking.domain import shop_telling, telling
from services.booking.domain.requests import partner_of


class ReadingCalls:
    """For the service class to inherit, which brings ``store``, ``by``, ``_shop``, ``_found``."""

    store: Any
    by: Any
    _shop: Any
    _found: Any

    @serves(contract.GET)
    def get(self, booking_id: str) -> dict[str, Any]:
        return telling.as_read(*self._found(booking_id))

    @serves(contract.HISTORY)
    def history(self, booking_id: str) -> dict[str, Any]:
        shop, booking = self._found(booking_id)
        entries = self.store.history(booking.id)
        return {"history": [history_line(entry, shop) for entry in entries]}

    @serves(contract.BOARD)
    def board(self, store_id: str, day: date) -> dict[str, Any]:
        shop = self._shop(store_id)
        window = shop.whole_day(day)
        return shop_telling.board_as_read(shop, day, self.store.day(shop.id, *window))

    @serves(contract.EXPORT)
    def export(self, after: str | None, limit: int) -> dict[str, Any]:
        page = self.store.page(after, limit)
        facts = [telling.as_fact(self.store.store(one.store_id), one) for one in page]
        return {"facts": facts, "next_after": page[-1].id if len(page) == limit else None}

    @serves(contract.LIST)
    def list_bookings(
        self,
        store_id: str | None,
        from_: datetime | None,
        to: datetime | None,
        status: str | None,
        customer_id: str | None,
        partner_reference: str | None,
        cursor: str | None,
        limit: int,
        advisor: str | None = None,
    ) -> dict[str, Any]:
        if store_id:
            self._shop(store_id)
        seen = [store_id] if store_id else None if self.by.everywhere else sorted(self.by.stores)
        page = self.store.search(
            seen,
            from_,
            to,
            cursor,
            limit + 1,
            status=status,
            partner_id=partner_of(self.by),
            partner_reference=partner_reference,
            **{"customer.id": customer_id, "advisor.id": advisor},
        )
        here = page[:limit]
        return {
            "bookings": [telling.as_read(self.store.store(x.store_id), x) for x in here],
            "next_cursor": cursor_of(here[-1].start, here[-1].id) if page[limit:] else None,
        }
