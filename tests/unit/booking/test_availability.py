from collections import Counter
from random import Random

import pytest

from common.errors import Invalid
from services.booking.domain import availability
from services.booking.domain.availability import Busy, choose_lanes, claims_of, free_slots
from services.booking.domain.stores import demands
from services.booking.domain.ticks import moment_of, tick_at
from tests.worlds import a_store, local

MORNING, EVENING = local("2026-03-10 00:00"), local("2026-03-11 00:00")


def search(store, codes, claims=(), limit=50):
    items = store.chosen(codes)
    window = availability.window_of(store, items, MORNING, EVENING)
    slots = free_slots(store, items, Busy(list(claims), *window), MORNING, EVENING, limit)
    return [(f"{store.local(moment_of(slot.start)):%H:%M}", slot.free) for slot in slots]


def a_claim(lane, first, end):
    return lane, tick_at(local(f"2026-03-10 {first}")), tick_at(local(f"2026-03-10 {end}"))


def test_two_lanes_are_two_cars_a_slot():  # SL-02
    store = a_store()
    one = [a_claim("maintenance-1", "10:00", "11:00")]
    both = [*one, a_claim("maintenance-2", "10:00", "11:00")]

    assert ("10:00", 2) in search(store, ["maintenance-a"])
    assert ("10:00", 1) in search(store, ["maintenance-a"], one)
    assert "10:00" not in dict(search(store, ["maintenance-a"], both))
    assert ("11:00", 2) in search(store, ["maintenance-a"], both)


def test_a_window_is_read_in_parts_that_leave_nothing_out():
    first, end = local("2026-03-10 09:02"), local("2026-03-17 00:00")

    soon, later = availability.stretches(first, end)

    assert soon == (first, local("2026-03-12 09:00"))
    assert later == (soon[1], end)
    assert availability.stretches(first, local("2026-03-12 09:00")) == [
        (first, local("2026-03-12 09:00"))
    ]


def test_windows_within_a_day_of_each_other_are_read_together():
    day = availability.A_DAY

    assert availability.joined([(10, 20)]) == [(10, 20)]
    assert availability.joined([(20 + day, 30 + day), (10, 20)]) == [(10, 30 + day)]
    assert availability.joined([(10, 20), (21 + day, 30 + day)]) == [(10, 20), (21 + day, 30 + day)]
    assert availability.joined([(10, 90), (20, 30)]) == [(10, 90)]


def test_the_scarcest_pool_decides_how_many_could_come():  # SL-11
    store = a_store("s-beau")
    room_taken = [a_claim("room-1", "10:00", "11:15")]

    assert dict(search(store, ["facial"]))["10:00"] == 2
    assert dict(search(store, ["facial"], room_taken))["10:00"] == 1


def test_a_room_is_free_again_only_when_it_has_been_cleaned():  # RS-28
    store = a_store("s-beau")
    needed = {demand.pool.id: demand.end for demand in demands(store, store.chosen(["facial"]))}

    assert needed == {"beauticians": 12, "rooms": 15}


def test_several_items_keep_their_person_and_room_to_the_end():  # BK-10
    store = a_store("s-beau")

    found = demands(store, store.chosen(["facial", "body"]))

    assert {d.pool.id: d.parts for d in found} == {
        "beauticians": ((0, 30),),
        "rooms": ((0, 33),),
    }


def test_a_visit_overlapping_any_part_of_a_claim_is_refused():
    store = a_store("s-beau", lanes={"beautician-b": None, "room-2": None})
    busy = [a_claim("beautician-a", "12:00", "13:00")]

    found = dict(search(store, ["facial"], busy))

    assert "11:00" in found
    assert "11:15" not in found
    assert "12:45" not in found
    assert "13:00" in found


def test_what_a_store_does_not_offer_is_said_by_name():  # BK-11
    with pytest.raises(Invalid) as refusal:
        a_store().chosen(["maintenance-a", "moon", "sun"])

    assert refusal.value.details["fields"] == {"items": ["not offered here: moon, sun"]}


def test_a_visit_of_more_than_twelve_hours_is_refused():
    store = a_store(
        "s-beau", items={"long": {"name": {}, "minutes": 721, "labour": 0, "parts": 0, "pools": []}}
    )

    with pytest.raises(Invalid):
        store.chosen(["long"])


def test_the_least_loaded_lane_is_taken():
    store = a_store()
    window = tick_at(MORNING), tick_at(EVENING)
    busy = Busy([a_claim("maintenance-1", "08:30", "09:30")], *window)

    chosen = choose_lanes(
        store, store.chosen(["diagnosis"]), busy, local("2026-03-10 14:00"), Random(1)
    )

    assert [pick.lane.id for pick in chosen] == ["maintenance-2"]


def test_among_equally_loaded_lanes_chance_decides():
    store, chance = a_store(), Random(1)
    window = tick_at(MORNING), tick_at(EVENING)
    items = store.chosen(["diagnosis"])

    taken = Counter(
        choose_lanes(store, items, Busy([], *window), local("2026-03-10 14:00"), chance)[0].lane.id
        for _ in range(200)
    )

    assert min(taken["maintenance-1"], taken["maintenance-2"]) > 50


def test_no_lane_is_chosen_where_a_pool_is_full():
    store = a_store("s-4s-2")
    window = tick_at(MORNING), tick_at(EVENING)
    busy = Busy([a_claim("maintenance-1", "10:30", "11:00")], *window)

    assert (
        choose_lanes(
            store, store.chosen(["maintenance-a"]), busy, local("2026-03-10 10:00"), Random()
        )
        is None
    )


def test_a_claim_reaches_from_the_start_to_the_end_of_its_cleaning():  # RS-28
    store = a_store("s-beau")
    window = tick_at(MORNING), tick_at(EVENING)
    at = local("2026-03-10 10:00")

    chosen = choose_lanes(store, store.chosen(["facial"]), Busy([], *window), at, Random(3))

    lengths = {lane.split("-")[0]: end - first for lane, first, end in claims_of(chosen, at)}
    assert lengths == {"beautician": 12, "room": 15}


def test_the_emptiest_first_spreads_arrivals():  # SL-06
    store = a_store()
    slots = [availability.Slot(10, 22, 1), availability.Slot(30, 42, 2)]
    found = [(store, slot) for slot in slots]

    assert [s.start for _, s in availability.ordered(found, "emptiest")] == [30, 10]
    assert [s.start for _, s in availability.ordered(found, "soonest")] == [10, 30]


def test_a_store_is_passed_over_for_a_channel_it_has_closed():  # CH-17
    store = a_store(channels=["phone"])

    assert availability.takes(store, ["diagnosis"], "phone")
    assert not availability.takes(store, ["diagnosis"], "web")
    assert not availability.takes(store, ["facial"], None)


@pytest.mark.parametrize(("days", "fine"), [(31, True), (32, False), (0, False)])
def test_a_search_spans_at_most_a_month(days, fine):
    from datetime import timedelta

    end = MORNING + timedelta(days=days)
    if fine:
        availability.check_window(MORNING, end)
    else:
        with pytest.raises(Invalid):
            availability.check_window(MORNING, end)
