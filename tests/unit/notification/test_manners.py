"""When nobody is written to, and where a reminder goes instead: rather early than late (RM-03)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notification.domain.manners import Manners, after_quiet, before_quiet, is_quiet
from services.notification.domain.when import reminders
from tests.worlds import local

SHANGHAI = ZoneInfo("Asia/Shanghai")
USUAL = Manners()
A_SECOND = timedelta(seconds=1)


def at(text):
    return local(f"2026-03-{text}")


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at("10 20:30") - A_SECOND, False),
        (at("10 20:30"), True),
        (at("11 00:00"), True),
        (at("11 09:00") - A_SECOND, True),
        (at("11 09:00"), False),
    ],
)
def test_the_night_is_quiet(moment, quiet):
    assert is_quiet(USUAL, moment, SHANGHAI) is quiet


def test_quiet_hours_may_lie_within_a_day():
    noon = Manners(quiet_from=time(12), quiet_until=time(14))

    told = [is_quiet(noon, at(f"10 {clock}"), SHANGHAI) for clock in ("11:59", "12:00", "14:00")]
    assert told == [False, True, False]


def test_quiet_hours_are_those_of_the_place():
    in_berlin = at("10 20:30")

    assert not is_quiet(USUAL, in_berlin, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("due", "sent"),
    [
        (at("10 06:30"), at("09 20:00")),
        (at("10 23:00"), at("10 20:00")),
        (at("10 20:30"), at("10 20:00")),
        (at("10 09:00"), at("10 09:00")),
        (at("10 20:29"), at("10 20:29")),
    ],
)
def test_what_would_come_at_night_comes_before_it(due, sent):
    assert before_quiet(USUAL, due, SHANGHAI) == sent


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (at("10 21:00"), at("11 09:00")),
        (at("11 03:00"), at("11 09:00")),
        (at("11 12:00"), at("11 12:00")),
    ],
)
def test_when_one_may_write_again(moment, ends):
    assert after_quiet(USUAL, moment, SHANGHAI) == ends


def test_a_reminder_of_an_early_visit_comes_the_evening_before():  # RM-03
    told = list(reminders(at("11 08:30"), at("09 10:00"), USUAL, SHANGHAI))

    assert told == [(1440, at("09 20:00")), (120, at("10 20:00"))]


def test_who_booked_since_needs_no_reminder():  # RM-03
    told = list(reminders(at("11 08:30"), at("10 20:00"), USUAL, SHANGHAI))

    assert told == []


def test_a_store_says_its_own():  # RM-03
    own = Manners.of(
        {
            "reminder_leads": [60],
            "quiet": {"from": "22:00", "until": "07:00"},
            "call_gap_minutes": 10,
            "spend_cap_fen": 5000,
        }
    )

    assert own == Manners((60,), time(22), time(7), timedelta(minutes=10), 5000)
    assert Manners.of({"quiet": {"from": "22:00"}}) == Manners(quiet_from=time(22))
    assert Manners.of({}) == USUAL


def test_quiet_hours_keep_their_hours_when_the_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    due = datetime(2026, 3, 29, 6, 30, tzinfo=berlin)

    assert before_quiet(USUAL, due, berlin) == datetime(2026, 3, 28, 20, 0, tzinfo=berlin)
    assert after_quiet(USUAL, due, berlin) == datetime(2026, 3, 29, 9, 0, tzinfo=berlin)
