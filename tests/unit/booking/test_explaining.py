"""Every rule that refuses a start, said at once, with who may change it."""

from datetime import timedelta

import pytest

from services.booking.domain.availability import Busy, window_of
from services.booking.domain.explaining import free_at, reasons
from services.booking.domain.ticks import TICK, tick_at
from tests.worlds import a_store, local

NOW = local("2026-03-09 09:00")
TEN = local("2026-03-10 10:00")


def why(store, codes, start, *, channel=None, claims=(), now=NOW):
    items = store.chosen(codes)
    window = window_of(store, items, start, start + TICK)
    return reasons(store, items, start, channel, now, Busy(list(claims), *window))


def codes(found):
    return [reason.code for reason in found]


def a_claim(lane, first, end):
    return lane, tick_at(local(f"2026-03-10 {first}")), tick_at(local(f"2026-03-10 {end}"))


def test_what_can_be_had_needs_no_reason():
    assert why(a_store(), ["maintenance-a"], TEN, channel="partner") == []


def test_all_that_stands_in_the_way_is_said_at_once():
    store = a_store(channels=["phone"])
    late = local("2027-03-10 17:30")

    found = why(store, ["maintenance-a"], late, channel="partner")

    assert codes(found) == ["channel_closed", "outside_hours", "horizon"]
    assert {reason.who_may_change for reason in found} == {"manager"}


def test_a_store_says_its_hours_and_when_the_visit_would_end():
    [reason] = why(a_store(), ["maintenance-a"], local("2026-03-10 17:30"))

    assert reason.sentence["en"] == (
        "The store is open 08:00–18:00 that day; the visit would end at 18:30."
    )


def test_a_store_says_that_it_is_closed_that_day():
    [reason] = why(a_store(hours={"tue": []}), ["maintenance-a"], TEN)

    assert reason.code == "outside_hours"
    assert reason.sentence == {"zh": "门店当天不营业。", "en": "The store is closed that day."}


def test_fixed_starts_are_named():  # SL-01
    [reason] = why(a_store(), ["maintenance-a"], local("2026-03-10 09:00"))

    assert reason.code == "not_a_slot"
    assert "08:30, 10:00, 11:00, 14:00, 15:00, 16:00" in reason.sentence["en"]


def test_a_free_grid_names_its_step():  # SL-03
    [reason] = why(a_store("s-beau"), ["facial"], local("2026-03-10 10:07"))

    assert reason.code == "not_a_slot"
    assert "15 minutes" in reason.sentence["en"]


@pytest.mark.parametrize(("minutes_left", "expected"), [(120, []), (119, ["lead_time"])])
def test_notice_is_enough_to_the_minute(minutes_left, expected):
    store = a_store(policy={"lead_minutes": 120})
    now = TEN - timedelta(minutes=minutes_left)

    found = why(store, ["maintenance-a"], TEN, now=now)

    assert codes(found) == expected
    assert all("2026-03-10 10:01" in reason.sentence["en"] for reason in found)


def test_nobody_can_change_what_has_passed():
    [reason] = why(a_store(), ["maintenance-a"], TEN, now=TEN)

    assert (reason.code, reason.who_may_change) == ("lead_time", None)


@pytest.mark.parametrize(("days", "expected"), [(90, []), (91, ["horizon"])])
def test_the_horizon_is_the_last_day_that_is_taken(days, expected):
    start = local("2026-03-09 10:00") + timedelta(days=days)

    assert (
        codes(why(a_store(), ["maintenance-a"], start, now=local("2026-03-09 10:00"))) == expected
    )


def test_a_full_pool_is_named_with_its_lanes():  # SL-11
    store = a_store("s-beau")
    rooms = [a_claim("room-1", "10:00", "11:00"), a_claim("room-2", "10:30", "11:30")]

    [reason] = why(store, ["facial"], TEN, claims=rooms)

    assert (reason.code, reason.resource) == ("slot_taken", "rooms")
    assert reason.sentence == {
        "zh": "已约满：一号房、二号房。",
        "en": "All are taken: Room 1, Room 2.",
    }
    assert reason.who_may_change == "booking_agent"


def test_the_scarcest_pool_decides_how_many_could_begin():  # SL-11
    store = a_store("s-beau")
    items = store.chosen(["facial"])
    window = window_of(store, items, TEN, TEN + TICK)

    assert free_at(store, items, TEN, Busy([], *window)) == 2
    assert free_at(store, items, TEN, Busy([a_claim("room-1", "10:00", "11:00")], *window)) == 1
