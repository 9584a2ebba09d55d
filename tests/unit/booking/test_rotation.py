"""Whose turn it is: first who waits longest, last who serves."""

from datetime import timedelta

import pytest

from services.booking.domain.rotation import Stint, rotation, stints
from services.booking.domain.visits import Deed, Visit
from tests.worlds import a_store, local

NOON = local("2026-03-10 12:00")
MINUTE = timedelta(minutes=1)


def a_deed(minutes, action, *effects, **fields):
    at = NOON + minutes * MINUTE
    return Deed(at=at, by="x", stay="s", action=action, fields=fields, effects=effects)


def a_visit(*deeds):
    return Visit(journey="foot-spa", version=1, facts={}, deeds=deeds)


def served(technician, first, end=None):
    """Return a visit in which *technician* served from a minute on, until another."""
    deeds = [
        a_deed(first, "dispatch", "assign_staff", technician=technician),
        a_deed(first, "up_clock", "start", "register_up_clock"),
    ]
    if end is not None:
        deeds.append(a_deed(end, "down_clock", "register_down_clock", "turn_tag"))
    return a_visit(*deeds)


def order(*visits, now=NOON + 300 * MINUTE, **store):
    turns = rotation(a_store("s-foot", **store), visits, now)
    return [(turn.lane.removeprefix("technician-"), turn.state) for turn in turns]


def test_who_served_last_comes_last():  # EX-26
    assert order(served("12", 0, 60), served("31", 0, 59)) == [
        ("23", "waiting"),
        ("31", "waiting"),
        ("12", "waiting"),
    ]


def test_whose_clock_still_runs_is_not_in_the_queue():  # EX-21, EX-26
    assert order(served("12", 0, 60), served("23", 30)) == [
        ("31", "waiting"),
        ("12", "waiting"),
        ("23", "serving"),
    ]


def test_who_was_sent_away_goes_to_the_end_as_well():  # EX-23
    rejected = a_visit(
        *served("12", 0).deeds,
        a_deed(10, "reject", "swap_staff"),
        *served("23", 12, 72).deeds,
    )

    assert list(stints(rejected)) == [
        Stint("12", NOON, NOON + 10 * MINUTE),
        Stint("23", NOON + 12 * MINUTE, NOON + 72 * MINUTE),
    ]
    assert order(rejected) == [("31", "waiting"), ("12", "waiting"), ("23", "waiting")]


def test_a_second_clock_counts_as_the_first():
    assert order(served("31", 0, 60), served("31", 70, 130), served("12", 0, 90)) == [
        ("23", "waiting"),
        ("12", "waiting"),
        ("31", "waiting"),
    ]


@pytest.mark.parametrize(("now", "there"), [("13:59", True), ("14:00", False), ("15:00", True)])
def test_who_is_off_duty_is_not_asked(now, there):  # SL-14
    away = {"daily": ["11:00-14:00", "15:00-23:00"]}
    turns = order(now=local(f"2026-03-10 {now}"), lanes={"technician-31": {"roster": away}})

    assert (("31", "waiting") in turns) is there


def test_at_the_beginning_of_the_day_the_numbers_decide():
    assert order() == [("12", "waiting"), ("23", "waiting"), ("31", "waiting")]
