"""Pauses within a visit: the colour develops, and the hairdresser serves somebody else."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from services.booking.domain import holds
from services.booking.domain.availability import (
    Busy,
    choose_lanes,
    claims_of,
    day_window,
    free_slots,
)
from services.booking.domain.integrity import of_booking
from services.booking.domain.stores import demands
from services.booking.domain.ticks import claim_keys, tick_at
from tests.unit.booking.test_lifecycle import a_booking
from tests.worlds import a_store, local

TEN = local("2026-03-10 10:00")
MINUTE = timedelta(minutes=1)
NOW = local("2026-03-09 09:00")
COLOURS = {"facial": {"pauses": {"beauticians": [[20, 40]]}}}
ALONE = {"beautician-b": None}


def a_salon(pauses=((20, 40),), **but):
    told = {"facial": {"pauses": {"beauticians": [list(pause) for pause in pauses]}}}
    return a_store("s-beau", items=told, lanes=ALONE, **but)


def parts(store, *codes):
    found = demands(store, store.chosen(list(codes)))
    return {demand.pool.id: demand.parts for demand in found}


def starts(store, *claims, codes=("facial",)):
    items = store.chosen(list(codes))
    busy = Busy(claims, *day_window(store, items, TEN))
    found = free_slots(store, items, busy, TEN - 60 * MINUTE, TEN + 120 * MINUTE)
    return [(slot.start - tick_at(TEN)) * 5 for slot in found]


def taken(lane, first, end):
    return lane, tick_at(TEN + first * MINUTE), tick_at(TEN + end * MINUTE)


def test_the_room_is_kept_and_the_person_is_not():  # SL-10, SL-11
    assert parts(a_salon(), "facial") == {
        "beauticians": ((0, 4), (8, 12)),
        "rooms": ((0, 15),),
    }


@pytest.mark.parametrize(
    ("pauses", "found"),
    [
        ([(20, 40), (45, 55)], ((0, 4), (8, 9), (11, 12))),
        ([(40, 60)], ((0, 8),)),  # at the end: she is free, the guest rests
        ([(22, 38)], ((0, 5), (7, 12))),  # a started tick belongs to the work
        ([(22, 24)], ((0, 12),)),
        ([], ((0, 12),)),
    ],
)
def test_only_whole_ticks_are_given_away(pauses, found):
    assert parts(a_salon(pauses), "facial")["beauticians"] == found


def test_a_pause_lies_within_its_own_item():  # BK-10
    assert parts(a_salon(), "body", "facial")["beauticians"] == ((0, 22), (26, 30))


@pytest.mark.parametrize(
    ("first", "end", "free"),
    [(20, 40, True), (15, 40, False), (20, 45, False), (25, 35, True)],
)
def test_who_waits_for_the_colour_may_be_served_by_another(first, end, free):
    claim = taken("beautician-a", first, end)

    assert (0 in starts(a_salon(), claim)) is free


def test_both_parts_need_the_same_person():
    store = a_store("s-beau", items=COLOURS)
    halves = [taken("beautician-a", 0, 20), taken("beautician-b", 40, 60)]

    assert 0 not in starts(store, *halves)
    assert 0 in starts(store, halves[0])


def test_what_is_offered_is_what_is_chosen():
    store = a_salon()
    items = store.chosen(["facial"])
    busy = Busy([taken("beautician-a", 20, 40)], *day_window(store, items, TEN))

    chosen = choose_lanes(store, items, busy, TEN, Random(1))

    room = next(pick.lane.id for pick in chosen if pick.demand.pool.id == "rooms")
    assert claims_of(chosen, TEN) == [
        taken("beautician-a", 0, 20),
        taken("beautician-a", 40, 60),
        taken(room, 0, 75),
    ]


def test_a_booking_with_a_pause_is_sound_and_says_where_it_is():
    booking = a_booking(a_salon(), codes=("facial",))
    ticks = [key for claim in booking.claims for key in claim_keys(*claim)]
    [person] = [x for x in booking.items[0]["resources"] if x["kind"] == "staff"]

    assert list(of_booking(booking, ticks)) == []
    assert person["pauses"] == [[20, 40]]


def test_a_part_that_is_not_claimed_is_found():
    booking = a_booking(a_salon(), codes=("facial",))
    less = replace(booking, claims=booking.claims[1:])
    ticks = [key for claim in less.claims for key in claim_keys(*claim)]

    assert [finding.what for finding in of_booking(less, ticks)] == [
        "does not claim beautician-a for facial"
    ]


def test_a_hold_with_a_pause_becomes_a_booking_of_the_same_lanes():
    store = a_salon()
    items = store.chosen(["facial"])
    nothing = Busy((), *day_window(store, items, TEN))
    chosen = choose_lanes(store, items, nothing, TEN, Random(1))
    facts = {"id": "h-1", "channel": "phone", "created_by": {"id": "x", "kind": "person"}}
    hold = holds.held(store, items, TEN, chosen, NOW, 5 * MINUTE, **facts)

    again = holds.chosen_by(store, hold, items)

    assert tuple(claims_of(again, TEN)) == hold.claims
    assert len(hold.claims) == 3
