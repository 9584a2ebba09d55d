"""Who is responsible for a booking, and why they are."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Invalid
from services.booking.domain import advisors, bookings
from tests.unit.booking.test_lifecycle import TEN, a_booking
from tests.worlds import a_store, local

MINUTE = timedelta(minutes=1)
LI = {"id": "sa-li", "name": {"zh": "李", "en": "Li"}}
WANG = {"id": "sa-wang", "name": {"zh": "王", "en": "Wang"}}


def a_store_with(*told):
    return a_store(advisors=list(told))


def nobody():
    return None


def responsible(store, at=TEN, asked=None, last=nobody, load=dict):
    found = advisors.responsible(store, at, asked, last, load)
    return (found["id"], found["why"]) if found else None


def test_who_had_the_customer_last_has_them_again():  # BK-13, RS-02
    assert responsible(a_store(), last=lambda: "sa-wang") == ("sa-wang", "last")


def test_else_who_has_the_fewest_bookings_that_day():  # BK-13
    assert responsible(a_store(), load=lambda: {"sa-li": 2, "sa-wang": 1}) == ("sa-wang", "fewest")


def test_of_two_with_as_many_it_is_the_first_in_the_store_s_file():  # BK-13
    assert responsible(a_store(), load=lambda: {"sa-li": 1, "sa-wang": 1}) == ("sa-li", "fewest")


def test_whom_the_customer_asks_for_comes_first():  # BK-13
    assert responsible(a_store(), asked="sa-wang", last=lambda: "sa-li") == ("sa-wang", "asked")


def test_who_is_off_duty_is_passed_over():  # BK-13
    away = {**LI, "absences": [{"from": "2026-03-10T09:00", "to": "2026-03-10T10:01"}]}
    store = a_store_with(away, WANG)

    assert responsible(store, last=lambda: "sa-li") == ("sa-wang", "fewest")
    assert responsible(store, TEN + MINUTE, last=lambda: "sa-li") == ("sa-li", "last")


def test_where_nobody_is_on_duty_nobody_is_looked_for():
    def burst():
        raise AssertionError("asked")

    store = a_store_with({**LI, "roster": {"daily": ["08:00-09:00"]}})

    assert responsible(store, last=burst, load=burst) is None
    assert responsible(a_store_with(), last=burst, load=burst) is None


def test_of_one_alone_nobody_counts_the_bookings():
    def burst():
        raise AssertionError("asked")

    assert responsible(a_store_with(LI), load=burst) == ("sa-li", "fewest")


@pytest.mark.parametrize(
    ("at", "there"), [("08:59", False), ("09:00", True), ("11:59", True), ("12:00", False)]
)
def test_a_shift_begins_with_its_first_minute_and_ends_before_its_last(at, there):
    store = a_store_with({**LI, "roster": {"daily": ["09:00-12:00"]}})

    [li] = store.paperwork.advisors
    assert advisors.on_duty(store, li, local(f"2026-03-10 {at}")) is there


@pytest.mark.parametrize(("at", "there"), [("07:59", False), ("08:00", True), ("18:00", False)])
def test_without_a_roster_they_are_there_while_the_store_is_open(at, there):
    store = a_store_with(LI)

    [li] = store.paperwork.advisors
    assert advisors.on_duty(store, li, local(f"2026-03-10 {at}")) is there


def test_another_is_assigned_by_hand_on_duty_or_not():  # BK-13
    store = a_store_with(LI, {**WANG, "roster": {"daily": []}})

    after = advisors.assigned(store, a_booking(store), "sa-wang")

    assert (after.advisor["id"], after.advisor["why"], after.revision) == ("sa-wang", "assigned", 2)
    with pytest.raises(Invalid):
        advisors.assigned(store, after, "sa-wang")
    with pytest.raises(Invalid):
        advisors.assigned(store, after, "sa-nobody")


def test_what_has_ended_is_nobody_s_any_more():
    ended = bookings.cancelled(a_booking(), TEN, False)

    with pytest.raises(IllegalTransition):
        advisors.assigned(a_store(), ended, "sa-li")


def test_an_adviser_is_kept_while_they_can_receive_the_customer():
    store = a_store_with({**LI, "roster": {"daily": ["08:00-12:00"]}}, WANG)
    booking = advisors.assigned(store, a_booking(store), "sa-li")
    later = a_booking(store, start=local("2026-03-10 14:00"), advisor=booking.advisor)

    assert advisors.kept(store, booking)
    assert not advisors.kept(store, later)
    assert not advisors.kept(store, a_booking(store))


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ({}, {}),
        ({"advisor": "sa-li", "taken_by": "sa-wang"}, {}),
        ({"advisor": "sa-x"}, {"advisor": [advisors.UNKNOWN]}),
        ({"taken_by": "sa-x"}, {"taken_by": [advisors.UNKNOWN]}),
        ({"taken_by": "maintenance-1"}, {"taken_by": [advisors.UNKNOWN]}),
    ],
)
def test_who_is_named_must_work_here(asked, faults):  # CH-14, BK-13
    assert advisors.faults_of(a_store(), asked, TEN) == faults


def test_whom_they_ask_for_must_be_there_then():
    store = a_store_with({**LI, "roster": {"daily": ["12:00-18:00"]}})

    assert advisors.faults_of(store, {"advisor": "sa-li"}, TEN) == {"advisor": [advisors.OFF_DUTY]}


def test_in_a_salon_the_consultant_takes_it():  # CH-14
    assert advisors.faults_of(a_store("s-beau"), {"taken_by": "beautician-a"}, TEN) == {}
