"""When people and places are not there to be claimed: outside their shifts, and when away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from services.booking.domain.availability import Claim
from services.booking.domain.openings import days_between
from services.booking.domain.stores import Lane, Store
from services.booking.domain.ticks import moment_of, tick_at, tick_from


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int
    end: int


def off_duty(store: Store, first: int, end: int) -> list[Claim]:
    """Return when lanes of *store* cannot be had between two ticks, as if claimed (SL-14).

    A lane without a roster is there whenever the store is open.
    """
    if not store.has_rosters:
        return []
    days = days_between(store, moment_of(first), moment_of(end))
    return [claim for day in days for claim in _off_on(store, day)]


@lru_cache(maxsize=8192)
def _off_on(store: Store, day: date) -> tuple[Claim, ...]:
    midnight, following = store.whole_day(day)
    whole = _Stretch(tick_at(midnight), tick_at(following))
    return tuple(
        (lane.id, stretch.first, stretch.end)
        for lane in store.lanes
        for stretch in (*_between_shifts(store, lane, day, whole), *_away(lane, whole))
        if stretch.first < stretch.end
    )


def _between_shifts(store: Store, lane: Lane, day: date, whole: _Stretch) -> Iterator[_Stretch]:
    """Yield what the shifts leave of the day; a break lies between two of them."""
    if lane.roster is None:
        return
    done = whole.first
    for begins, ends in lane.roster[store.calendar.weekday(day)]:
        yield _Stretch(done, tick_from(datetime.combine(day, begins, store.zone)))
        done = tick_at(datetime.combine(day, ends, store.zone))
    yield _Stretch(done, whole.end)


def _away(lane: Lane, whole: _Stretch) -> Iterator[_Stretch]:
    for absence in lane.absences:
        first, end = tick_at(absence.first), tick_from(absence.end)
        yield _Stretch(max(first, whole.first), min(end, whole.end))
