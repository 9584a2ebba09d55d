"""The store's own booking-service rate: booked arrivals ÷ arrivals."""

from datetime import date, timedelta

import pytest

from services.reporting.domain.arrivals import Share, WalkIn, local
from tests.unit.reporting.conftest import NINE

TENTH = date(2026, 3, 10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def a_visit(a_booking):
    def came(team="A", customer="c-1", made_at=NINE - timedelta(days=1), **more):
        advisor = {"id": "sa", "name": {}, "team": team} if team else None
        told = {"status": "arrived", "arrived_at": NINE, "advisor": advisor, **more}
        return a_booking(**told, customer={"id": customer}, created_at=made_at).visit

    return came


def a_walk_in(team="", customer=None, at=NINE, day=TENTH):
    return WalkIn(day, at, customer, team)


def test_booked_arrivals_are_a_share_of_all(a_visit):  # RP-09
    found = local([a_visit(), a_visit()], [a_walk_in("A"), a_walk_in("B")])

    assert (found.store, found.store.rate) == (Share(2, 4), 5000)
    assert (found.of("A"), found.of("A").rate) == (Share(2, 3), 6666)
    assert (found.of("B"), found.of("B").rate) == (Share(0, 1), 0)
    assert found.without_team == 0


@pytest.mark.parametrize(
    ("booked", "arrivals", "rate"),
    [(0, 0, None), (1, 2, 5000), (4999, 10000, 4999), (99999, 200000, 4999), (5, 5, 10000)],
)
def test_a_share_is_cut_off_so_that_it_never_looks_like_a_target(booked, arrivals, rate):  # RP-09
    assert Share(booked, arrivals).rate == rate


@pytest.mark.parametrize("unknown", ["walk-in", "booking"])
def test_no_team_looks_better_for_arrivals_that_may_have_been_its_own(a_visit, unknown):  # AS-01
    visits = [a_visit()] + [a_visit("")] * (unknown == "booking")
    walk_ins = [a_walk_in("A")] + [a_walk_in()] * (unknown == "walk-in")

    found = local(visits, walk_ins)

    assert found.store.arrivals == 3
    assert (found.of("A"), found.of("A").rate, found.without_team) == (Share(1, None), None, 1)
    assert found.of("B") == Share(0, None)


def test_a_team_that_nobody_came_to_has_no_rate():  # RP-09
    assert (local([], []).of("C"), local([], []).of("C").rate) == (Share(0, 0), None)


@pytest.mark.parametrize(
    ("made", "booked"),
    [(-MINUTE, 1), (timedelta(0), 0), (MINUTE, 0)],
    ids=["before", "at", "after"],
)
def test_a_booking_made_for_a_walk_in_is_that_walk_in(a_visit, made, booked):  # RP-09, CH-13
    visit = a_visit(made_at=NINE + made)

    found = local([visit], [a_walk_in(customer="c-1"), a_walk_in("B", customer="c-2")])

    assert found.store == Share(booked, 2 + booked)
    assert found.without_team == booked  # made on the spot, the booking says the team


def test_who_walked_in_on_another_day_had_booked_for_this_one(a_visit):  # RP-09
    yesterday = a_walk_in("A", "c-1", NINE - timedelta(days=1), date(2026, 3, 9))

    assert local([a_visit(made_at=NINE - timedelta(hours=2))], [yesterday]).store == Share(1, 2)


def test_of_two_times_that_somebody_walked_in_the_first_counts(a_visit):  # RP-09
    walk_ins = [a_walk_in("A", "c-1", NINE + n * MINUTE) for n in (5, 0)]

    assert local([a_visit(made_at=NINE + MINUTE)], walk_ins).store == Share(0, 2)
