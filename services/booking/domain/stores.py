"""A store as the rules see it: when it opens, what it offers, which lanes it has."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.booking.domain.policy import Policy
from services.booking.domain.ticks import ticks_in

Words = dict[str, str]
"""The same words by language: ``{"zh": "面部护理", "en": "Facial"}``."""

MOST_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Lane:
    """One place that can be claimed: a bay, a person, a room.  Capacity N is N lanes."""

    id: str
    pool: str
    kind: str
    name: Words
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Lanes that can stand in for each other; ``after_minutes`` are for cleaning (RS-28)."""

    id: str
    after_minutes: int
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a customer can book: its length, its price in fen, the pools it needs."""

    code: str
    name: Words
    minutes: int
    labour: int
    parts: int
    pools: tuple[str, ...]
    maintenance: bool = False
    notes: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Demand:
    """One lane of *pool* from tick ``first`` up to ``end``, counted from the visit's start."""

    pool: Pool
    first: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.first


@dataclass(frozen=True, eq=False)
class Store:
    """Equal only to itself: a change makes a new one, of a higher ``version``.

    ``hours`` has one list of (open, close) a weekday; ``starts`` are fixed times, or empty
    for a free grid of ``step_minutes`` (SL-01, SL-03)."""

    id: str
    version: int
    industry: str
    name: Words
    city: str
    address: Words
    zone: ZoneInfo
    phone: str
    channels: frozenset[str]
    hours: tuple[tuple[tuple[time, time], ...], ...]
    starts: tuple[time, ...]
    step_minutes: int
    pools: dict[str, Pool]
    items: dict[str, Item]
    policies: dict[int, Policy]
    advisors: tuple[dict[str, Any], ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy in force; older bookings keep the version they were stamped with."""
        return self.policies[max(self.policies)]

    @property
    def lanes(self) -> list[Lane]:
        return [lane for pool in self.pools.values() for lane in pool.lanes]

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return when the store is open on its own *day*, in UTC."""
        return [
            (
                datetime.combine(day, opens, self.zone).astimezone(UTC),
                datetime.combine(day, closes, self.zone).astimezone(UTC),
            )
            for opens, closes in self.hours[day.weekday()]
        ]

    def whole_day(self, day: date) -> tuple[datetime, datetime]:
        """Return the first moment of *day* here and the first after it."""
        midnight = datetime.combine(day, time.min, self.zone)
        following = datetime.combine(day + timedelta(days=1), time.min, self.zone)
        return midnight.astimezone(UTC), following.astimezone(UTC)

    def chosen(self, codes: list[str]) -> list[Item]:
        """Return the items that *codes* name, in order (BK-10, BK-11).

        Raises:
            Invalid: some are not on offer here, or together they take longer than 12 hours.
        """
        unknown = [code for code in codes if code not in self.items]
        if unknown:
            raise Invalid.of(items=f"not offered here: {', '.join(unknown)}")
        items = [self.items[code] for code in codes]
        if sum(item.minutes for item in items) > MOST_MINUTES:
            raise Invalid.of(items="longer than 12 hours together")
        return items


def demands(store: Store, items: list[Item]) -> list[Demand]:
    """Return the lanes that a visit of *items*, one after the other, needs (SL-10, SL-11).

    A pool needed by several items is claimed as one lane from the first to the last of
    them: the customer keeps the room and the person.  Cleaning lengthens the claim, not
    the visit.
    """
    spans: dict[str, tuple[int, int]] = {}
    at = 0
    for item in items:
        length = ticks_in(item.minutes)
        for pool in item.pools:
            first, _ = spans.get(pool, (at, at))
            spans[pool] = (first, at + length)
        at += length
    return [
        Demand(store.pools[pool], first, end + ticks_in(store.pools[pool].after_minutes))
        for pool, (first, end) in spans.items()
    ]


def visit_ticks(items: list[Item]) -> int:
    return sum(ticks_in(item.minutes) for item in items)
