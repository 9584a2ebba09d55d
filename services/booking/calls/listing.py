"""Lists of bookings for people: published before the shift ends, or read when they are wanted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.bus.requests import serves
from common.context import service_actor
from common.contracts.booking import SERVICE, NextDayListPublished
from common.contracts.booking import listing as contract
from common.errors import Invalid, NotFound, Stale
from services.booking.configuring import LIST
from services.booking.domain import (
    list_rows,
    list_telling,
    lists,
    sampling,
    scripts,
    telling,
)
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store as Shop
from services.booking.places import TRIES
from services.booking.store import DELTA, BookingStore, list_id

A_DAY = timedelta(days=1)


def day_list(store: BookingStore, shop: Shop, day: date, with_phone: bool) -> dict[str, Any]:
    """Return the list of *day* as it is read, with those who have left it since."""
    bookings = store.day(shop.id, *shop.whole_day(day))
    kept = store.published(shop.id, day)
    gone = list_telling.named_in(kept) - {booking.id for booking in bookings}
    moved = store.several(sorted(gone)) if gone else []
    lines = {
        one.id: list_rows.line(shop, one, list_rows.NEXT_DAY, with_phone)
        for one in (*bookings, *moved)
    }
    return list_telling.day_as_read(shop, day, kept or {"current": lists.rows(bookings)}, lines)


class ListingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    tell_lists: Any
    _shop: Callable[[str], Shop]
    _found: Callable[..., tuple[Shop, Booking]]

    @serves(contract.DAY_LIST)
    def day_list(self, store_id: str, day: date) -> dict[str, Any]:
        return day_list(self.store, self._shop(store_id), day, self._sees_phones)

    @serves(contract.SHEET)
    def sheet(self, store_id: str, name: str, from_day: date, to_day: date) -> dict[str, Any]:
        """Return every booking of the days from *from_day* to *to_day* as a form of the store."""
        shop = self._shop(store_id)
        found = self._of_days(shop, from_day, to_day)
        told = list_telling.sheet_as_read(shop, name, found, self._sees_phones)
        days = {"from_day": from_day.isoformat(), "to_day": to_day.isoformat()}
        made = {"created_at": shop.local(self.now()).isoformat(), "created_by": self.by.id}
        return {**told, **days, **made}

    @serves(contract.SCRIPT)
    def script(self, store_id: str, items: list[str]) -> dict[str, Any]:
        shop = self._shop(store_id)
        return scripts.script(shop, shop.chosen(items), shop.policy)

    @serves(contract.LETTER)
    def letter(self, booking_id: str) -> dict[str, Any]:
        shop, booking = self._found(booking_id)
        return scripts.letter(shop, booking, self._sees_phones)

    @serves(contract.SPOT_CHECK)
    def spot_check(
        self, store_id: str, from_day: date, to_day: date, count: int, seed: str
    ) -> dict[str, Any]:
        """Draw bookings to look at how they were handled (PL-05)."""
        shop = self._shop(store_id)
        found = {booking.id: booking for booking in self._of_days(shop, from_day, to_day)}
        checked = [found[id] for id in sampling.drawn(found, count, seed)]
        return {"of": len(found), "bookings": [telling.as_read(shop, one) for one in checked]}

    def _of_days(self, shop: Shop, from_day: date, to_day: date) -> list[Booking]:
        """Return the bookings of some days of a store, both included.

        Raises:
            Invalid: the days are none, or too many.
        """
        if to_day < from_day:
            raise Invalid.of(to="must not be before from")
        if (to_day - from_day).days >= contract.MOST_DAYS:
            raise Invalid.of(to=f"more than {contract.MOST_DAYS} days after from")
        found: list[Booking] = self.store.day(
            shop.id, shop.whole_day(from_day)[0], shop.whole_day(to_day)[1]
        )
        return found

    @does(LIST)
    def look_at_lists(self, work: Work) -> datetime | None:
        """Publish what is due of one store and what nobody told of; look again later (BK-15)."""
        now, store_id = self.now(), work.subject["store_id"]
        try:
            shop = self.store.store(store_id)
        except NotFound:
            return None
        if shop.paperwork.lists is None:
            return now + A_DAY  # the store's file may name recipients again
        self.by = service_actor(SERVICE, correlation_id=work.id)
        for day in lists.days_watched(shop, now):
            self._bring_up_to_date(shop, day, now)
        return lists.next_look(shop, now)

    @does(DELTA)
    def tell_delta(self, work: Work) -> None:
        """Tell at once what a booking changed of a list that is out."""
        shop = self.store.store(work.subject["store_id"])
        self.by = service_actor(SERVICE, correlation_id=work.id)
        self._bring_up_to_date(shop, date.fromisoformat(work.subject["day"]), self.now())

    def _list_changed(
        self, shop: Shop, before: Booking | None, after: Booking, now: datetime
    ) -> None:
        """Plan that what a move changed of a published list is told.

        Whoever dies before has moved the booking all the same: the next look finds it.
        """
        for day in lists.touched(shop, before, after, now):
            self.store.plan_delta(shop.id, day, f"{after.id}:{after.revision}", now)

    def _bring_up_to_date(self, shop: Shop, day: date, now: datetime) -> None:
        """Publish the list of *day*, or how the day differs from the one that is out.

        Of many who do so at once the unique id and the version let one through each time.
        """
        for _ in range(TRIES):
            kept = self.store.published(shop.id, day)
            bookings = self.store.day(shop.id, *shop.whole_day(day))
            if kept is None:
                if not lists.is_due(shop, day, now) or self._publish(shop, day, bookings, now):
                    return
                continue
            delta = lists.delta(kept["current"], bookings)
            if delta is None:
                return
            try:
                self._publish_delta(shop, day, kept, delta, now)
            except Stale:
                continue  # the other saw the same bookings, or fewer

    def _publish(self, shop: Shop, day: date, bookings: list[Booking], now: datetime) -> bool:
        id_, rows = list_id(shop.id, day), lists.rows(bookings)
        told = list_telling.as_published(shop, day, rows, now, SERVICE)
        event = self._event(shop, day, 1, rows, None, now)
        published: bool = self.store.publish(id_, told, [event])
        if published:
            self.tell_lists(id_, [event])
        return published

    def _publish_delta(
        self, shop: Shop, day: date, kept: dict[str, Any], delta: lists.Delta, now: datetime
    ) -> None:
        id_, version = list_id(shop.id, day), kept["version"] + 1
        current = lists.applied(kept["current"], delta)
        event = self._event(shop, day, version, current, delta, now)
        line = {"version": version, "at": now, "created_by": SERVICE, **delta}
        self.store.publish_delta(id_, kept["version"], line, current, [event])
        self.tell_lists(id_, [event])

    def _event(
        self,
        shop: Shop,
        day: date,
        version: int,
        rows: list[lists.Row],
        delta: lists.Delta | None,
        now: datetime,
    ) -> dict[str, Any]:
        return NextDayListPublished.happened(
            f"{list_id(shop.id, day)}:{version}",
            at=now,
            store_id=shop.id,
            correlation_id=self.by.correlation_id,
            data=list_telling.as_fact(shop, day, version, rows, delta, now),
        )

    @property
    def _sees_phones(self) -> bool:
        return "customers:read" in self.by.may
