from datetime import date

import pytest

from common.contracts.booking import STATUSES
from common.contracts.reporting import MEASURES
from services.reporting.domain.figures import (
    Key,
    behind,
    contribution,
    difference,
    folded,
    is_cancelled_in_time,
    is_due,
    is_punctual,
)
from services.reporting.domain.rows import joined
from tests.unit.reporting.conftest import NINE

KEY = Key("hz-east", date(2026, 3, 10), "phone")
ARRIVED = {"status": "arrived", "arrived_at": NINE}
CANCELLED = {"status": "cancelled"}


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({}, {"bookings", "due"}),
        (ARRIVED | {"on_time": True}, {"bookings", "due", "arrivals", "punctual"}),
        (ARRIVED | {"on_time": False}, {"bookings", "due", "arrivals"}),
        (CANCELLED | {"cancelled_in_time": True}, {"bookings", "cancelled_in_time"}),
        (CANCELLED | {"cancelled_in_time": False}, {"bookings", "due"}),
        ({"status": "no_show"}, {"bookings", "due"}),
        ({"status": "to_rebook"}, {"bookings"}),
    ],
    ids=[
        "firm",
        "came on time",
        "came late",
        "cancelled in time",
        "cancelled late",
        "did not come",
        "wants another day",
    ],
)
def test_what_a_booking_counts_for(a_booking, facts, counts):  # RP-01, RP-04
    assert contribution(a_booking(**facts)) == {KEY: dict.fromkeys(counts, 1)}


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_who_has_a_place_is_due(a_booking, status):  # RP-01
    due = is_due(a_booking(status=status).visit)

    assert due is (status not in ("needs_info", "pending", "to_rebook", "failed"))


@pytest.mark.parametrize(("on_time", "punctual"), [(True, True), (False, False), (None, False)])
def test_booking_judges_who_is_on_time(a_booking, on_time, punctual):  # PK-17
    assert is_punctual(a_booking(**ARRIVED, on_time=on_time).visit) is punctual
    assert not is_punctual(a_booking(on_time=on_time).visit)


@pytest.mark.parametrize(("told", "in_time"), [(True, True), (False, False), (None, False)])
def test_booking_judges_who_cancels_in_time(a_booking, told, in_time):  # RP-01
    assert is_cancelled_in_time(a_booking(**CANCELLED, cancelled_in_time=told).visit) is in_time
    assert not is_cancelled_in_time(a_booking(cancelled_in_time=told).visit)


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("waiting", {"calls_due": 1}),
        ("open", {"calls_due": 1}),
        ("taken", {"calls_due": 1}),
        ("done", {"calls_due": 1, "calls_done": 1}),
        ("dropped", {}),
    ],
)
def test_a_call_counts_on_the_day_of_its_appointment(a_booking, a_call, state, counts):  # RP-26
    row = joined(a_booking(), a_call(state=state))

    assert contribution(row) == {KEY: {"bookings": 1, "due": 1, **counts}}


def test_each_message_counts_for_each_of_its_ends(a_booking, a_message):
    row = joined(a_booking(), a_message("sent", "delivered"))
    row = joined(row, a_message("sent", "failed", id="m-2"))

    assert contribution(row)[KEY] | {"bookings": 0, "due": 0} == {
        "bookings": 0,
        "due": 0,
        "messages_sent": 2,
        "messages_delivered": 1,
        "messages_failed": 1,
    }


def test_nothing_counts_before_its_booking_is_known(a_booking, a_call, a_message):
    early = joined(a_call(), a_message("sent"))

    assert contribution(early) == {}
    assert contribution(joined(early, a_booking()))[KEY]["calls_due"] == 1


def test_every_measure_has_a_rule(a_booking):
    row = a_booking()

    assert {measure: len(behind(row, measure)) for measure in MEASURES}["bookings"] == 1


def test_a_booking_that_moves_takes_its_figures_along(a_booking):
    old = a_booking()
    moved = a_booking(revision=2, start=NINE.replace(day=11), channel="web")
    fold = folded({"b-1": old}, [moved])

    assert fold.rows == (moved,)
    assert fold.changes == {
        KEY: {"bookings": -1, "due": -1},
        Key("hz-east", date(2026, 3, 11), "web"): {"bookings": 1, "due": 1},
    }


def test_a_fact_that_says_nothing_new_changes_nothing(a_booking):
    new = a_booking(revision=2)

    for told in (a_booking(), new):
        fold = folded({"b-1": new}, [told])
        assert (fold.rows, fold.changes) == ((), {})


def test_a_new_row_without_new_counts_is_kept(a_booking):
    fold = folded({"b-1": a_booking()}, [a_booking(revision=2)])

    assert (fold.rows, fold.changes) == ((a_booking(revision=2),), {})


def test_figures_differ_by_what_one_has_more():
    one, other = {KEY: {"due": 3, "bookings": 1}}, {KEY: {"due": 1, "bookings": 1, "arrivals": 2}}

    assert difference(one, other) == {KEY: {"due": 2, "arrivals": -2}}
    assert difference(one, one) == {}
