"""What is free: starts at which every pool of a visit has a lane for its whole claim."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from common.contracts.booking import MAX_WINDOW_DAYS
from common.errors import Invalid
from services.booking.domain.openings import start_bits
from services.booking.domain.quotas import Asker
from services.booking.domain.stores import Demand, Item, Lane, Store, demands, visit_ticks
from services.booking.domain.ticks import (
    PER_HOUR,
    members,
    moment_of,
    runs,
    span,
    tick_at,
    tick_from,
    union,
)

MARGIN = PER_HOUR
"""Ticks that a claim may outlast its visit by: an hour of cleaning at the most."""

A_DAY = 24 * PER_HOUR
SOON = timedelta(days=2)

Claim = tuple[str, int, int]
"""A lane and the ticks it is held for: from the first up to, not including, the last."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A start that can be had, and how many could have it (the scarcest pool decides)."""

    start: int
    end: int
    free: int


Found = list[tuple[Store, Slot]]
"""Slots of one or many stores."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A lane for a demand, and why it of so many that were free: see ``choose_lanes``."""

    demand: Demand
    lane: Lane
    why: str
    among: int = 1


class Busy:
    """The claims of one store within a window, a bit set for each lane.

    *away* are the times at which lanes are off duty: they have no room then, and no load.
    """

    def __init__(
        self, claims: Iterable[Claim], base: int, end: int, away: Iterable[Claim] = ()
    ) -> None:
        self.base = base
        self.width = end - base
        self._taken: defaultdict[str, int] = defaultdict(int)
        self._away: defaultdict[str, int] = defaultdict(int)
        self._mark(self._taken, claims)
        self._mark(self._away, away)

    def take(self, claims: Iterable[Claim]) -> None:
        """Hold what of *claims* lies within the window as well."""
        self._mark(self._taken, claims)

    def without(self, claims: Iterable[Claim]) -> "Busy":
        """Return the same without *claims*: as it looks to whoever would let go of them."""
        other = Busy((), self.base, self.base + self.width)
        other._taken, other._away = self._taken.copy(), self._away
        let_go: defaultdict[str, int] = defaultdict(int)
        self._mark(let_go, claims)
        for lane, ticks in let_go.items():
            other._taken[lane] &= ~ticks
        return other

    def free(self, lane: Lane) -> int:
        return span(0, self.width) & ~self._taken[lane.id] & ~self._away[lane.id]

    def has_room(self, lane: Lane, ticks: int) -> bool:
        """Say whether *lane* is free for all of *ticks*, a set."""
        return not (self._taken[lane.id] | self._away[lane.id]) & ticks

    def is_away(self, lane: Lane, ticks: int) -> bool:
        """Say whether *lane* is off duty for some of *ticks*."""
        return bool(self._away[lane.id] & ticks)

    def load(self, lane: Lane) -> int:
        """Return how many ticks of *lane* are taken."""
        return self._taken[lane.id].bit_count()

    def _mark(self, lanes: defaultdict[str, int], claims: Iterable[Claim]) -> None:
        base, end = self.base, self.base + self.width
        for lane, first, last in claims:
            if first < base or last > end:
                first, last = max(first, base), min(last, end)
            if first < last:
                lanes[lane] |= span(first - base, last - base)


def window_of(store: Store, items: list[Item], first: datetime, end: datetime) -> tuple[int, int]:
    """Return the ticks that must be known to judge the starts between *first* and *end*."""
    reach = max((demand.end for demand in demands(store, items)), default=visit_ticks(items))
    return tick_at(first), tick_from(end) + reach


def day_window(store: Store, items: list[Item], start: datetime) -> tuple[int, int]:
    """Return the ticks of the store's day on which *start* is, and of what may overhang it."""
    midnight, following = store.whole_day(store.local(start).date())
    visit_ends = tick_at(start) + visit_ticks(items)
    return tick_at(midnight), max(tick_at(following), visit_ends) + MARGIN


