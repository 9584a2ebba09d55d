"""Who serves: whom the customer asks for, or any who can, and why that one."""

from random import Random

import pytest

from common.errors import Invalid
from services.booking.domain import slips
from services.booking.domain.availability import Busy, choose_lanes, day_window, takes
from services.booking.domain.stores import demands
from services.booking.domain.ticks import tick_at
from tests.worlds import a_store, local

TEN = local("2026-03-10 10:00")


def a_claim(lane, first, end):
    return lane, tick_at(local(f"2026-03-10 {first}")), tick_at(local(f"2026-03-10 {end}"))


def picks(store, codes, staff=None, claims=(), chance=1):
    items = store.chosen(codes, staff)
    busy = Busy(claims, *day_window(store, items, TEN))
    chosen = choose_lanes(store, items, busy, TEN, Random(chance))
    return chosen and [(pick.lane.id, pick.why, pick.among) for pick in chosen]


def lanes_for(store, *codes):
    return [[lane.id for lane in demand.lanes] for demand in demands(store, store.chosen(codes))]


def test_who_is_asked_for_serves_and_the_rest_is_chosen():
    salon = a_store("s-beau")
    rooms = [a_claim("room-1", "10:00", "11:00")]

    assert picks(salon, ["facial"], "beautician-b", rooms) == [
        ("beautician-b", "asked_for", 1),
        ("room-2", "only_free", 1),
    ]


def test_nobody_else_serves_instead_of_who_is_asked_for():
    taken = [a_claim("beautician-b", "10:30", "11:00")]

    assert picks(a_store("s-beau"), ["facial"], "beautician-b", taken) is None


def test_the_least_loaded_of_the_day_is_chosen_and_says_so():
    earlier = [a_claim("beautician-a", "17:00", "18:00")]
    [beautician, room] = picks(a_store("s-beau"), ["facial"], claims=earlier)

    assert beautician == ("beautician-b", "least_loaded", 2)
    assert room[1:] == ("drawn", 2)


def test_equals_are_drawn():
    salon = a_store("s-beau")

    assert {picks(salon, ["facial"], chance=n)[0][0] for n in range(20)} == {
        "beautician-a",
        "beautician-b",
    }


def test_only_who_masters_an_item_can_serve_it():
    bank = a_store("s-bank")

    assert lanes_for(bank, "cash") == [["counter-1", "counter-2"]]
    assert lanes_for(bank, "loan") == [["counter-1", "counter-2", "counter-3"]]
    assert lanes_for(bank, "loan", "cash") == [["counter-1", "counter-2"]]


def test_an_item_can_need_a_grade():
    salon = a_store("s-beau", items={"body": {"grades": {"beauticians": ["A"]}}})

    assert lanes_for(salon, "body") == [["beautician-a"], ["room-1", "room-2"]]
    assert lanes_for(salon, "facial")[0] == ["beautician-a", "beautician-b"]


@pytest.mark.parametrize(
    ("store_id", "codes", "staff", "says"),
    [
        ("s-beau", ["facial"], "nobody", "nobody here has that name"),
        ("s-bank", ["cash"], "counter-3", "does not serve what was chosen"),
        ("s-rest", ["table-2"], "table-8", "does not serve what was chosen"),
    ],
)
def test_asking_for_who_cannot_serve_is_told(store_id, codes, staff, says):
    store = a_store(store_id)

    with pytest.raises(Invalid) as refusal:
        store.chosen(codes, staff)

    assert refusal.value.details["fields"] == {"staff": [says]}
    assert not takes(store, codes, None, staff)


def test_a_wish_for_somebody_who_left_is_dropped_when_a_booking_moves():
    class Asked:
        staff = "beautician-b"

    salon = a_store("s-beau")
    without = a_store("s-beau", lanes={"beautician-b": None})

    assert slips.staff_kept(salon, Asked, ["facial"]) == "beautician-b"
    assert slips.staff_kept(without, Asked, ["facial"]) is None
