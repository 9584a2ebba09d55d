"""The booking server for Google, over the whole product: what its contract demands of servers."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import requests

from tests.e2e.conftest import World, later_worlds

LOOKED_UP = 50
AT_MOST = 1.5
"""Seconds within which Google wants a lookup to be answered."""


@pytest.fixture(scope="module")
def world(stack):
    """One week for all of them, after the partner's agreement has ended: nobody is named."""
    return World(stack, next(later_worlds))


@pytest.fixture
def google(world):
    """Ask as Google does, with the key of a partner."""

    def ask(path, body, partner="p1", status=200):
        address = f"{world.info['base_url']}/google/v3/{path}"
        login = partner, world.info["partners"][partner]["key"]
        answer = requests.post(address, json=body, auth=login, timeout=15)
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


@pytest.fixture
def wish(world, a_phone):
    """What Google sends of a user who wants maintenance at the 4S shop."""

    def asked(day, time_of_day, **but):
        return {
            "slot": {
                "merchant_id": "s-4s",
                "service_id": "maintenance-a",
                "start_sec": str(seconds(world.at(day, time_of_day))),
                "duration_sec": "3600",
            },
            "user_information": {
                "user_id": uuid.uuid4().hex,
                "given_name": "John",
                "family_name": "Smith",
                "telephone": a_phone(),
            },
            "idempotency_token": uuid.uuid4().hex,
            **but,
        }

    return asked


def seconds(moment):
    return int(datetime.fromisoformat(moment).timestamp())


def test_a_user_books_moves_and_cancels(google, world, wish):  # PO-01, PO-02, CH-06
    asked = wish(1, "10:00")
    user = {"user_id": asked["user_information"]["user_id"]}

    made = google("CreateBooking", asked)["booking"]
    assert google("CreateBooking", asked)["booking"] == made
    assert made["slot"]["start_sec"] == asked["slot"]["start_sec"]
    assert made["user_information"] == user  # PV-06
    assert [one["booking_id"] for one in google("ListBookings", user)["bookings"]] == [
        made["booking_id"]
    ]

    later = {"start_sec": str(seconds(world.at(1, "14:00"))), "duration_sec": "3600"}
    change = {"booking": {"booking_id": made["booking_id"], "slot": later}}
    moved = google("UpdateBooking", change)
    assert "booking_failure" not in moved
    assert moved["booking"]["slot"]["start_sec"] == later["start_sec"]
    assert google("UpdateBooking", change) == moved
    ours = world.partner().get(f"/bookings/{made['booking_id']}")
    assert (ours["status"], ours["revision"], ours["channel"]) == ("confirmed", 2, "partner")

    cancel = {"booking": {"booking_id": made["booking_id"], "status": "CANCELED"}}
    for _ in range(2):
        assert google("UpdateBooking", cancel)["booking"]["status"] == "CANCELED"
    where = google("GetBookingStatus", {"booking_id": made["booking_id"]})
    assert where["booking_status"] == "CANCELED"
    assert google("ListBookings", user)["bookings"] == []


def test_another_partner_finds_nothing_there(google, wish):  # negative 1
    asked = wish(1, "16:00")
    made = google("CreateBooking", asked)["booking"]
    named = {"booking_id": made["booking_id"]}
    user = {"user_id": asked["user_information"]["user_id"]}

    google("GetBookingStatus", named, partner="p2", status=404)
    google("UpdateBooking", {"booking": {**named, "status": "CANCELED"}}, partner="p2", status=404)
    assert google("ListBookings", user, partner="p2")["bookings"] == []
    assert google("GetBookingStatus", named)["booking_status"] == "CONFIRMED"


def test_a_slot_that_goes_in_between_is_told_in_the_body(google, world, wish, a_wish):  # SL-17
    slot = wish(1, "11:00")["slot"]
    lookup = {"merchant_id": slot.pop("merchant_id"), "slot_time": [slot]}
    [before] = google("BatchAvailabilityLookup", lookup)["slot_time_availability"]
    for _ in range(2):
        world.person("sr-chen").post("/bookings", a_wish(start=world.at(1, "11:00"), channel="web"))

    [after] = google("BatchAvailabilityLookup", lookup)["slot_time_availability"]
    refused = google("CreateBooking", wish(1, "11:00"))

    assert (before["available"], after["available"]) == (True, False)
    assert refused["booking_failure"]["cause"] == "SLOT_UNAVAILABLE"
    assert "booking" not in refused


def test_many_at_once_with_one_token_are_one_booking(google, wish):  # negative 10
    asked = wish(1, "15:00")

    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(lambda _: google("CreateBooking", asked), range(8)))

    [booking_id] = {answer["booking"]["booking_id"] for answer in answers}
    cancel = {"booking": {"booking_id": booking_id, "status": "CANCELED"}}
    with ThreadPoolExecutor(8) as together:
        told = list(together.map(lambda _: google("UpdateBooking", cancel), range(8)))
    assert {one["booking"]["status"] for one in told} == {"CANCELED"}
    assert [one for one in told if "booking_failure" in one] == []


def test_fifty_slots_are_looked_up_in_time(google, world, wish):
    slots = [
        wish(day, f"{hour:02}:00")["slot"] for day in range(1, 6) for hour in range(8, 18)
    ]  # fmt: skip
    merchant = {slot.pop("merchant_id") for slot in slots}

    began = time.monotonic()
    told = google("BatchAvailabilityLookup", {"merchant_id": merchant.pop(), "slot_time": slots})
    took = time.monotonic() - began

    assert len(told["slot_time_availability"]) == LOOKED_UP
    assert [one["slot_time"]["start_sec"] for one in told["slot_time_availability"]] == [
        slot["start_sec"] for slot in slots
    ]
    assert any(one["available"] for one in told["slot_time_availability"])
    assert took < AT_MOST
