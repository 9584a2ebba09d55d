"""Somebody asked for by name: kept with the booking and through its life."""

from datetime import timedelta

import pytest

from common.contracts.booking import SlotTaken
from common.errors import Invalid
from tests.service.booking.asking import TEN, asked, book, move
from tests.worlds import config_of

FACIAL = {"store_id": "s-beau", "items": ["facial"]}
ELEVEN = TEN + timedelta(hours=1)


def who(booking):
    [person, _] = booking["items"][0]["resources"]
    return person["id"], person["chosen"]["why"]


def test_who_is_asked_for_stands_on_the_booking(desk):
    booking = book(desk(), **FACIAL, staff="beautician-b")

    assert booking["staff"] == "beautician-b"
    assert who(booking) == ("beautician-b", "asked_for")
    assert desk().get(booking_id=booking["id"])["staff"] == "beautician-b"


def test_anybody_is_chosen_with_a_reason(desk):
    first, second = (book(desk(), **FACIAL) for _ in range(2))

    assert first["staff"] is None
    assert who(first)[1] == "drawn"
    assert who(second)[1] == "only_free"


def test_one_person_is_nobody_twice_at_once(desk):
    book(desk(), **FACIAL, staff="beautician-b")

    with pytest.raises(SlotTaken) as refusal:
        desk().create(**asked(**FACIAL, staff="beautician-b"))

    soonest = refusal.value.details["alternatives"][0]
    assert soonest["start"][11:16] == "11:00"
    assert book(desk(), **FACIAL)["staff"] is None


def test_the_wish_moves_with_the_booking_until_it_changes(desk):
    booking = book(desk(), **FACIAL, staff="beautician-b")

    moved = desk().reschedule(**move(booking["id"], start=ELEVEN, items=None))
    other = desk().reschedule(**move(booking["id"], start=ELEVEN, items=None, staff="beautician-a"))

    assert who(moved) == ("beautician-b", "asked_for")
    assert (who(other), other["staff"]) == (("beautician-a", "asked_for"), "beautician-a")


def test_a_hold_for_somebody_makes_a_booking_with_them(desk):
    wish = {**FACIAL, "start": TEN, "channel": "phone", "ttl_seconds": 300}
    held = desk().hold(**wish, staff="beautician-b", idempotency_key=None)["hold"]
    booking = book(desk(), store_id=None, items=None, start=None, hold_id=held["id"])

    assert held["staff"] == booking["staff"] == "beautician-b"
    assert who(booking)[0] == "beautician-b"


def test_a_search_for_somebody_finds_their_times(desk, store):
    book(desk(), **FACIAL, staff="beautician-b")
    wish = {
        "store_ids": None, "city": None, "items": ["facial"], "from_": TEN, "to": ELEVEN,
        "channel": None, "limit": 5, "order": "soonest",
    }  # fmt: skip

    assert desk().search(**wish, staff="beautician-b")["slots"] == []
    assert desk().search(**wish, staff="beautician-a")["slots"][0]["free"] == 1
    assert desk().search(**wish, staff="nobody")["slots"] == []


def test_nobody_of_that_name_is_told_with_everything_else(desk):
    with pytest.raises(Invalid) as refusal:
        desk().create(**asked(**FACIAL, staff="nobody", customer={"name": "x", "phone": "1"}))

    assert set(refusal.value.details["fields"]) == {"staff", "customer.phone"}


def test_who_is_off_duty_is_not_booked(desk, store):
    away = [{"from": "2026-03-10T09:00", "to": "2026-03-10T12:00", "reason": "training"}]
    store.save_store("s-beau", config_of("s-beau", lanes={"beautician-b": {"absences": away}}))
    store._known.clear()

    assert who(book(desk(), **FACIAL)) == ("beautician-a", "only_free")
    with pytest.raises(SlotTaken):
        desk().create(**asked(**FACIAL))
    why = desk().explain(store_id="s-beau", items=["facial"], start=TEN, channel=None)["reasons"]
    assert why[0]["sentence"] == {
        "zh": "当时不在班：贝蒂。已被占用：安娜（A级）。",
        "en": "Off duty then: Betty. Taken: Anna (grade A).",
    }


def test_two_guests_share_a_hairdresser_while_the_colour_develops(desk, store):  # SL-10, SL-11
    items = {"facial": {"pauses": {"beauticians": [[15, 45]]}, "minutes": 60}}
    quick = {"brows": {**config_of("s-beau")["items"]["facial"], "minutes": 30}}
    store.save_store("s-beau", config_of("s-beau", items=items | quick, step_minutes=15))
    colour = book(desk(), **FACIAL, staff="beautician-b")

    brows = {"store_id": "s-beau", "items": ["brows"], "staff": "beautician-b"}
    between = book(desk(), **brows, start=TEN + timedelta(minutes=15))

    assert who(colour) == who(between) == ("beautician-b", "asked_for")
    with pytest.raises(SlotTaken):
        book(desk(), **brows, start=TEN + timedelta(minutes=30))
