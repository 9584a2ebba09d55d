"""Every store of the chain, every day of a year: starts as a walk over the clock finds them.

The walk knows nothing of intervals: it asks of each five minutes what the clock on the
store's wall shows, both days on which clocks change included (SL-01, SL-03, SL-14).
"""

from datetime import date, datetime, time, timedelta

import pytest

from services.booking.domain.availability import Busy, free_slots, window_of
from services.booking.domain.openings import starts_on
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import demands, visit_ticks
from services.booking.domain.ticks import moment_of, tick_at
from tests.worlds import CHAIN, a_store

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
STORES = sorted(path.stem for path in CHAIN.glob("*.yaml"))
CLOCK_CHANGES = {
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
}


def wall_clock(store, day):
    """Return what the store's clock shows at each tick of *day*, in order."""
    tick, shown = tick_at(datetime.combine(day, time(), store.zone)), {}
    while (at := store.local(moment_of(tick))).date() == day:
        shown[tick] = at.time()
        tick += 1
    return shown


def is_within(at, spans):
    return any(begins <= at < ends for begins, ends in spans)


def walked(store, day, length):
    """Return the ticks at which a visit of *length* may begin: open all the while."""
    shown = wall_clock(store, day)
    is_open = {tick for tick, at in shown.items() if is_within(at, store.calendar.hours(day))}
    starts, opened = set(), None
    for tick in sorted(is_open):
        if tick - 1 not in is_open or shown[tick] in {a for a, _ in store.calendar.hours(day)}:
            opened = tick
        fits = all(tick + n in is_open for n in range(length))
        if store.starts:
            on_the_grid = shown[tick] in store.starts
        else:
            on_the_grid = (tick - opened) * 5 % store.step_minutes == 0
        if fits and on_the_grid:
            starts.add(tick)
    return starts


def on_duty(store, lane, day):
    shown = wall_clock(store, day)
    if lane.roster is None:
        return set(shown)
    spans = lane.roster[store.calendar.weekday(day)]
    return {tick for tick, at in shown.items() if is_within(at, spans)}


@pytest.mark.parametrize("store_id", STORES)
def test_a_year_of_starts(store_id):
    store = a_store(store_id)
    lengths = {visit_ticks([item]) for item in store.items.values()}
    assert lengths

    for day in YEAR:
        for length in lengths:
            assert starts_on(store, day, length) == walked(store, day, length), (day, length)


@pytest.mark.parametrize("store_id", STORES)
def test_what_is_free_is_what_somebody_on_duty_could_do(store_id):
    store = a_store(store_id)
    days = {*YEAR[::9], *CLOCK_CHANGES.get(store.zone.key, [])}

    for day in sorted(days):
        duty = {lane.id: on_duty(store, lane, day) for lane in store.lanes}
        for code in store.items:
            items = store.chosen([code])
            first, end = store.whole_day(day)
            window = window_of(store, items, first, end)
            busy = Busy([], *window, off_duty(store, *window))
            found = {slot.start: slot.free for slot in free_slots(store, items, busy, first, end)}

            expected = {}
            for start in walked(store, day, visit_ticks(items)):
                could = min(
                    sum(
                        all(
                            duty[lane.id] >= set(range(start + first, start + end))
                            for first, end in need.parts
                        )
                        or lane.roster is None
                        for lane in need.lanes
                    )
                    for need in demands(store, items)
                )
                if could:
                    expected[start] = could
            assert found == expected, (day, code)


@pytest.mark.parametrize(("zone", "days"), CLOCK_CHANGES.items())
def test_the_days_on_which_clocks_change_are_an_hour_shorter_and_longer(zone, days):
    store = a_store("s-ny" if zone == "America/New_York" else "s-berlin")

    assert [len(wall_clock(store, day)) for day in days] == [23 * 12, 25 * 12]
