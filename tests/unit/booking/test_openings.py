from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.contracts.booking import NotASlot, OutsideHours
from services.booking.domain.openings import check_start, first_start, start_bits, starts_on
from services.booking.domain.ticks import members, moment_of, tick_at
from tests.worlds import a_store, local

TUESDAY = date(2026, 3, 10)
AN_HOUR = 12


def times(store, day, length=AN_HOUR):
    found = sorted(starts_on(store, day, length))
    return [f"{store.local(moment_of(tick)):%H:%M}" for tick in found]


def test_a_4s_store_takes_cars_at_six_times_a_day():  # SL-01
    assert times(a_store(), TUESDAY) == ["08:30", "10:00", "11:00", "14:00", "15:00", "16:00"]


def test_a_fixed_time_that_would_run_past_closing_is_not_offered():  # SL-03
    store = a_store(hours={"daily": ["08:00-16:30"]})

    assert times(store, TUESDAY)[-1] == "15:00"
    assert times(a_store(hours={"daily": ["08:00-17:00"]}), TUESDAY)[-1] == "16:00"


def test_a_free_grid_steps_from_opening_and_ends_with_the_day():  # SL-03
    found = times(a_store("s-beau"), TUESDAY)

    assert (found[0], found[1], found[-1]) == ("10:00", "10:15", "20:00")


def test_a_day_without_hours_has_no_starts():  # SL-03
    store = a_store(hours={"tue": []})

    assert times(store, TUESDAY) == []
    assert times(store, TUESDAY + timedelta(days=1)) != []


@pytest.mark.parametrize(
    ("store_id", "day"),
    [
        ("s-ny", date(2026, 3, 8)),
        ("s-ny", date(2026, 11, 1)),
        ("s-berlin", date(2026, 3, 29)),
        ("s-berlin", date(2026, 10, 25)),
    ],
)
def test_clock_changes_neither_double_nor_lose_a_start(store_id, day):
    for changed in (day, day - timedelta(days=1), day + timedelta(days=1)):
        found = times(a_store(store_id), changed)

        assert (found[0], found[-1], len(found), len(set(found))) == ("10:00", "20:00", 41, 41)


def test_a_store_open_through_the_change_steps_in_real_minutes():
    store = a_store("s-berlin", hours={"daily": ["01:00-05:00"]}, step_minutes=60)

    assert times(store, date(2026, 3, 29)) == ["01:00", "03:00", "04:00"]
    assert times(store, date(2026, 10, 25)) == ["01:00", "02:00", "02:00", "03:00", "04:00"]


def test_a_window_holds_the_starts_from_its_first_moment_up_to_its_end():
    store = a_store()
    base = tick_at(local("2026-03-10 00:00"))

    bits = start_bits(store, local("2026-03-10 10:00"), local("2026-03-10 14:00"), AN_HOUR, base)

    found = [f"{store.local(moment_of(base + bit)):%H:%M}" for bit in members(bits)]
    assert found == ["10:00", "11:00"]


def test_nine_o_clock_is_open_but_no_slot():  # SL-01
    with pytest.raises(NotASlot):
        check_start(a_store(), local("2026-03-10 09:00"), AN_HOUR)


@pytest.mark.parametrize("at", ["2026-03-10 07:00", "2026-03-10 17:30", "2026-03-10 23:00"])
def test_outside_its_hours_a_store_takes_nobody(at):
    with pytest.raises(OutsideHours):
        check_start(a_store(), local(at), AN_HOUR)


def test_a_start_between_two_ticks_is_no_slot():
    with pytest.raises(NotASlot):
        check_start(a_store(), local("2026-03-10 10:01"), AN_HOUR)


def test_a_slot_may_be_named_in_any_zone():
    check_start(a_store(), local("2026-03-10 10:00").astimezone(ZoneInfo("UTC")), AN_HOUR)


@pytest.mark.parametrize("store_id", ["s-4s", "s-beau", "s-ny", "s-berlin"])
@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 24)])
def test_the_first_start_is_the_first_of_all(store_id, day):
    store = a_store(store_id, hours={"sun": [], "mon": []})
    for hour in range(0, 48, 5):
        first = store.whole_day(day)[0] + timedelta(hours=hour, minutes=3)
        for end in (first + timedelta(minutes=30), first + timedelta(days=5)):
            base = tick_at(first)
            every = [base + bit for bit in members(start_bits(store, first, end, AN_HOUR, base))]
            assert first_start(store, first, end, AN_HOUR) == (every[0] if every else None)


@pytest.mark.parametrize(
    ("until", "found"), [("10:00", []), ("10:01", ["10:00"]), ("10:05", ["10:00"])]
)
def test_a_window_reaches_to_its_very_end(until, found):  # SL-04
    store, base = a_store(), tick_at(local("2026-03-10 00:00"))
    window = local("2026-03-10 09:00"), local(f"2026-03-10 {until}")

    bits = start_bits(store, *window, AN_HOUR, base)

    told = [f"{store.local(moment_of(base + bit)):%H:%M}" for bit in members(bits)]
    assert told == found
    first = first_start(store, *window, AN_HOUR)
    assert ([f"{store.local(moment_of(first)):%H:%M}"] if first else []) == found
