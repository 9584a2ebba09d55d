from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.followup.domain.chains import Chain, Step, last_day, window

FIRST = Step("first_call", opens_day=3, opens_at=time(9), last_day=7, attempts=3)
A_SECOND = timedelta(seconds=1)


def at(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone))


def test_the_first_call_may_be_made_from_three_to_seven_days_after(chain):  # FU-01
    step = chain.first

    assert (step.kind, step.opens_day, step.opens_at, step.last_day) == (
        "first_call",
        3,
        time(9),
        7,
    )
    assert chain.label == "after-visit@1"


def test_the_window_opens_at_nine_and_ends_with_its_last_day():  # FU-01
    days = window(FIRST, at("Asia/Shanghai", 2026, 3, 10, 17), "Asia/Shanghai")

    assert days.opens_at == at("Asia/Shanghai", 2026, 3, 13, 9)
    assert days.due_at == at("Asia/Shanghai", 2026, 3, 18)
    assert days.due_at - A_SECOND == at("Asia/Shanghai", 2026, 3, 17, 23, 59, 59)
    assert last_day(days.due_at, "Asia/Shanghai").isoformat() == "2026-03-17"


@pytest.mark.parametrize(
    ("ended", "opens_on"),
    [
        ((2026, 3, 10, 0, 0, 0), 13),
        ((2026, 3, 10, 23, 59, 59), 13),
        ((2026, 3, 11, 0, 0, 0), 14),
    ],
    ids=["first moment of the day", "last second of the day", "midnight is the next day"],
)
def test_day_nought_is_the_day_of_the_store(ended, opens_on):  # FU-01
    days = window(FIRST, at("Asia/Shanghai", *ended), "Asia/Shanghai")

    assert days.opens_at == at("Asia/Shanghai", 2026, 3, opens_on, 9)


def test_the_same_moment_is_another_day_elsewhere():  # FU-01
    moment = at("Asia/Shanghai", 2026, 3, 10, 8)

    assert window(FIRST, moment, "Asia/Shanghai").opens_at == at("Asia/Shanghai", 2026, 3, 13, 9)
    assert window(FIRST, moment, "America/New_York").opens_at == at(
        "America/New_York", 2026, 3, 12, 9
    )


@pytest.mark.parametrize(
    ("zone", "ended", "opens", "due", "hours"),
    [
        ("America/New_York", (2026, 3, 3, 12), (2026, 3, 6, 9), (2026, 3, 11), 111 - 1),
        ("America/New_York", (2026, 10, 28, 12), (2026, 10, 31, 9), (2026, 11, 5), 111 + 1),
        ("Europe/Berlin", (2026, 3, 27, 12), (2026, 3, 30, 9), (2026, 4, 4), 111),
        ("Europe/Berlin", (2026, 3, 24, 12), (2026, 3, 27, 9), (2026, 4, 1), 111 - 1),
        ("Europe/Berlin", (2026, 10, 20, 12), (2026, 10, 23, 9), (2026, 10, 28), 111 + 1),
        ("Asia/Shanghai", (2026, 3, 27, 12), (2026, 3, 30, 9), (2026, 4, 4), 111),
    ],
    ids=[
        "New York, spring within",
        "New York, autumn within",
        "Berlin, spring before it opens",
        "Berlin, spring within",
        "Berlin, autumn within",
        "no change",
    ],
)
def test_a_window_keeps_its_hours_when_the_clocks_change(zone, ended, opens, due, hours):  # FU-01
    days = window(FIRST, at(zone, *ended), zone)

    assert days.opens_at == at(zone, *opens)
    assert days.due_at == at(zone, *due)
    assert days.due_at - days.opens_at == timedelta(hours=hours)


def test_a_midnight_that_does_not_exist_is_the_first_moment_of_its_day():
    days = window(FIRST, at("Africa/Cairo", 2026, 4, 16, 12), "Africa/Cairo")

    assert days.due_at == at("Africa/Cairo", 2026, 4, 24, 1)
    assert (days.due_at - A_SECOND).astimezone(ZoneInfo("Africa/Cairo")).day == 23
    assert last_day(days.due_at, "Africa/Cairo").isoformat() == "2026-04-23"


def written(**changes):
    step = {"kind": "call", "opens": {"day": 3, "at": "09:00"}, "last": {"day": 7}, "attempts": 3}
    return {"name": "c", "version": 1, "steps": [{**step, **changes}]}


def test_a_window_of_one_day_is_a_window():
    assert Chain.of(written(last={"day": 3})).first.last_day == 3


@pytest.mark.parametrize(
    "fault", [{"last": {"day": 2}}, {"opens": {"day": -1, "at": "09:00"}}, {"attempts": 0}]
)
def test_a_step_nobody_can_take_is_refused(fault):
    with pytest.raises(ValueError, match="call"):
        Chain.of(written(**fault))


def test_a_chain_without_steps_is_refused():
    with pytest.raises(ValueError, match="no usable step"):
        Chain.of({"name": "c", "version": 1, "steps": []})
