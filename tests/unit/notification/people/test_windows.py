"""The hours at which a person prefers to be contacted, to the minute (RM-09)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.people.windows import (
    Window,
    is_open,
    last_open,
    moved_into,
    next_open,
)
from tests.worlds import SHANGHAI, local

EVENING = Window(time(18), time(20))
NIGHT = Window(time(22), time(2))
BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = local("2026-01-01 00:00")
FAR_AHEAD = local("2027-01-01 00:00")


@pytest.mark.parametrize(
    ("window", "at", "is_within"),
    [
        (EVENING, "17:59", False),
        (EVENING, "18:00", True),
        (EVENING, "19:59", True),
        (EVENING, "20:00", False),
        (NIGHT, "21:59", False),
        (NIGHT, "22:00", True),
        (NIGHT, "00:00", True),
        (NIGHT, "01:59", True),
        (NIGHT, "02:00", False),
    ],
)
def test_the_hours_are_half_open_and_may_span_midnight(window, at, is_within):  # RM-09
    assert is_open(window, local(f"2026-03-10 {at}"), SHANGHAI) is is_within


@pytest.mark.parametrize(
    ("window", "at", "opens"),
    [
        (EVENING, "2026-03-10 17:59", "2026-03-10 18:00"),
        (EVENING, "2026-03-10 18:30", "2026-03-10 18:30"),
        (EVENING, "2026-03-10 20:00", "2026-03-11 18:00"),
        (NIGHT, "2026-03-10 02:00", "2026-03-10 22:00"),
        (NIGHT, "2026-03-10 01:00", "2026-03-10 01:00"),
    ],
)
def test_what_cannot_come_earlier_waits_for_them(window, at, opens):  # RM-09
    assert next_open(window, local(at), SHANGHAI) == local(opens)


@pytest.mark.parametrize(
    ("window", "at", "before"),
    [
        (EVENING, "2026-03-10 10:00", "2026-03-09 19:30"),
        (EVENING, "2026-03-10 20:00", "2026-03-10 19:30"),
        (EVENING, "2026-03-10 19:59", "2026-03-10 19:59"),
        (NIGHT, "2026-03-10 10:00", "2026-03-10 01:30"),
        (NIGHT, "2026-03-10 21:00", "2026-03-10 01:30"),
        (Window(time(18), time(18, 20)), "2026-03-10 10:00", "2026-03-09 18:00"),
        (Window(time(23, 50), time(0, 10)), "2026-03-10 10:00", "2026-03-09 23:50"),
    ],
)
def test_what_can_come_earlier_comes_half_an_hour_before_they_end(window, at, before):  # RM-09
    assert last_open(window, local(at), SHANGHAI) == local(before)


@pytest.mark.parametrize(
    ("after", "before", "due"),
    [
        ("2026-03-08 09:00", "2026-03-10 12:00", "2026-03-09 19:30"),
        ("2026-03-09 19:29", "2026-03-10 12:00", "2026-03-09 19:30"),
        ("2026-03-09 19:30", "2026-03-10 19:00", "2026-03-10 18:00"),
        ("2026-03-09 19:30", "2026-03-10 18:00", "2026-03-10 10:00"),
    ],
)
def test_rather_earlier_then_later_and_never_past_its_use(after, before, due):  # RM-09
    moved = moved_into(
        EVENING,
        local("2026-03-10 10:00"),
        SHANGHAI,
        after=local(after),
        before=local(before),
    )

    assert moved == local(due)


def test_what_is_due_within_them_stays():  # RM-09
    due = local("2026-03-10 18:00")

    assert moved_into(EVENING, due, SHANGHAI, after=LONG_AGO, before=FAR_AHEAD) == due


def test_on_the_day_the_clock_goes_forward_they_begin_when_they_can():
    at_two = Window(time(2, 30), time(4))
    before = local("2026-03-29 01:00", BERLIN)

    opens = next_open(at_two, before, BERLIN)

    assert opens == local("2026-03-29 03:30", BERLIN)
    assert opens - before == timedelta(hours=1, minutes=30)


def test_hours_that_a_day_does_not_have_come_on_the_next():
    gone = Window(time(2, 15), time(2, 45))
    before = local("2026-03-29 01:00", BERLIN)

    assert next_open(gone, before, BERLIN) == local("2026-03-30 02:15", BERLIN)
    assert last_open(gone, local("2026-03-29 12:00", BERLIN), BERLIN) == local(
        "2026-03-28 02:15", BERLIN
    )


def test_on_the_day_the_clock_goes_back_they_begin_at_the_first_of_the_two():
    at_two = Window(time(2), time(3))

    opens = next_open(at_two, local("2026-10-25 01:00", BERLIN), BERLIN)

    assert opens == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert is_open(at_two, opens + timedelta(hours=1), BERLIN)
    assert not is_open(at_two, opens + timedelta(hours=2), BERLIN)


def test_they_are_hours_of_the_store():
    at_ten_in_shanghai = local("2026-03-10 18:00", BERLIN)

    assert is_open(EVENING, at_ten_in_shanghai, BERLIN)
    assert not is_open(EVENING, at_ten_in_shanghai, SHANGHAI)


def test_they_are_said_as_people_write_them():
    assert str(EVENING) == "18:00–20:00"
