from datetime import UTC, datetime, time, timedelta

import pytest

from services.followup.domain.deadlines import BeforeStart, end_of_day
from tests.worlds import local

ZONE = "Asia/Shanghai"
FOUR_S = BeforeStart.of(
    {"before": 120, "opens": 15, "earliest": "08:00", "eve": ["17:00", "19:00"]}
)
SALON = BeforeStart.of({"before": 60, "opens": 15, "earliest": "08:00", "eve": ["17:00", "19:00"]})
LONG_AGO = local("2026-03-01 09:00")


def asked(rule, start, agreed=LONG_AGO):
    window, at_once = rule.window(local(start), agreed, ZONE)
    return window.opens_at, window.due_at, at_once


@pytest.mark.parametrize(
    ("rule", "due"), [(FOUR_S, "2026-03-10 12:00"), (SALON, "2026-03-10 13:00")]
)
def test_a_call_is_due_two_hours_before_in_a_workshop_one_in_a_salon(rule, due):  # RM-01, RM-02
    opens, due_at, at_once = asked(rule, "2026-03-10 14:00")

    assert (due_at, at_once) == (local(due), False)
    assert opens == due_at - timedelta(minutes=15)


@pytest.mark.parametrize(
    ("start", "opens", "due"),
    [
        ("2026-03-10 08:30", "2026-03-09 17:00", "2026-03-09 19:00"),
        ("2026-03-10 09:59", "2026-03-09 17:00", "2026-03-09 19:00"),
        ("2026-03-10 10:00", "2026-03-10 08:00", "2026-03-10 08:15"),
        ("2026-03-10 10:05", "2026-03-10 08:00", "2026-03-10 08:15"),
        ("2026-03-10 10:30", "2026-03-10 08:15", "2026-03-10 08:30"),
        ("2026-03-10 01:00", "2026-03-09 17:00", "2026-03-09 19:00"),
    ],
)
def test_nobody_is_called_before_eight_but_rather_on_the_eve(start, opens, due):  # RM-10
    assert asked(FOUR_S, start) == (local(opens), local(due), False)


@pytest.mark.parametrize(
    ("agreed", "opens", "at_once"),
    [
        ("2026-03-10 11:44", "2026-03-10 11:45", False),
        ("2026-03-10 11:59", "2026-03-10 11:59", False),
        ("2026-03-10 12:00", "2026-03-10 12:00", True),
        ("2026-03-10 13:30", "2026-03-10 13:30", True),
    ],
)
def test_who_books_within_the_two_hours_is_called_at_once(agreed, opens, at_once):  # RM-10
    opened, due, soon = asked(FOUR_S, "2026-03-10 14:00", local(agreed))

    assert (opened, soon) == (local(opens), at_once)
    assert not at_once or due == opened + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("agreed", "opens"),
    [
        ("2026-03-09 18:59", "2026-03-09 18:59"),
        ("2026-03-09 19:00", "2026-03-09 19:00"),
        ("2026-03-10 00:30", "2026-03-10 08:00"),
        ("2026-03-10 07:59", "2026-03-10 08:00"),
    ],
)
def test_even_at_once_is_not_before_eight(agreed, opens):  # RM-10
    assert asked(FOUR_S, "2026-03-10 08:30", local(agreed))[0] == local(opens)


@pytest.mark.parametrize(("way", "minutes"), [(0, 60), (50, 60), (51, 61), (90, 100)])
def test_a_technician_leaves_an_hour_before_or_for_the_way_and_ten_minutes(way, minutes):  # RM-16
    rule = BeforeStart.of({"before": 60, "opens": 15, "spare": 10, "way": way})

    assert rule.lead == timedelta(minutes=minutes)
    assert asked(rule, "2026-03-10 08:30")[1] == local("2026-03-10 08:30") - rule.lead


def test_days_are_counted_from_the_day_after():  # NS-02
    missed = local("2026-03-10 11:00")

    assert end_of_day(missed, 3, ZONE) == local("2026-03-14 00:00")
    assert end_of_day(missed, 0, ZONE) == local("2026-03-11 00:00")


def test_hours_are_those_of_the_store_when_its_clocks_change():  # RM-10
    start = datetime(2026, 3, 29, 6, 30, tzinfo=UTC)  # 08:30 in Berlin, which slept an hour less
    window, _ = FOUR_S.window(start, LONG_AGO, "Europe/Berlin")

    assert window.opens_at == datetime(2026, 3, 28, 16, tzinfo=UTC)
    assert FOUR_S.earliest == time(8)
