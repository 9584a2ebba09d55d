"""Looking for free places and claiming them: a look is a hint, the write decides."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from common.contracts.booking import NotASlot, SlotTaken
from services.booking.domain import availability, bookings, telling
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.openings import first_start
from services.booking.domain.stores import Item, Store, visit_ticks
from services.booking.domain.ticks import TICK, tick_at
from services.booking.store import BookingStore, Collision

Wish = tuple[Store, list[Item], datetime]
"""A visit that somebody thinks of: where, for what, when."""

Kept = TypeVar("Kept")

TRIES = 5
ALTERNATIVES = 5
ALTERNATIVE_DAYS = timedelta(days=7)
CHANCE = Random()


class Places:
    """The places of all stores as they are *now*."""

    def __init__(self, store: BookingStore, now: datetime) -> None:
        self._store = store
        self._now = now

    def check(self, shop: Store, items: list[Item], start: datetime, channel: str) -> None:
        """Refuse what *shop* never takes, whoever is free.

        Raises:
            ChannelClosed, OutsideHours, LeadTime, Horizon
            NotASlot: ``alternatives`` says when one may begin instead (SL-05).
        """
        try:
            bookings.check_wish(shop, items, start, channel, self._now)
        except NotASlot:
            raise NotASlot(alternatives=self.alternatives(shop, items, start)) from None

    def free(
        self, shop: Store, items: list[Item], first: datetime, end: datetime, enough: int | None
    ) -> list[availability.Slot]:
        """Read what may be booked of the window, until *enough* slots are found."""
        first, end = self._bookable(shop, first, end)
        if first >= end:
            return []
        found: list[availability.Slot] = []
        for part in availability.stretches(first, end):
            ticks = availability.window_of(shop, items, *part)
            busy = availability.Busy(self._store.busy(shop.id, *ticks, self._now), *ticks)
            found += availability.free_slots(shop, items, busy, *part, enough)
            if enough is not None and len(found) >= enough:
                break
        return found[:enough]

    def soonest(
        self, shops: list[Store], codes: list[str], first: datetime, end: datetime, enough: int
    ) -> list[tuple[Store, availability.Slot]]:
        """Return the first *enough* slots of all *shops*, reading none that can have none of them.

        Stores are read in the order in which they might begin at all.
        """
        might_begin = []
        for shop in shops:
            window = self._bookable(shop, first, end)
            length = visit_ticks(shop.chosen(codes))
            tick = first_start(shop, *window, length) if window[0] < window[1] else None
            if tick is not None:
                might_begin.append((tick, shop.id, shop))
        found: list[tuple[Store, availability.Slot]] = []
        for tick, id_, shop in sorted(might_begin):
            if len(found) == enough and (tick, id_) > (found[-1][1].start, found[-1][0].id):
                break
            here = self.free(shop, shop.chosen(codes), first, end, enough)
            found = availability.ordered([*found, *((shop, slot) for slot in here)], "soonest")
            del found[enough:]
        return found

    def around(self, wishes: dict[int, Wish]) -> dict[int, availability.Busy]:
        """Read what is held around each of *wishes*, those of neighbouring days in one go."""
        windows: defaultdict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
        for number, (shop, items, start) in wishes.items():
            windows[shop.id][number] = availability.window_of(shop, items, start, start + TICK)
        found = {}
        for store_id, of_store in windows.items():
            for first, end in availability.joined(of_store.values()):
                claims = self._store.busy(store_id, first, end, self._now)
                busy = availability.Busy(claims, first, end)
                inside = [n for n, window in of_store.items() if first <= window[0] < end]
                found.update(dict.fromkeys(inside, busy))
        return found

    def claim(
        self,
        shop: Store,
        items: list[Item],
        start: datetime,
        keep: Callable[[Chosen], Kept],
        letting_go: Booking | None = None,
        rather: Chosen | None = None,
    ) -> Kept:
        """Choose lanes, *rather* those, and *keep* them; when somebody was faster, choose again.

        Raises:
            SlotTaken: no lane is left; ``alternatives`` says when there is one.
        """
        ticks = tick_at(start), tick_at(start) + visit_ticks(items) + availability.MARGIN
        for _ in range(TRIES):
            but = letting_go.id if letting_go else None
            claims = self._store.busy(shop.id, *ticks, self._now, but=but)
            busy = availability.Busy(claims, *ticks)
            chosen = rather or availability.choose_lanes(shop, items, busy, start, CHANCE)
            if chosen is None:
                break
            try:
                return keep(chosen)
            except Collision:
                wanted = availability.claims_of(chosen, start)
                self._store.let_go_of_expired(shop.id, wanted, self._now)
                rather = None
        raise SlotTaken(alternatives=self.alternatives(shop, items, start))

    def keep_held(self, chosen: Chosen, keep: Callable[[Chosen], Kept]) -> Kept:
        """*Keep* lanes that a hold claims; only the number can be somebody else's.

        Raises:
            SlotTaken: five numbers were.
        """
        for _ in range(TRIES):
            try:
                return keep(chosen)
            except Collision:
                continue
        raise SlotTaken(alternatives=[])

    def _bookable(self, shop: Store, first: datetime, end: datetime) -> tuple[datetime, datetime]:
        soonest, after_all = shop.policy.bookable(self._now)
        return max(first, soonest), min(end, after_all)

    def alternatives(self, shop: Store, items: list[Item], start: datetime) -> list[dict[str, Any]]:
        """Return up to five starts from the wished day on that can be had."""
        first = shop.whole_day(shop.local(start).date())[0]
        free = self.free(shop, items, first, first + ALTERNATIVE_DAYS, ALTERNATIVES)
        return telling.slots_as_read([(shop, slot) for slot in free], [])["slots"]