def joined(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *windows* with those that lie within a day of each other made one."""
    parts: list[tuple[int, int]] = []
    for first, end in sorted(windows):
        if parts and first - parts[-1][1] <= A_DAY:
            parts[-1] = parts[-1][0], max(end, parts[-1][1])
        else:
            parts.append((first, end))
    return parts


def free_slots(
    store: Store,
    items: list[Item],
    busy: Busy,
    first: datetime,
    end: datetime,
    limit: int | None = None,
    who: Asker | None = None,
) -> list[Slot]:
    """Return the starts from *first* up to *end* that *who* can have, soonest first (SL-04).

    Nobody in particular is kept from nothing.
    """
    sorts = who if store.keeps_lanes else None
    length = visit_ticks(items)
    possible = start_bits(store, first, end, length, busy.base)
    lanes_free = []
    for demand in demands(store, items):
        fits = [_starts(demand, busy.free(lane)) for lane in demand.lanes]
        if sorts:
            fits = [
                fit & sorts.starts(lane.kept, busy.base, busy.width)
                for fit, lane in zip(fits, demand.lanes, strict=True)
            ]
        lanes_free.append(fits)
        possible &= union(fits)
    slots = []
    for bit in islice(members(possible), limit):
        free = min((sum(fit >> bit & 1 for fit in fits) for fits in lanes_free), default=1)
        slots.append(Slot(busy.base + bit, busy.base + bit + length, free))
    return slots


def _starts(demand: Demand, free: int) -> int:
    """Return the starts for which a lane with these ticks *free* has room in each part."""
    first, end = demand.parts[0]
    starts = runs(free, end - first) >> first
    for first, end in demand.parts[1:]:
        starts &= runs(free, end - first) >> first
    return starts


def free_lanes(demand: Demand, start: datetime, busy: Busy, who: Asker | None = None) -> list[Lane]:
    """Return the lanes with which *who* could meet *demand* of a visit at *start*."""
    needed = _needed(demand, start, busy)
    return [
        lane
        for lane in demand.lanes
        if busy.has_room(lane, needed) and (who is None or who.may_have(lane.kept, start))
    ]


def lanes_away(demand: Demand, start: datetime, busy: Busy) -> list[Lane]:
    """Return the lanes that cannot meet *demand* because they are off duty."""
    needed = _needed(demand, start, busy)
    return [lane for lane in demand.lanes if busy.is_away(lane, needed)]


def _needed(demand: Demand, start: datetime, busy: Busy) -> int:
    at = tick_at(start) - busy.base
    return union([span(at + first, at + end) for first, end in demand.parts])


def choose_lanes(
    store: Store,
    items: list[Item],
    busy: Busy,
    start: datetime,
    chance: Random,
    who: Asker | None = None,
) -> list[Pick] | None:
    """Return one free lane for each demand of a visit at *start*, or None if a pool is full.

    Who was ``asked_for`` is taken, else one that is ``kept_for_you``, else the ``only_free``
    one, else the one that *busy* shows ``least_loaded``; equals are ``drawn``.
    """
    chosen = []
    for demand in demands(store, items):
        free = free_lanes(demand, start, busy, who)
        if not free:
            return None
        if who:
            free = [lane for lane in free if who.is_kept(lane.kept)] or free
        loads = [busy.load(lane) for lane in free]
        least = min(loads)
        equal = [lane for lane, load in zip(free, loads, strict=True) if load == least]
        lane = chance.choice(equal)
        chosen.append(Pick(demand, lane, _why(items, lane, len(free), len(equal), who), len(free)))
    return chosen


def _why(items: list[Item], lane: Lane, free: int, equal: int, who: Asker | None) -> str:
    if any(item.staff == lane for item in items):
        return "asked_for"
    if who and who.is_kept(lane.kept):
        return "kept_for_you"
    if free == 1:
        return "only_free"
    return "drawn" if equal == free else "least_loaded"


def claims_of(chosen: list[Pick], start: datetime) -> list[Claim]:
    at = tick_at(start)
    return [(x.lane.id, at + first, at + end) for x in chosen for first, end in x.demand.parts]


def stretches(first: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """Return the parts in which to read a window: mostly two days hold as much as was asked for."""
    later = moment_of(tick_at(first + SOON))
    return [(first, later), (later, end)] if later < end else [(first, end)]


def check_window(first: datetime, end: datetime) -> None:
    """Refuse a search that ends before it begins or spans more than a month.

    Raises:
        Invalid
    """
    if end <= first:
        raise Invalid.of(to="must be after from")
    if end - first > timedelta(days=MAX_WINDOW_DAYS):
        raise Invalid.of(to=f"more than {MAX_WINDOW_DAYS} days after from")


def takes(store: Store, codes: list[str], channel: str | None, staff: str | None = None) -> bool:
    """Say whether *store* offers all of this; a search skips those that do not."""
    if channel is not None and channel not in store.channels:
        return False
    try:
        return bool(store.chosen(codes, staff))
    except Invalid:
        return False


def nearness(store: Store, wished: datetime, tick: int) -> tuple[int, int, int]:
    """Return how far a start is from the one *wished*: in days of the store, then in its hour.

    Of two as near as each other the earlier one comes first.
    """
    there, here = store.local(moment_of(tick)), store.local(wished)
    minutes = (there.hour - here.hour) * 60 + there.minute - here.minute
    return abs((there.date() - here.date()).days), abs(minutes), tick


def ordered(found: Found, order: str) -> Found:
    """Return slots of one or many stores soonest first, or so that arrivals spread (SL-06)."""
    if order == "emptiest":
        return sorted(found, key=lambda pair: (-pair[1].free, pair[1].start, pair[0].id))
    return sorted(found, key=lambda pair: (pair[1].start, pair[0].id))
