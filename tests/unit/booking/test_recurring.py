"""When a visit comes again: months that end early, clocks that change, and where a rule ends."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from common.errors import Invalid
from services.booking.domain.recurring import Rule, at_local, moved, starts
from tests.worlds import SHANGHAI, local

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")


def days(rule, first, zone=SHANGHAI):
    found = starts(rule, local(first, zone), zone)
    return [f"{one.astimezone(zone):%m-%d}" for one in found]


def hours(rule, first, zone):
    found = starts(rule, local(first, zone), zone)
    return [f"{one.astimezone(zone):%d %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(1, "day", count=3), ["03-10", "03-11", "03-12"]),
        (Rule(30, "day", count=2), ["03-10", "04-09"]),
        (Rule(1, "week", count=3), ["03-10", "03-17", "03-24"]),
        (Rule(2, "week", count=2), ["03-10", "03-24"]),
        (Rule(1, "week", (1, 4), count=4), ["03-10", "03-13", "03-17", "03-20"]),
        (Rule(2, "week", (0, 1), count=3), ["03-10", "03-23", "03-24"]),
        (Rule(1, "month", count=3), ["03-10", "04-10", "05-10"]),
        (Rule(2, "month", count=2), ["03-10", "05-10"]),
    ],
)
def test_a_visit_comes_every_so_often(rule, expected):  # CH-16
    assert days(rule, "2026-03-10 10:00") == expected


def test_a_week_without_the_first_day_begins_on_the_next_that_it_has():
    assert days(Rule(1, "week", (4,), count=2), "2026-03-10 10:00") == ["03-13", "03-20"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2026-01-28", ["01-28", "02-28", "03-28", "04-28"]),
        ("2026-01-29", ["01-29", "02-28", "03-29", "04-29"]),
        ("2026-01-30", ["01-30", "02-28", "03-30", "04-30"]),
        ("2026-01-31", ["01-31", "02-28", "03-31", "04-30"]),
        ("2028-01-31", ["01-31", "02-29", "03-31", "04-30"]),
        ("2028-01-29", ["01-29", "02-29", "03-29", "04-29"]),
    ],
)
def test_a_month_without_the_day_has_the_visit_on_its_last(first, expected):
    assert days(Rule(1, "month", count=4), f"{first} 10:00") == expected


def test_until_is_the_last_day_that_counts():
    rule = Rule(1, "week", until=date(2026, 3, 24))

    assert days(rule, "2026-03-10 10:00") == ["03-10", "03-17", "03-24"]
    assert days(Rule(1, "week", until=date(2026, 3, 23)), "2026-03-10 10:00") == ["03-10", "03-17"]


def test_the_first_visit_may_be_the_last_day():
    assert days(Rule(1, "day", until=date(2026, 3, 10)), "2026-03-10 23:45") == ["03-10"]


def test_until_is_a_day_of_the_store():
    rule = Rule(1, "day", until=date(2026, 3, 11))

    assert len(starts(rule, local("2026-03-10 07:00"), SHANGHAI)) == 2
    assert len(starts(rule, local("2026-03-10 07:00"), NEW_YORK)) == 3


def test_a_rule_without_a_visit_is_refused():
    with pytest.raises(Invalid) as refusal:
        days(Rule(1, "week", until=date(2026, 3, 9)), "2026-03-10 10:00")

    assert "until" in refusal.value.details["fields"]["rule"]


def test_a_series_has_fifty_two_visits_at_the_most():
    assert len(days(Rule(1, "week", count=52), "2026-03-10 10:00")) == 52
    assert len(days(Rule(1, "day", until=date(2026, 4, 30)), "2026-03-10 10:00")) == 52
    with pytest.raises(Invalid):
        days(Rule(1, "day", until=date(2026, 5, 1)), "2026-03-10 10:00")


def test_the_last_visit_is_within_five_years():
    assert days(Rule(12, "month", count=6), "2026-03-10 10:00")[-1] == "03-10"
    with pytest.raises(Invalid):
        days(Rule(12, "month", count=7), "2026-03-10 10:00")


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        (NEW_YORK, "2026-03-01 10:00", ["01 10:00", "08 10:00", "15 10:00"]),
        (NEW_YORK, "2026-10-25 10:00", ["25 10:00", "01 10:00", "08 10:00"]),
        (BERLIN, "2026-03-22 10:00", ["22 10:00", "29 10:00", "05 10:00"]),
        (BERLIN, "2026-10-18 10:00", ["18 10:00", "25 10:00", "01 10:00"]),
    ],
)
def test_a_clock_change_leaves_the_hour_on_the_wall(zone, first, expected):  # features idea 15
    rule = Rule(1, "week", count=3)

    assert hours(rule, first, zone) == expected
    found = starts(rule, local(first, zone), zone)
    assert {later - earlier for earlier, later in pairwise(found)} != {timedelta(weeks=1)}


def test_an_hour_that_the_clock_skips_is_an_hour_later_and_one_that_it_repeats_the_first():
    skipped = at_local(local("2026-03-08 02:30").replace(tzinfo=None), NEW_YORK)
    repeated = at_local(local("2026-11-01 01:30").replace(tzinfo=None), NEW_YORK)

    assert f"{skipped.astimezone(NEW_YORK):%H:%M}" == "03:30"
    assert repeated.isoformat() == "2026-11-01T05:30:00+00:00"


def test_what_moves_keeps_its_new_hour_across_a_clock_change():
    at = local("2026-03-22 10:00", BERLIN)

    later = moved(at, timedelta(days=7), local("2026-03-29 15:30", BERLIN).time(), BERLIN)

    assert later.astimezone(BERLIN).isoformat() == "2026-03-29T15:30:00+02:00"
