"""Lanes are chosen by what was seen a moment ago; nobody is refused by it, or gets one twice."""

from collections import Counter

import pytest

from common.contracts.booking import SlotTaken
from services.booking.store import BookingStore, Collision
from tests.service.booking.asking import TEN, asked, book, move
from tests.worlds import local


@pytest.fixture
def looks(store, monkeypatch):
    """Count how often what is held is read."""
    counted, busy = Counter(), store.busy

    def counting(*given, **more):
        counted["looks"] += 1
        return busy(*given, **more)

    monkeypatch.setattr(store, "busy", counting)
    return counted


def lane(booking):
    return booking["items"][0]["resources"][0]["id"]


def test_who_books_the_same_day_next_needs_no_look(desk, looks):
    first = book(desk())
    assert looks["looks"] == 1

    second = book(desk())
    other_day = book(desk(), start=local("2026-03-11 10:00"))

    assert looks["looks"] == 2
    assert lane(first) != lane(second)
    assert other_day["status"] == "confirmed"


def test_nobody_is_refused_by_what_is_remembered(desk, database):
    book(desk())
    second = book(desk())
    # Another process takes it back: this one remembers a full hour.
    database["bookings"].update_one(
        {"_id": second["id"]},
        {"$set": {"status": "cancelled"}, "$unset": {"ticks": "", "held": ""}},
    )

    assert lane(book(desk())) == lane(second)


def test_a_refusal_has_looked(desk, looks):
    book(desk())
    book(desk())

    with pytest.raises(SlotTaken):
        desk().create(**asked())

    assert looks["looks"] > 1


def test_nobody_is_refused_while_a_look_shows_a_free_lane(desk, store, monkeypatch):
    insert, beaten = store.insert, iter(range(12))

    def slow(*what):
        if next(beaten, None) is not None:
            raise Collision
        return insert(*what)

    monkeypatch.setattr(store, "insert", slow)

    assert book(desk())["status"] == "confirmed"


def test_a_place_that_another_process_took_is_not_given_twice(desk, database):
    book(desk(), start=local("2026-03-10 14:00"))
    other = desk()
    other.store = BookingStore(database)

    lanes = {lane(book(other)), lane(book(desk()))}

    assert len(lanes) == 2
    with pytest.raises(SlotTaken):
        desk().create(**asked())


def test_a_day_is_shared_evenly_among_its_lanes(desk):
    at = [local(f"2026-03-10 {time}") for time in ("10:00", "11:00", "14:00", "15:00")]

    used = Counter(lane(book(desk(), start=start)) for start in at)

    assert set(used.values()) == {2}


def test_what_is_moved_does_not_stand_in_its_own_way(desk):
    book(desk())
    second = book(desk())

    moved = desk().reschedule(**move(second["id"], start=TEN, items=None))

    assert lane(moved) == lane(second)
