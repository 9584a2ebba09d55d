"""Looking changes nothing: checks of many starts, and why one cannot be had."""

from datetime import datetime, timedelta

import pytest

from common.errors import Invalid, NotFound
from services.booking import places
from services.booking.domain import searches
from services.booking.store import configs
from tests.service.booking.asking import NOW, TEN, book
from tests.worlds import an_actor, config_of, local


def searched(desk, limit, order="soonest", **but):
    asked = {
        "store_ids": None, "city": None, "items": ["maintenance-a"], "from_": NOW,
        "to": NOW + timedelta(days=7), "channel": None, "staff": None, "limit": limit,
        "order": order, **but,
    }  # fmt: skip
    found = desk.search(**asked)
    return [(slot["start"], slot["store_id"]) for slot in found["slots"]], found["next_from"]


@pytest.fixture
def chain(store):
    """Twelve 4S stores beside the demo's: odd ones open at noon, every third is shut today."""
    for number in range(12):
        hours = {"daily": ["12:00-18:00" if number % 2 else "08:00-18:00"]}
        if number % 3 == 0:
            hours["mon"] = []
        store.save_store(f"z-{number:02}", config_of("s-4s", hours=hours))


@pytest.mark.parametrize("limit", [1, 7, 30, 150])
def test_the_pages_of_the_soonest_are_all_there_is_each_once(desk, chain, limit):  # SL-04
    for _ in range(2):
        book(desk(), start=local("2026-03-09 10:00"))
    everything, no_more = searched(desk(), 10_000, order="emptiest")
    in_order = sorted(everything)

    found, next_from, pages = [], NOW, 0
    while next_from and pages < 5:
        page, next_from = searched(desk(), limit, from_=next_from)
        next_from = next_from and datetime.fromisoformat(next_from)
        found, pages = found + page, pages + 1

    assert no_more is None
    assert found == in_order[: len(found)]
    assert len(found) == len(in_order) or pages == 5


def test_the_emptiest_have_one_page_of_as_many_as_asked_for(desk, chain):
    everything, _ = searched(desk(), 10_000, order="emptiest")

    assert searched(desk(), 7, order="emptiest") == (everything[:7], None)


def test_stores_that_cannot_have_the_soonest_slots_are_not_read(desk, chain, store, monkeypatch):
    read, look = [], store.busy_in

    def noted(store_ids, *more):
        read.append(sorted(store_ids))
        return look(store_ids, *more)

    monkeypatch.setattr(store, "busy_in", noted)
    monkeypatch.setattr(store, "busy", None)
    monkeypatch.setattr(places, "READ_AT_ONCE", 2)

    found, _ = searched(desk(), 6)

    early = ["s-4s", "s-4s-2", "z-02", "z-04", "z-08", "z-10"]
    assert [store_id for _, store_id in found] == early
    assert read == [early[:2], early[2:4], early[4:]]


def test_a_changed_store_is_seen_by_the_next_search(desk, store, monkeypatch):
    monkeypatch.setattr(configs, "FRESH_SECONDS", 0.0)
    before, _ = searched(desk(), 50)
    store.save_store("s-4s-2", config_of("s-4s-2", hours={"mon": [], "daily": []}))

    after, _ = searched(desk(), 50)

    assert {id_ for _, id_ in before} == {"s-4s", "s-4s-2"}
    assert {id_ for _, id_ in after} == {"s-4s"}


def test_a_store_that_is_named_often_is_searched_once(desk):
    once, _ = searched(desk(), 10_000, order="emptiest", store_ids=["s-4s-2", "s-4s"])

    often, _ = searched(desk(), 10_000, order="emptiest", store_ids=["s-4s-2", "s-4s"] * 100)

    assert often == once


@pytest.mark.parametrize(("order", "most"), [("soonest", 16), ("emptiest", 2)])
def test_a_search_that_would_hold_others_up_is_refused(desk, monkeypatch, order, most):
    monkeypatch.setattr(searches, "MOST_STORE_DAYS", {order: most})
    wish = {"order": order, "to": NOW + timedelta(days=most)}

    assert searched(desk(), 1, **wish, store_ids=["s-4s"])[0]
    with pytest.raises(Invalid) as refusal:
        searched(desk(), 1, **wish)
    assert set(refusal.value.details["fields"]) == {"to"}


def test_an_item_that_no_named_store_offers_is_refused_as_a_booking_of_it_is(desk):  # BK-10
    wish = {"items": ["haircut"], "store_ids": ["s-4s", "s-beau"]}
    with pytest.raises(Invalid) as refusal:
        searched(desk(), 5, **wish)
    with pytest.raises(Invalid) as booked:
        book(desk(), items=["haircut"])

    assert refusal.value.details == booked.value.details
    assert searched(desk(), 5, items=["facial"], store_ids=["s-4s", "s-beau"])[0]


def test_an_item_that_nobody_in_a_city_offers_is_found_nowhere(desk):
    assert searched(desk(), 5, items=["haircut"]) == ([], None)
    assert searched(desk(), 5, items=["haircut"], city="Shanghai") == ([], None)


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
