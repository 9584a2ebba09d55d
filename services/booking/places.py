"""Looking for free places and claiming them: a look is a hint, the write decides."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from common.contracts.booking import NotASlot, SlotTaken
from common.contracts.booking.requests import LATEST
from services.booking.domain import availability, bookings, rosters, shop_telling
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.holds import Hold
from services.booking.domain.openings import first_start
from services.booking.domain.quotas import Asker
from services.booking.domain.stores import Item, Store, visit_ticks
from services.booking.domain.ticks import TICK, moment_of
from services.booking.store import BookingStore, Collision
from services.booking.store.glances import Day

Wish = tuple[Store, list[Item], datetime]
"""A visit that somebody thinks of: where, for what, when."""

Kept = TypeVar("Kept")

TRIES = 5
LOOKS = 20
"""So often, at most, somebody who sees a free lane is beaten to it: whoever was got theirs."""
READ_AT_ONCE = 12
"""Stores that are read together where the soonest slot of many is looked for."""
ALTERNATIVES = 5
ALTERNATIVE_DAYS = timedelta(days=7)
CHANCE = Random()


class Places:
    """The places of all stores as they are *now*, for whoever asks through *channel*."""

    def __init__(self, store: BookingStore, now: datetime, channel: str | None) -> None:
        self._store = store
        self._now = now
        self._who = Asker(channel, now)
        self._ahead: dict[str, tuple[int, int, list[availability.Claim]]] = {}

    def check(self, shop: Store, items: list[Item], start: datetime) -> None:
        """Refuse what *shop* never takes, whoever is free.

        Raises:
            ChannelClosed, OutsideHours, LeadTime, Horizon
            NotASlot: ``alternatives`` says when one may begin instead (SL-05).
        """
        try:
            bookings.check_wish(shop, items, start, self._who.channel, self._now)
        except NotASlot:
            raise NotASlot(alternatives=self.alternatives(shop, items, start)) from None

    def free(
        self, shop: Store, items: list[Item], first: datetime, end: datetime, enough: int | None
    ) -> list[availability.Slot]:
        """Read what may be booked of the window, until *enough* slots are found."""
        first, end = self._bookable(shop, items, first, end)
        if first >= end:
            return []
        found: list[availability.Slot] = []
        for part in availability.stretches(first, end):
            ticks = availability.window_of(shop, items, *part)
            busy = self._busy(shop, *ticks)
            found += availability.free_slots(shop, items, busy, *part, enough, self._who)
            if enough is not None and len(found) >= enough:
                break
        return found[:enough]

    def soonest(
        self,
        shops: list[Store],
        codes: list[str],
        staff: str | None,
        first: datetime,
        end: datetime,
        enough: int,
        *,
        of_each: int | None = None,
    ) -> availability.Found:
        """Return the first *enough* slots of all *shops*, reading none that can have none of them.

        Stores are read in the order in which they might begin at all, a few at once; no further
        than for *of_each* of their slots if that is less.
        """
        of_each = of_each or enough
        wanted = {shop.id: shop.chosen(codes, staff) for shop in shops}
        might_begin = []
        for shop in shops:
            items = wanted[shop.id]
            window, length = self._bookable(shop, items, first, end), visit_ticks(items)
            tick = first_start(shop, *window, length) if window[0] < window[1] else None
            if tick is not None:
                might_begin.append((tick, shop.id, shop))
        might_begin.sort()
        found: availability.Found = []
        for place, (tick, id_, shop) in enumerate(might_begin):
            if len(found) == enough and (tick, id_) > (found[-1][1].start, found[-1][0].id):
                break
            if place % READ_AT_ONCE == 0:
                here_and_next = [one for _, _, one in might_begin[place : place + READ_AT_ONCE]]
                self._read_ahead(here_and_next, wanted, first, end)
            here = self.free(shop, wanted[shop.id], first, end, of_each)
            found = availability.ordered([*found, *((shop, slot) for slot in here)], "soonest")
            del found[enough:]
        return found

    def offered(
        self, shop: Store, first: datetime, end: datetime
    ) -> dict[str, list[availability.Slot]]:
        """Read once what of each item may be booked of a day, by the item's code.

        What is only held counts as free: holds pass without anybody hearing of it.
        """
        channel = self._who.channel
        offered = {
            code: shop.chosen([code], None)
            for code in shop.items
            if availability.takes(shop, [code], channel)
        }
        if not offered:
            return {}
        windows = [availability.window_of(shop, items, first, end) for items in offered.values()]
        ticks = min(window[0] for window in windows), max(window[1] for window in windows)
        busy = _seen(shop, self._store.busy(shop.id, *ticks, LATEST), *ticks)
        free = {}
        for code, items in offered.items():
            soonest, latest = self._bookable(shop, items, first, end)
            free[code] = (
                availability.free_slots(shop, items, busy, soonest, latest, None, self._who)
                if soonest < latest
                else []
            )
        return free

    def around(
        self, wishes: dict[int, Wish], but: Collection[str] = ()
    ) -> dict[int, availability.Busy]:
        """Read what is held around each of *wishes*, those of neighbouring days in one go.

        What bookings *but* names hold is left out.
        """
        windows = {
            number: availability.window_of(shop, items, start, start + TICK)
            for number, (shop, items, start) in wishes.items()
        }
        found = {}
        for first, end in availability.joined(windows.values()):
            inside = [number for number, window in windows.items() if first <= window[0] < end]
            stores = {wishes[number][0].id for number in inside}
            claims = self._store.busy_in(stores, first, end, self._now, but)
            shops = {wishes[number][0].id: wishes[number][0] for number in inside}
            busy = {id_: _seen(shop, claims[id_], first, end) for id_, shop in shops.items()}
            found.update({number: busy[wishes[number][0].id] for number in inside})
        return found

    def seen(self, shop: Store, first: int, end: int, but: str) -> availability.Busy:
        """Read what is held between two ticks, *but* for what one booking holds."""
        return _seen(shop, self._store.busy(shop.id, first, end, self._now, but=but), first, end)

    def claim(
        self,
        shop: Store,
        items: list[Item],
        start: datetime,
        keep: Callable[[Chosen], Kept],
        letting_go: Booking | Hold | None = None,
        rather: Chosen | None = None,
    ) -> Kept:
        """Choose lanes, *rather* those, and *keep* them; when somebody was faster, choose again.

        Raises:
            SlotTaken: no lane is left; ``alternatives`` says when there is one.
        """
        day = (shop.id, shop.version, *availability.day_window(shop, items, start))
        for busy, remembered in self._looks(shop, day, letting_go):
            chosen = rather or availability.choose_lanes(
                shop, items, busy, start, CHANCE, self._who
            )
            if chosen is None:
                if remembered:
                    continue
                break
            wanted = availability.claims_of(chosen, start)
            busy.take(wanted)
            if not (remembered or letting_go):
                # Not before: others take what they choose of it, and nobody is refused by that.
                self._store.glances.remember(day, busy)
            try:
                return keep(chosen)
            except Collision:
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

    def _read_ahead(
        self, shops: list[Store], wanted: dict[str, list[Item]], first: datetime, end: datetime
    ) -> None:
        """Read at once what ``free`` will look at first in each of *shops*."""
        windows = [
            availability.window_of(shop, wanted[shop.id], *availability.stretches(*window)[0])
            for shop in shops
            if (window := self._bookable(shop, wanted[shop.id], first, end))
        ]
        earliest, latest = min(w[0] for w in windows), max(w[1] for w in windows)
        claims = self._store.busy_in([shop.id for shop in shops], earliest, latest, self._now)
        self._ahead = {shop.id: (earliest, latest, claims[shop.id]) for shop in shops}

    def _looks(
        self, shop: Store, day: Day, letting_go: Booking | Hold | None
    ) -> Iterator[tuple[availability.Busy, bool]]:
        """Yield what is held: as it is remembered, if it is, then a few times as it stands."""
        if not letting_go and (seen := self._store.glances.of(day)):
            yield seen, True
        _, _, first, end = day
        for _ in range(LOOKS):
            but = letting_go.id if letting_go else None
            held = self._store.busy(shop.id, first, end, self._now, but=but)
            yield _seen(shop, held, first, end), False

    def _busy(self, shop: Store, first: int, end: int) -> availability.Busy:
        known_from, known_to, claims = self._ahead.get(shop.id, (end, first, []))
        if not (known_from <= first and end <= known_to):
            claims = self._store.busy(shop.id, first, end, self._now)
        return _seen(shop, claims, first, end)

    def _bookable(
        self, shop: Store, items: list[Item], first: datetime, end: datetime
    ) -> tuple[datetime, datetime]:
        notice = shop.notice(self._who.channel, items)
        soonest, after_all = notice.bookable(self._now)
        return max(first, soonest), min(end, after_all)

    def could_begin(self, shop: Store, codes: Sequence[str], staff: str | None) -> datetime | None:
        """Return when *codes* could begin at the soonest, within a week, by what lanes are free."""
        if not availability.takes(shop, list(codes), None, staff):
            return None
        ends = self._now + ALTERNATIVE_DAYS
        found = self.soonest([shop], list(codes), staff, self._now, ends, 1)
        return moment_of(found[0][1].start) if found else None

    def alternatives(self, shop: Store, items: list[Item], start: datetime) -> list[dict[str, Any]]:
        """Return up to five starts from the wished day on that can be had."""
        first = shop.whole_day(shop.local(start).date())[0]
        free = self.free(shop, items, first, first + ALTERNATIVE_DAYS, ALTERNATIVES)
        return shop_telling.slots_as_read([(shop, slot) for slot in free], [])["slots"]

    def near(self, shop: Store, items: list[Item], start: datetime) -> list[availability.Slot]:
        """Return what is free within a week of *start*, that day first and then the nearest."""
        first, _ = shop.whole_day(shop.local(start - ALTERNATIVE_DAYS).date())
        _, end = shop.whole_day(shop.local(start + ALTERNATIVE_DAYS).date())
        free = self.free(shop, items, first, end, None)
        return sorted(free, key=lambda slot: availability.nearness(shop, start, slot.start))


def _seen(
    shop: Store, claims: Iterable[availability.Claim], first: int, end: int
) -> availability.Busy:
    """Return what cannot be had of *shop*: claimed by others, or off duty."""
    return availability.Busy(claims, first, end, rosters.off_duty(shop, first, end))
