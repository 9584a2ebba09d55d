"""Holds with the real database: what they keep, and from whom."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from common.contracts.booking import (
    HoldExpired,
    IdempotencyKeyReused,
    SlotTaken,
)
from common.errors import NotFound
from tests.service.booking.asking import NOW, TEN, asked, book, put_back_unsettled
from tests.worlds import a_partner, an_actor

LATER = NOW + timedelta(minutes=5)


def wish(**but):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": TEN,
        "channel": "phone",
        "ttl_seconds": 300,
        "idempotency_key": None,
        **but,
    }


def hold(desk, **but):
    return desk.hold(**wish(**but))["hold"]


def of_hold(hold_id, **but):
    told = asked(hold_id=hold_id, **but)
    return {
        name: value for name, value in told.items() if name not in ("store_id", "items", "start")
    }


def book_held(desk, hold_id, **but):
    return desk.create(**of_hold(hold_id, **but))["booking"]


def free_at_ten(desk):
    [slot] = desk.check_batch(
        slots=[{"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN}]
    )["slots"]
    return slot["free"]


def test_a_held_place_is_nobody_elses(desk):
    hold(desk())
    hold(desk())

    assert free_at_ten(desk()) == 0
    with pytest.raises(SlotTaken):
        book(desk())


def test_a_held_place_becomes_the_booking_whole(desk, database, told):
    kept = hold(desk())

    booking = book_held(desk(), kept["id"])

    assert (booking["start"], booking["store_id"]) == (kept["start"], "s-4s")
    assert [event["type"] for event in told] == ["booking_confirmed"]
    document = database["bookings"].find_one({"_id": kept["id"]})
    assert document["hold"]["state"] == "used"
    assert "ticks" not in document
    assert free_at_ten(desk()) == 1
    assert desk().get_hold(hold_id=kept["id"])["state"] == "used"


def test_a_hold_makes_one_booking(desk):
    kept = hold(desk())
    book_held(desk(), kept["id"])

    with pytest.raises(HoldExpired):
        book_held(desk(), kept["id"])


def test_of_many_who_book_one_hold_one_has_it(desk, database):
    kept = hold(desk())
    ready, outcomes = Barrier(8), []

    def ask():
        ready.wait()
        try:
            outcomes.append(book_held(desk(), kept["id"])["status"])
        except HoldExpired:
            outcomes.append("expired")

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["confirmed"] + ["expired"] * 7
    assert database["bookings"].count_documents({"hold": None}) == 1


def test_a_repeated_request_meets_the_booking_that_it_made_of_the_hold(desk):
    kept = hold(desk())
    first = desk().create(**of_hold(kept["id"], idempotency_key="k-1"))
    again = desk(now=LATER).create(**of_hold(kept["id"], idempotency_key="k-1"))

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["booking"] == first["booking"]
    with pytest.raises(IdempotencyKeyReused):
        desk().create(**asked(idempotency_key="k-1"))


def test_an_expired_hold_keeps_nobody_out(desk):  # features 9
    kept = [hold(desk()), hold(desk())]

    assert free_at_ten(desk(now=LATER)) == 2
    assert [book(desk(now=LATER))["status"] for _ in kept] == ["confirmed", "confirmed"]
    assert desk(now=LATER).get_hold(hold_id=kept[0]["id"])["state"] == "expired"
    with pytest.raises(HoldExpired):
        book_held(desk(now=LATER), kept[0]["id"])


def test_a_hold_stands_to_its_last_moment(desk):
    hold(desk())
    last = hold(desk())
    just_before = LATER - timedelta(microseconds=1)

    assert free_at_ten(desk(now=just_before)) == 0
    assert book_held(desk(now=just_before), last["id"])["status"] == "confirmed"


def test_an_extended_hold_stands_longer(desk):
    hold(desk())
    kept = hold(desk())

    more = desk(now=NOW + timedelta(minutes=4)).extend_hold(hold_id=kept["id"])

    assert more["extended"]
    assert free_at_ten(desk(now=LATER)) == 1
    assert free_at_ten(desk(now=NOW + timedelta(minutes=9))) == 2


def test_what_is_let_go_is_free_at_once(desk):
    kept = hold(desk())

    assert desk().release_hold(hold_id=kept["id"])["state"] == "released"
    assert desk().release_hold(hold_id=kept["id"])["state"] == "released"
    assert free_at_ten(desk()) == 2


def test_a_refused_repeat_meets_its_own_hold_before_the_majority_knows_of_it(desk, database):
    only_place = wish(store_id="s-4s-2", idempotency_key="k-1")
    first = desk().hold(**only_place)["hold"]
    for _ in range(30):
        put_back_unsettled(database["bookings"])

        assert desk().hold(**only_place) == {"hold": first, "replayed": True}


def test_a_repeated_hold_is_the_same_hold(desk):
    partner = a_partner("p1")
    first = desk(by=partner).hold(**wish(idempotency_key="k-1"))
    again = desk(by=partner).hold(**wish(idempotency_key="k-1"))

    assert again == {"hold": first["hold"], "replayed": True}
    assert free_at_ten(desk()) == 1
    with pytest.raises(IdempotencyKeyReused):
        desk(by=partner).hold(**wish(idempotency_key="k-1", ttl_seconds=60))


def test_a_hold_is_not_a_booking_to_anybody_who_reads(desk):
    kept = hold(desk())

    board = desk().board(store_id="s-4s", day=TEN.date())
    assert board["bookings"] == []
    assert desk().export(after=None, limit=10)["facts"] == []
    with pytest.raises(NotFound):
        desk().get(booking_id=kept["id"])
    with pytest.raises(NotFound):
        desk().get_hold(hold_id=book(desk())["id"])


def test_somebody_elses_hold_is_not_there(desk):
    kept = hold(desk(by=a_partner("p1")))

    for other in (a_partner("p2"), an_actor(stores=frozenset({"s-beau"}))):
        with pytest.raises(NotFound):
            desk(by=other).get_hold(hold_id=kept["id"])
        with pytest.raises(NotFound):
            book_held(desk(by=other), kept["id"])


def test_a_booking_that_moves_can_take_the_place_of_an_expired_hold(desk):
    booking = book(desk(), start=TEN + timedelta(hours=1))
    hold(desk())
    hold(desk())

    moved = desk(now=LATER).reschedule(
        booking_id=booking["id"], start=TEN, items=None, if_revision=None, reason=""
    )

    assert moved["start"] == "2026-03-10T10:00:00+08:00"


def test_holds_long_over_are_swept_when_the_next_one_is_made(desk, database):
    old = hold(desk())

    hold(desk(now=LATER + timedelta(days=1)), start=TEN + timedelta(days=7))
    assert database["bookings"].count_documents({"_id": old["id"]}) == 1

    hold(desk(now=LATER + timedelta(days=1, seconds=1)), start=TEN + timedelta(days=7))
    assert database["bookings"].count_documents({"_id": old["id"]}) == 0


def test_a_hold_whose_place_was_taken_by_a_clock_ahead_is_not_extended(desk):
    """Two replicas whose clocks differ: to the first the hold has not expired yet."""
    held = hold(desk())
    for _ in range(2):
        book(desk(now=LATER))

    with pytest.raises(HoldExpired):
        desk(now=LATER - timedelta(seconds=1)).extend_hold(hold_id=held["id"])
