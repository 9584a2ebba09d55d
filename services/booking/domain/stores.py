"""A store as the rules see it: when it opens, what it offers, which lanes it has."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.booking.domain.calculator import FeeTable
from services.booking.domain.calendars import Calendar, Spans, Words
from services.booking.domain.gifts import Gift
from services.booking.domain.paperwork import Paperwork
from services.booking.domain.policy import Notice, Policy
from services.booking.domain.privacy import PrivacyTerms, Retention
from services.booking.domain.quotas import Kept
from services.booking.domain.ticks import TICK_MINUTES, ticks_in

MOST_MINUTES = 12 * 60
NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Absence:
    """A lane away from ``first`` up to ``end``: leave, training, repair."""

    first: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One place that can be claimed: a bay, a person, a room.  Capacity N is N lanes.

    ``roster`` has the shifts of each weekday; None is there whenever the store is open.
    ``skills`` are the codes of the items it can serve; None serves all that need its pool.
    ``kept`` says for whom, if not for all.
    """

    id: str
    pool: str
    kind: str
    name: Words
    grade: str = ""
    roster: tuple[Spans, ...] | None = None
    absences: tuple[Absence, ...] = ()
    skills: frozenset[str] | None = None
    kept: Kept | None = None

    @property
    def number(self) -> str:
        """What the desk calls it for short: 12 for ``technician-12``."""
        return self.id.rpartition("-")[2]

    def is_called(self, told: str) -> bool:
        """Say whether somebody who says *told* means it: its id, its number or its name."""
        names = (self.id, self.number, *self.name.values())
        return told.casefold() in map(str.casefold, names)


