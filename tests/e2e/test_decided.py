"""Why somebody was not written to, as staff read it; and what customers write back."""

import itertools
import time

import requests


def told(desk, booking, kind, within=10):
    """Wait until a message of *kind* about *booking* stands decided, and return them all."""
    ends = time.monotonic() + within
    while True:
        found = desk.get("/messages", booking_id=booking["id"])["messages"]
        mine = [one for one in found if one["kind"] == kind]
        if any(one["state"] not in ("pending", "submitting") for one in mine):
            return mine
        assert time.monotonic() < ends, found
        time.sleep(0.1)


def test_a_reminder_gives_way_to_the_call_before_the_visit(later_world, a_phone):  # RM-03
    world, desk = later_world, later_world.person("sr-chen")
    customer = {"name": "赵女士", "phone": a_phone(), "language": "zh"}
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "web"}
    booking = desk.post("/bookings", {**wish, "start": world.at(3, "14:00"), "customer": customer})
    world.clock(world.at(0, "09:01"))

    world.clock(world.at(3, "12:00"))
    [late] = [one for one in told(desk, booking, "reminder") if one["why"] == "call_instead"]
    assert late["state"] == "suppressed"
    assert late["sentence"]["zh"].endswith("12:00 有到店前确认电话，不再另发提醒。")


numbers = itertools.count(12025550150)


def write(world, phone, body):
    """The customer writes to the number that wrote to them."""
    text = {"from": phone, "to": world.sender(phone), "body": body}
    url = f"{world.info['twilio_url']}/stand-in/inbound-sms"
    requests.post(url, json=text, timeout=5).raise_for_status()


def when(desk, booking, status, within=10):
    ends = time.monotonic() + within
    while (now := desk.get(f"/bookings/{booking['id']}"))["status"] != status:
        assert time.monotonic() < ends, now["status"]
        time.sleep(0.1)
    return now


def test_a_customer_cancels_by_a_digit_and_writes_words_that_a_person_answers(later_world):
    world, desk = later_world, later_world.person("agent")
    phone = f"+{next(numbers)}"
    customer = {"name": "Mr Smith", "phone": phone, "language": "en"}
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "web"}
    booking = desk.post("/bookings", {**wish, "start": world.at(3, "14:00"), "customer": customer})
    [text] = world.texts_when(phone, 1)
    assert "Reply 1 to confirm, 2 to cancel, 3 for another time" in text

    write(world, phone, "Can I wait there?")
    world.clock(world.at(0, "09:01"))
    tasks = desk.get("/tasks", kind="text_received", limit=200)["tasks"]
    [task] = [one for one in tasks if one["booking_id"] == booking["id"]]
    assert task["brief"] == "Can I wait there?"
    done = {"outcome": "answered", "notes": "yes"}
    assert desk.post(f"/tasks/{task['id']}/outcome", done)["state"] == "done"

    write(world, phone, "2")
    cancelled = when(desk, booking, "cancelled")
    history = desk.get(f"/bookings/{booking['id']}/history")["history"]
    assert history[-1]["actor"]["kind"] == "customer"
    assert cancelled["penalty"] is None
    assert "has been cancelled" in world.texts_when(phone, 3)[-1]


def test_by_text_nobody_cancels_later_than_a_customer_may(later_world):  # CX-09
    world, desk = later_world, later_world.person("agent")
    phone = f"+{next(numbers)}"
    customer = {"name": "Mr Smith", "phone": phone, "language": "en"}
    wish = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}
    booking = desk.post("/bookings", {**wish, "start": world.at(0, "11:00"), "customer": customer})
    world.texts_when(phone, 1)

    write(world, phone, "2")
    assert "cannot be done by text now" in world.texts_when(phone, 2)[-1]
    assert desk.get(f"/bookings/{booking['id']}")["status"] == "confirmed"
