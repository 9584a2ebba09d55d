"""What to offer the bookings that a disruption hits: ranked, and never two of them one place.

Who booked first chooses first (BK-26).  In each round everybody is offered one more place, the
best that is left, so that nobody's second choice is somebody's only one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.errors import Invalid
from services.booking.domain.availability import (
    Busy,
    Claim,
    Pick,
    claims_of,
    free_lanes,
    free_slots,
    nearness,
)
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.calendars import Words
from services.booking.domain.outages import STAFF
from services.booking.domain.quotas import Asker
from services.booking.domain.stores import Demand, Item, Lane, Store, demands, visit_ticks
from services.booking.domain.ticks import TICK, moment_of

LANE, PERSON, TIME, SISTER = "lane", "person", "time", "store"
MOVABLE = frozenset({"needs_info", "pending", "confirmed"})
PARTNER = "partner"
NEAR = timedelta(days=7)
MOST = 12
MOST_ALIKE = 2
"""Of each kind so many at the most: lanes, people, that day, other days, other stores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A place for a booking; ``claims`` are in the order of what its items demand."""

    kind: str
    store_id: str
    start: datetime
    end: datetime
    claims: tuple[Claim, ...]
    changes: tuple[str, ...]
    because: Words


@dataclass(frozen=True, slots=True)
class Field:
    """A store and what cannot be had of it."""

    store: Store
    busy: Busy


@dataclass(frozen=True, slots=True)
class _Option:
    """A start in a store; *lanes* where it is about who or which, None for any that fit."""

    kind: str
    field: Field
    items: list[Item]
    start: datetime
    because: Words
    lanes: list[Lane] | None = None


def in_turn(bookings: Iterable[Booking]) -> list[Booking]:
    """Return *bookings* in the order in which they choose: who booked first."""
    return sorted(bookings, key=lambda booking: (booking.created_at, booking.id))


def proposed(
    bookings: Iterable[Booking], home: Field, sisters: list[Field], now: datetime
) -> dict[str, tuple[Proposal, ...]]:
    """Return by booking what could be offered instead, the best first.

    What is proposed is taken from *home* and *sisters*: no two proposals share a place.
    """
    waiting = [booking for booking in in_turn(bookings) if booking.status in MOVABLE]
    fields = {field.store.id: field for field in (home, *sisters)}
    offers = {booking.id: _offers(booking, home, sisters, now) for booking in waiting}
    found: dict[str, list[Proposal]] = {booking.id: [] for booking in waiting}
    for _ in range(MOST):
        for booking in waiting:
            proposal = next(offers[booking.id], None)
            if proposal:
                found[booking.id].append(proposal)
                fields[proposal.store_id].busy.take(proposal.claims)
    return {id_: tuple(offered) for id_, offered in found.items()}


def picks_of(
    store: Store, items: list[Item], start: datetime, claims: tuple[Claim, ...]
) -> Chosen | None:
    """Return the lanes of *claims*, each with what it meets; None if the store changed since."""
    lanes = {lane.id: lane for lane in store.lanes}
    needed = demands(store, items)
    pairs = zip(needed, (lanes.get(lane) for lane, _, _ in claims), strict=False)
    chosen = [Pick(demand, lane, "replanned") for demand, lane in pairs if lane]
    return chosen if tuple(claims_of(chosen, start)) == claims else None


def items_of(store: Store, booking: Booking, staff: str | None = None) -> list[Item] | None:
    """Return what *booking* is for as *store* offers it, by *staff*; None if it does not."""
    try:
        return store.chosen([item["code"] for item in booking.items], staff)
    except Invalid:
        return None


def _offers(
    booking: Booking, home: Field, sisters: list[Field], now: datetime
) -> Iterator[Proposal]:
    """Yield what is free for *booking* whenever one more is wanted, the best first."""
    for options in _ranked(booking, home, sisters, now):
        alike = 0
        for option in options:
            proposal = _judged(booking, option, home, Asker(booking.channel, now))
            if proposal:
                yield proposal
                alike += 1
            if alike == MOST_ALIKE:
                break


def _ranked(
    booking: Booking, home: Field, sisters: list[Field], now: datetime
) -> Iterator[Iterable[_Option]]:
    """Yield the options kind by kind.

    The same time comes first: on another lane, by another person of the same grade, then of
    any.  Who asked for somebody by name rather has them at another time of the day.
    """
    lanes, same_grade, other_grade = _at_the_same_time(booking, home, Asker(booking.channel, now))
    that_day, other_days = _at_other_times(booking, home, now)
    people = (same_grade, other_grade)
    yield lanes
    yield from (that_day, *people) if booking.staff else (*people, that_day)
    yield other_days
    if booking.channel != PARTNER:  # a partner may not see the other store
        yield _in_sisters(booking, sisters, now)


def _at_the_same_time(
    booking: Booking, home: Field, who: Asker
) -> tuple[list[_Option], list[_Option], list[_Option]]:
    """Return options on other lanes, by people of the same grade, by others."""
    kinds: tuple[list[_Option], list[_Option], list[_Option]] = ([], [], [])
    items = items_of(home.store, booking)
    if items is None:
        return kinds
    busy, needed = home.busy.without(booking.claims), demands(home.store, items)
    had = {lane for lane, _, _ in booking.claims}
    free = [_rather(free_lanes(x, booking.start, busy, who), x, booking, busy) for x in needed]
    if not all(free):
        return kinds
    changing = [place for place, lanes in enumerate(free) if lanes[0].id not in had]
    if not changing:
        return kinds
    for lane in free[changing[0]]:
        lanes = [choices[0] for choices in free]
        lanes[changing[0]] = lane
        others = [lanes[place] for place in changing]
        place = _sort_of(others, booking, home.store)
        kind, because = (LANE, SAME_TIME) if place == 0 else (PERSON, PEOPLE[place])
        kinds[place].append(_Option(kind, home, items, booking.start, because, lanes))
    return kinds


def _sort_of(lanes: list[Lane], booking: Booking, store: Store) -> int:
    """Return 0 where no person changes, 1 for people of the same grade, 2 for others."""
    people = [lane for lane in lanes if lane.kind == STAFF]
    if not people:
        return 0
    grades = _grades(booking, store)
    return 1 if all(lane.grade == grades.get(lane.pool, "") for lane in people) else 2


def _at_other_times(
    booking: Booking, home: Field, now: datetime
) -> tuple[list[_Option], list[_Option]]:
    """Return options on that day and on others, the nearest first, by who was asked for."""
    items = items_of(home.store, booking, booking.staff)
    slots = _free(booking, home, items, home.busy.without(booking.claims), now) if items else []
    day = home.store.local(booking.start).date()
    kinds: tuple[list[_Option], list[_Option]] = ([], [])
    for start in slots:
        days = (home.store.local(start).date() - day).days
        because = _later(start - booking.start) if days == 0 else _days_later(days)
        kinds[days != 0].append(_Option(TIME, home, items or [], start, because))
    return kinds


def _in_sisters(booking: Booking, sisters: list[Field], now: datetime) -> list[_Option]:
    found = []
    for sister in sisters:
        items = items_of(sister.store, booking)
        if items is None or booking.channel not in sister.store.channels:
            continue
        found += [
            _Option(SISTER, sister, items, start, SISTER_STORE)
            for start in _free(booking, sister, items, sister.busy, now, same=True)
        ]
    return sorted(found, key=lambda x: (abs(x.start - booking.start), x.start, x.field.store.id))


def _free(
    booking: Booking, field: Field, items: list[Item], busy: Busy, now: datetime, same: bool = False
) -> list[datetime]:
    store = field.store
    soonest, after_all = store.notice(booking.channel, items).bookable(now)
    first, _ = store.whole_day(store.local(booking.start - NEAR).date())
    _, end = store.whole_day(store.local(booking.start + NEAR).date())
    window = max(first, soonest), min(end, after_all)
    if window[0] >= window[1]:
        return []
    slots = free_slots(store, items, busy, *window, None, Asker(booking.channel, now))
    near = sorted(slots, key=lambda slot: nearness(store, booking.start, slot.start))
    starts = [moment_of(slot.start) for slot in near]
    return [start for start in starts if same or start != booking.start]


def _judged(booking: Booking, option: _Option, home: Field, who: Asker) -> Proposal | None:
    """Return *option* as a proposal if it is still free, and each lane for it."""
    field, start = option.field, option.start
    here = field.store.id == home.store.id
    busy = field.busy.without(booking.claims) if here else field.busy
    chosen = []
    for place, demand in enumerate(demands(field.store, option.items)):
        free = _rather(free_lanes(demand, start, busy, who), demand, booking, busy)
        if option.lanes:
            free = [lane for lane in free if lane.id == option.lanes[place].id]
        if not free:
            return None
        chosen.append(Pick(demand, free[0], "replanned"))
    return Proposal(
        kind=option.kind,
        store_id=field.store.id,
        start=start,
        end=start + TICK * visit_ticks(option.items),
        claims=tuple(claims_of(chosen, start)),
        changes=_changes(booking, chosen, start, here),
        because=option.because,
    )


def _rather(lanes: list[Lane], demand: Demand, booking: Booking, busy: Busy) -> list[Lane]:
    """Return *lanes* in the order of choice: the one it had, of its grade, the least loaded."""
    had = {lane for lane, _, _ in booking.claims}
    before = [lane.grade for lane in demand.pool.lanes if lane.id in had]
    grade = before[0] if before else ""
    return sorted(lanes, key=lambda x: (x.id not in had, x.grade != grade, busy.load(x), x.id))


def _grades(booking: Booking, store: Store) -> dict[str, str]:
    had = {lane for lane, _, _ in booking.claims}
    return {lane.pool: lane.grade for lane in store.lanes if lane.id in had}


def _changes(booking: Booking, chosen: Chosen, start: datetime, here: bool) -> tuple[str, ...]:
    """Return what would be otherwise, in the order of how much it matters."""
    found = set()
    if not here:
        found.add(SISTER)
    if start != booking.start:
        found.add(TIME)
    had = {lane for lane, _, _ in booking.claims}
    for pick in chosen:
        if here and pick.lane.id not in had:
            found.add(PERSON if pick.lane.kind == STAFF else LANE)
    return tuple(change for change in (SISTER, TIME, PERSON, LANE) if change in found)


SAME_TIME = {"zh": "时间不变，换到同类位置。", "en": "The same time, in another place of its kind."}
SISTER_STORE = {"zh": "同城同业的姊妹店。", "en": "A sister store of the same trade and city."}
PEOPLE = (
    SAME_TIME,
    {"zh": "时间不变，由同级别人员服务。", "en": "The same time, by somebody of the same grade."},
    {"zh": "时间不变，由其他级别人员服务。", "en": "The same time, by somebody of another grade."},
)


def _later(by: timedelta) -> Words:
    minutes = int(by.total_seconds()) // 60
    size = abs(minutes)
    if minutes > 0:
        return {"zh": f"当天推后 {size} 分钟。", "en": f"The same day, {size} minutes later."}
    return {"zh": f"当天提前 {size} 分钟。", "en": f"The same day, {size} minutes earlier."}


def _days_later(days: int) -> Words:
    size = abs(days)
    if days > 0:
        return {"zh": f"{size} 天后最接近的时间。", "en": f"{size} days later, near that time."}
    return {"zh": f"提前 {size} 天最接近的时间。", "en": f"{size} days earlier, near that time."}
