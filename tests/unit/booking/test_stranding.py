"""Who could not be met any more when a store changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Invalid
from services.booking.domain.stranding import is_open, newly_stranded, stranded
from services.booking.domain.terms import Affected, Terms, check_accepted, told
from services.booking.domain.ticks import tick_at
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import a_store, local

TEN = local("2026-03-10 10:00")
AN_HOUR = timedelta(hours=1)
LANE = "maintenance-1"


def booked(start=TEN):
    """A booking of the first bay for an hour from *start* on."""
    first = tick_at(start)
    booking = a_booking(a_store(hours={"daily": ["00:00-23:55"]}), start=TEN)
    claims = ((LANE, first, first + 12),)
    return replace(booking, start=start, end=start + AN_HOUR, claims=claims)


def lanes(**lane):
    return {"lanes": {LANE: lane}}


@pytest.mark.parametrize(
    ("but", "reasons"),
    [
        ({}, []),
        ({"items": {"maintenance-a": None}}, ["item_gone"]),
        ({"items": {"diagnosis": None}}, []),
        ({"lanes": {LANE: None}}, ["lane_gone"]),
        ({"lanes": {"maintenance-2": None}}, []),
        (lanes(roster={"daily": ["10:00-11:00"]}), []),
        (lanes(roster={"daily": ["10:05-11:00"]}), ["lane_off"]),
        (lanes(roster={"daily": ["10:00-10:55"]}), ["lane_off"]),
        (lanes(roster={"daily": ["08:00-18:00"], "tue": []}), ["lane_off"]),
        (lanes(absences=[{"from": "2026-03-10T11:00", "to": "2026-03-10T12:00"}]), []),
        (lanes(absences=[{"from": "2026-03-10T10:55", "to": "2026-03-10T12:00"}]), ["lane_off"]),
        ({"hours": {"daily": ["10:00-11:00"]}}, []),
        ({"hours": {"daily": ["10:05-18:00"]}}, ["outside_hours"]),
        ({"hours": {"daily": ["08:00-10:55"]}}, ["outside_hours"]),
        ({"hours": {"daily": ["08:00-10:30", "10:30-18:00"]}}, ["outside_hours"]),
        ({"hours": {"tue": []}}, ["outside_hours"]),
        ({"dates": {"2026-03-10": {"hours": []}}}, ["outside_hours"]),
        ({"dates": {"2026-03-11": {"hours": []}}}, []),
        ({"starts": ["08:30"]}, []),
        ({"items": {"maintenance-a": {"minutes": 600}}}, []),
        (
            {"items": {"maintenance-a": None}, "lanes": {LANE: None}, "hours": {"daily": []}},
            ["item_gone", "lane_gone", "outside_hours"],
        ),
    ],
)
def test_why_a_booking_could_not_be_met(but, reasons):
    assert stranded(a_store(**but), booked()) == reasons


def test_what_was_wrong_before_is_nothing_new():
    before = a_store(hours={"daily": ["11:00-18:00"]})
    after = a_store(hours={"daily": ["12:00-18:00"]}, lanes={LANE: None})

    assert newly_stranded(before, after, booked()) == ["lane_gone"]
    assert newly_stranded(None, after, booked()) == ["lane_gone", "outside_hours"]


def test_hours_are_those_of_the_stores_own_day():
    berlin = a_store("s-berlin", hours={"daily": ["10:00-21:00"]})
    start = local("2026-03-10 10:00", berlin.zone)

    assert is_open(berlin, start, start + AN_HOUR)
    assert not is_open(berlin, start - timedelta(minutes=5), start + AN_HOUR)


def affected(count):
    shop = a_store()
    return [Affected(shop, booked(TEN + n * AN_HOUR), ["lane_gone"]) for n in range(count)]


def test_the_first_fifty_are_shown_by_their_starts():
    shown = told(affected(60)[::-1])

    assert (shown["count"], len(shown["bookings"])) == (60, 50)
    assert shown["bookings"][0]["start"] == "2026-03-10T10:00:00+08:00"


@pytest.mark.parametrize(
    ("count", "terms", "fault"),
    [
        (0, Terms(), None),
        (1, Terms(), "accept_affected"),
        (1, Terms(reason="because"), "accept_affected"),
        (1, Terms(accept_affected=True), "reason"),
        (1, Terms(accept_affected=True, reason="  "), "reason"),
        (1, Terms(accept_affected=True, reason="because"), None),
    ],
)
def test_whoever_strands_bookings_takes_it_on_and_says_why(count, terms, fault):
    if fault is None:
        check_accepted(affected(count), terms)
        return
    with pytest.raises(Invalid) as refused:
        check_accepted(affected(count), terms)
    assert refused.value.details["fields"].keys() == {fault}
    assert refused.value.details["affected"]["count"] == count


@pytest.mark.parametrize(("ahead", "waits"), [(-1, False), (0, False), (1, True)])
def test_only_what_is_for_later_waits(ahead, waits):
    at = TEN + timedelta(seconds=ahead)

    assert Terms(effective_at=at).waits_until(TEN) == (at if waits else None)
    assert Terms().waits_until(TEN) is None


def test_a_change_that_was_worked_out_from_a_version_fits_no_other():
    assert Terms().seen(4).if_version == 4
    assert Terms(if_version=3).seen(4).if_version == 3
