"""At which ticks a visit may begin, whoever is free: hours, fixed slots, free grids."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from common.contracts.booking import NotASlot, OutsideHours
from services.booking.domain.stores import Store
from services.booking.domain.ticks import on_a_tick, span, tick_at, tick_from, ticks_in

DAYS_AHEAD = 31


def days_between(store: Store, first: datetime, end: datetime) -> list[date]:
    """Return the store's days that the window from *first* up to *end* touches."""
    day, last = store.local(first).date(), store.local(end - timedelta(microseconds=1)).date()
    return [day + timedelta(days=n) for n in range((last - day).days + 1)]


def open_from(store: Store, moment: datetime) -> datetime:
    """Return *moment* while the store is open, else its next opening (BK-04).

    Where it does not open for a month, nobody can be waited for.
    """
    day = store.local(moment).date()
    for n in range(DAYS_AHEAD):
        for opens, closes in store.open_on(day + timedelta(days=n)):
            if moment < closes:
                return max(opens, moment)
    return moment


@lru_cache(maxsize=8192)
def starts_on(store: Store, day: date, length: int) -> frozenset[int]:
    """Return the ticks of *day* at which a visit of *length* ticks may begin (SL-01, SL-03).

    A visit ends before the store closes.  A free grid steps from the opening, in real
    minutes, so that the day of a clock change has neither a doubled nor a missing start.
    """
    found: set[int] = set()
    for opens, closes in store.open_on(day):
        first, last = tick_at(opens), tick_at(closes) - length
        if store.starts:
            fixed = (tick_at(datetime.combine(day, at, store.zone)) for at in store.starts)
            found.update(tick for tick in fixed if first <= tick <= last)
        else:
            found.update(range(first, last + 1, ticks_in(store.step_minutes)))
    return frozenset(found)


def start_bits(store: Store, first: datetime, end: datetime, length: int, base: int) -> int:
    """Return the starts within the window as bits counted from tick *base*."""
    bits = 0
    for day in days_between(store, first, end):
        for tick in starts_on(store, day, length):
            if tick >= base:
                bits |= 1 << (tick - base)
    return bits & span(tick_from(first) - base, tick_from(end) - base)


def first_start(store: Store, first: datetime, end: datetime, length: int) -> int | None:
    """Return the first tick within the window at which somebody might begin, whoever is free."""
    earliest, after_all = tick_from(first), tick_from(end)
    for day in days_between(store, first, end):
        within = [tick for tick in starts_on(store, day, length) if earliest <= tick < after_all]
        if within:
            return min(within)
    return None


def check_start(store: Store, start: datetime, length: int) -> None:
    """Refuse a start at which nobody may begin.

    Raises:
        OutsideHours: the store is closed then, or would close before the end.
        NotASlot: it is open, but takes nobody at that time (SL-01).
    """
    day = store.local(start).date()
    if on_a_tick(start) and tick_at(start) in starts_on(store, day, length):
        return
    end = start + timedelta(minutes=5 * length)
    within = any(opens <= start and end <= closes for opens, closes in store.open_on(day))
    raise (NotASlot if within else OutsideHours)()
