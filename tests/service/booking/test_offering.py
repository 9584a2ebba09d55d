"""Looking changes nothing: checks of many starts, and why one cannot be had."""

from datetime import timedelta

import pytest

from common.errors import Invalid, NotFound
from tests.service.booking.asking import NOW, TEN, book
from tests.worlds import an_actor, local


def a_wish(**but):
    return {"store_id": "s-4s", "items": ["maintenance-a"], "start": TEN, **but}


def test_starts_are_checked_in_their_order_whatever_is_wrong_with_some(desk):
    book(desk())
    slots = [
        a_wish(),
        a_wish(start=TEN + timedelta(days=20)),
        a_wish(start=local("2026-03-10 09:00")),
        a_wish(store_id="s-nowhere"),
        a_wish(items=["haircut"]),
        a_wish(store_id="s-beau", items=["facial"]),
    ]

    checked = desk().check_batch(slots=slots)["slots"]

    assert [(slot["available"], slot["free"], slot["code"]) for slot in checked] == [
        (True, 1, None),
        (True, 2, None),
        (False, 0, "not_a_slot"),
        (False, 0, "not_found"),
        (False, 0, "validation_failed"),
        (True, 2, None),
    ]
    assert [slot["store_id"] for slot in checked] == [slot["store_id"] for slot in slots]


def test_a_check_says_what_a_booking_would_meet(desk):
    book(desk())
    book(desk())

    [slot] = desk().check_batch(slots=[a_wish()])["slots"]

    assert (slot["available"], slot["code"]) == (False, "slot_taken")


def test_a_store_of_somebody_else_is_not_there(desk):
    stranger = desk(by=an_actor(stores=frozenset({"s-beau"})))

    [slot] = stranger.check_batch(slots=[a_wish()])["slots"]

    assert slot["code"] == "not_found"
    with pytest.raises(NotFound):
        stranger.explain(**a_wish(), channel=None)


def test_a_full_slot_is_explained_by_its_pool(desk):
    book(desk())
    free = desk().explain(**a_wish(), channel="partner")
    book(desk())
    full = desk().explain(**a_wish(), channel="partner")

    assert free == {"available": True, "reasons": []}
    assert full["available"] is False
    assert [(reason["code"], reason["resource"]) for reason in full["reasons"]] == [
        ("slot_taken", "maintenance")
    ]


def test_an_item_that_is_not_offered_cannot_be_explained(desk):
    with pytest.raises(Invalid):
        desk().explain(**a_wish(items=["haircut"]), channel=None)


def test_what_has_passed_is_explained_as_well(desk):
    found = desk(now=NOW + timedelta(days=2)).explain(**a_wish(), channel=None)

    assert [reason["code"] for reason in found["reasons"]] == ["lead_time"]
