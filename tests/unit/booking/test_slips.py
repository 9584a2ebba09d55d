"""When somebody has not come, and what that takes from them."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from services.booking.domain import slips
from tests.unit.booking.test_lifecycle import TEN, a_booking
from tests.worlds import a_store, local

SECOND = timedelta(seconds=1)


def test_an_hour_late_is_a_no_show_by_the_clock():  # NS-01
    assert slips.no_show_at(a_store(), a_booking()) == TEN + timedelta(hours=1)


def test_closing_time_ends_the_wait():  # NS-01
    store = a_store(hours={"daily": ["08:00-17:10"]})
    last = a_booking(store, start=local("2026-03-10 16:00"))
    store_until = a_store(hours={"daily": ["08:00-16:40"]})

    assert slips.no_show_at(store, last) == local("2026-03-10 17:00")
    assert slips.no_show_at(store_until, last) == local("2026-03-10 16:40")


def test_a_store_waits_as_long_as_it_says():
    store = a_store(policy={"late_after_minutes": 5, "no_show_after_minutes": 20})

    assert slips.no_show_at(store, a_booking(store)) == TEN + timedelta(minutes=20)
    assert slips.missed(store, a_booking(store), TEN + timedelta(minutes=5) + SECOND)


@pytest.mark.parametrize(
    ("late", "refused"), [(timedelta(minutes=15), True), (timedelta(minutes=15) + SECOND, False)]
)
def test_a_person_may_note_it_once_the_customer_is_late(late, refused):  # NS-01
    if refused:
        with pytest.raises(IllegalTransition) as refusal:
            slips.missed(a_store(), a_booking(), TEN + late)
        assert "no_show" not in refusal.value.details["legal"]
    else:
        assert slips.missed(a_store(), a_booking(), TEN + late).status == "no_show"


def test_at_closing_time_nobody_is_waited_for_a_quarter_of_an_hour():
    store = a_store(hours={"daily": ["08:00-16:10"]})
    booking = a_booking(a_store(), start=local("2026-03-10 16:00"))

    assert slips.missed(store, booking, local("2026-03-10 16:10")).status == "no_show"


def test_lanes_that_are_no_more_cannot_be_had_again():
    store, booking = a_store(), a_booking()
    lane = booking.claims[0][0]

    assert [pick.lane.id for pick in slips.lanes_before(store, booking)] == [lane]
    assert slips.lanes_before(a_store(lanes={lane: None}), booking) is None
    assert slips.lanes_before(a_store(items={"maintenance-a": None}), booking) is None


def test_a_move_to_where_a_booking_is_already_leaves_it_as_it_is():  # CX-02
    store = a_store("s-beau")
    items, named = store.chosen(["facial"]), store.chosen(["facial"], "beautician-a")
    booking = a_booking(store, codes=("facial",))

    assert slips.stays(store, booking, items, TEN)
    assert not slips.stays(store, booking, items, TEN + timedelta(minutes=15))
    assert not slips.stays(store, booking, [*items, *items], TEN)
    assert not slips.stays(store, booking, named, TEN)


def test_a_move_to_the_same_time_finds_another_place_for_what_has_none():  # CX-08
    store, booking = a_store(), a_booking()
    items, lane = store.chosen(["maintenance-a"]), booking.claims[0][0]
    away = [{"from": "2026-03-10T09:00", "to": "2026-03-10T12:00", "reason": "repair"}]
    broken = a_store(lanes={lane: {"absences": away}})

    assert slips.stays(store, booking, items, TEN)
    assert not slips.stays(store, slips.to_rebook(booking), items, TEN)
    assert not slips.stays(broken, booking, items, TEN)