@dataclass(frozen=True)
class Pool:
    """Lanes that can stand in for each other; ``after_minutes`` are for cleaning (RS-28)."""

    id: str
    after_minutes: int
    lanes: tuple[Lane, ...]

    @cached_property
    def has_skills(self) -> bool:
        return any(lane.skills is not None for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a customer can book: its length, its price in fen, the pools it needs.

    ``grades`` are those that a pool's lane must have for it; ``staff`` is the one lane that a
    customer asked for, of the pool that it is in; ``lead`` is the notice that it needs itself;
    ``seats`` is the largest party that a table takes (SL-12).
    ``pauses`` are minutes of it, from one up to another, in which a pool is not needed: the
    colour develops, and the hairdresser serves somebody else.
    """

    code: str
    name: Words
    minutes: int
    labour: int
    parts: int
    pools: tuple[str, ...]
    maintenance: bool = False
    notes: Words = field(default_factory=dict)
    requires_identity: bool = False
    grades: dict[str, frozenset[str]] = field(default_factory=dict)
    staff: Lane | None = None
    lead: timedelta = NO_TIME
    pauses: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    seats: int | None = None

    def takes(self, lane: Lane) -> bool:
        """Say whether *lane*, of a pool that it needs, may serve it."""
        if self.staff and self.staff.pool == lane.pool:
            return lane.id == self.staff.id
        return self.can_be_served_by(lane)

    def can_be_served_by(self, lane: Lane) -> bool:
        return (lane.skills is None or self.code in lane.skills) and (
            lane.pool not in self.grades or lane.grade in self.grades[lane.pool]
        )


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A business that the store takes without a booking, and the journey it goes (VX-15)."""

    code: str
    name: Words
    journey: str


@dataclass(frozen=True, slots=True)
class Representative:
    """Who takes requests: of which kinds, from which regions (none: any), and when (EX-63)."""

    id: str
    name: Words
    expertise: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    roster: tuple[Spans, ...] | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One of *lanes* for each part of a visit: from a tick up to another, from the start on.

    It is the same lane in all of them; between two parts it is free for others.
    """

    pool: Pool
    parts: tuple[tuple[int, int], ...]
    lanes: tuple[Lane, ...]

    @property
    def end(self) -> int:
        return self.parts[-1][1]


@dataclass(frozen=True, eq=False)
class Store:
    """Equal only to itself: a change makes a new one, of a higher ``version``.

    ``starts`` are fixed times, or empty for a free grid of ``step_minutes`` (SL-01, SL-03).
    ``journey`` is the way of its visits, ``registers`` the codes of those that it keeps.
    """

    id: str
    version: int
    industry: str
    name: Words
    city: str
    address: Words
    zone: ZoneInfo
    phone: str
    channels: frozenset[str]
    calendar: Calendar
    starts: tuple[time, ...]
    step_minutes: int
    pools: dict[str, Pool]
    items: dict[str, Item]
    policies: dict[int, Policy]
    gifts: dict[str, Gift] = field(default_factory=dict)
    paperwork: Paperwork = field(default_factory=Paperwork)
    journey: str = ""
    requests: dict[str, RequestKind] = field(default_factory=dict)
    representatives: tuple[Representative, ...] = ()
    registers: tuple[str, ...] = ()
    calculator: FeeTable | None = None
    booking_phone: str = ""
    privacy: PrivacyTerms = field(default_factory=PrivacyTerms)
    retention: Retention = field(default_factory=Retention)

    @property
    def policy(self) -> Policy:
        """The policy in force; older bookings keep the version they were stamped with."""
        return self.policies[max(self.policies)]

    @property
    def lanes(self) -> list[Lane]:
        return [lane for pool in self.pools.values() for lane in pool.lanes]

    @cached_property
    def has_rosters(self) -> bool:
        return any(lane.roster is not None or lane.absences for lane in self.lanes)

    @cached_property
    def keeps_lanes(self) -> bool:
        return any(lane.kept for lane in self.lanes)

    def notice(self, channel: str | None, items: list[Item]) -> Notice:
        """Return how soon and how far off *channel* may book *items*."""
        return self.policy.notice(channel).after(max((x.lead for x in items), default=NO_TIME))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return when the store is open on its own *day*, in UTC."""
        return [
            (
                datetime.combine(day, opens, self.zone).astimezone(UTC),
                datetime.combine(day, closes, self.zone).astimezone(UTC),
            )
            for opens, closes in self.calendar.hours(day)
        ]

    def whole_day(self, day: date) -> tuple[datetime, datetime]:
        """Return the first moment of *day* here and the first after it."""
        midnight = datetime.combine(day, time.min, self.zone)
        following = datetime.combine(day + timedelta(days=1), time.min, self.zone)
        return midnight.astimezone(UTC), following.astimezone(UTC)

    def chosen(self, codes: list[str], staff: str | None = None) -> list[Item]:
        """Return the items that *codes* name, in order, to be served by *staff* (BK-10, BK-11).

        Raises:
            Invalid: some are not on offer here, or together they take longer than 12 hours;
                nobody is called *staff* here, or who is does none of it.
        """
        unknown = [code for code in codes if code not in self.items]
        if unknown:
            raise Invalid.of(items=f"not offered here: {', '.join(unknown)}")
        items = [self.items[code] for code in codes]
        if sum(item.minutes for item in items) > MOST_MINUTES:
            raise Invalid.of(items="longer than 12 hours together")
        return self._served_by(staff, items) if staff else items

    def _served_by(self, staff: str, items: list[Item]) -> list[Item]:
        lane = next((lane for lane in self.lanes if lane.id == staff), None)
        if lane is None:
            raise Invalid.of(staff="nobody here has that name")
        theirs = [item for item in items if lane.pool in item.pools]
        if not theirs or not all(item.can_be_served_by(lane) for item in theirs):
            raise Invalid.of(staff="does not serve what was chosen")
        return [replace(item, staff=lane) for item in items]


def demands(store: Store, items: list[Item]) -> list[Demand]:
    """Return the lanes that a visit of *items*, one after the other, needs (SL-10, SL-11).

    A pool needed by several items is claimed as one lane from the first to the last of
    them: the customer keeps the room and the person, but for the items' pauses.  Cleaning
    lengthens the claim, not the visit.
    """
    spans: dict[str, tuple[int, int]] = {}
    pauses: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for item in items:
        length = ticks_in(item.minutes)
        for pool in item.pools:
            first, _ = spans.get(pool, (at, at))
            spans[pool] = (first, at + length)
            for begins, ends in item.pauses.get(pool, ()):
                pause = at + ticks_in(begins), at + ends // TICK_MINUTES
                pauses.setdefault(pool, []).append(pause)
        at += length
    return [
        _demand(
            store.pools[pool],
            _parts(*span, pauses.get(pool, [])),
            [item for item in items if pool in item.pools],
        )
        for pool, span in spans.items()
    ]


def _parts(first: int, end: int, pauses: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return what *pauses*, in order, leave of the ticks from *first* up to *end*."""
    found = []
    for begins, ends in pauses:
        if first < begins < ends:
            found.append((first, begins))
            first = ends
    return (*found, (first, end)) if first < end else tuple(found)


def _demand(pool: Pool, parts: tuple[tuple[int, int], ...], items: list[Item]) -> Demand:
    lanes = pool.lanes
    if pool.has_skills or any(item.staff or item.grades for item in items):
        lanes = tuple(lane for lane in lanes if all(item.takes(lane) for item in items))
    *others, (first, end) = parts
    return Demand(pool, (*others, (first, end + ticks_in(pool.after_minutes))), lanes)


def visit_ticks(items: list[Item]) -> int:
    return sum(ticks_in(item.minutes) for item in items)
