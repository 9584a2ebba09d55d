"""Whom no text reaches is called by machine; a key moves the booking (CF-02, RM-21)."""

import time

import pytest
import requests


@pytest.fixture
def hands(stack):
    """What the customer's hands do, and what their telephone shows."""
    url = stack.info["twilio_url"]

    class Hands:
        def no_text_reaches(self, phone):
            fate = {"final_status": {"status": "undelivered", "error_code": 30006}}
            rule = {"match": {"to": phone, "kind": "sms"}, "do": fate}
            requests.post(f"{url}/stand-in/trouble", json=rule, timeout=5).raise_for_status()

        def rings(self, phone, within=20):
            ends = time.monotonic() + within
            while time.monotonic() < ends:
                box = requests.get(f"{url}/outbox", params={"to": phone}, timeout=5).json()
                for call in box:
                    if (call["kind"], call["status"]) == ("voice", "ringing"):
                        return call["sid"]
                time.sleep(0.1)
            raise AssertionError("no call")

        def does(self, sid, what, **more):
            done = requests.post(f"{url}/stand-in/calls/{sid}/{what}", json=more, timeout=20)
            done.raise_for_status()
            return done.json()

    yield Hands()
    requests.delete(f"{url}/stand-in/trouble", timeout=5)


def until(found, within=15):
    """Return what *found* finds as soon as it does."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError("it does not come")


@pytest.fixture
def booked(later_world, hands):
    """A visit of tomorrow at ten, of a customer with a landline."""
    desk, phone = later_world.person("sr-chen"), "+862155550177"
    hands.no_text_reaches(phone)
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": later_world.at(1, "10:00"),
        "channel": "phone",
        "customer": {"name": "赵女士", "phone": phone, "language": "zh"},
        "consents": {"privacy_version": "2026-01"},
    }
    return desk.post("/bookings", wish) | {"phone": phone}


def test_whom_no_text_reaches_is_called_and_confirms_by_key(later_world, hands, booked):
    desk = later_world.person("sr-chen")
    sid = hands.rings(booked["phone"])

    heard = hands.does(sid, "answer", answered_by="human")
    assert "关于您的一个预约" in heard["body"]
    assert "赵" not in heard["body"]
    assert "10点" not in heard["body"]
    heard = hands.does(sid, "press", digits="1")
    assert "10点00分" in heard["body"]
    assert heard["faults"] == []

    def confirmed():
        history = desk.get(f"/bookings/{booked['id']}/history")["history"]
        by_customer = [one for one in history if one["actor"]["kind"] == "customer"]
        return [one["move"] for one in by_customer]

    assert until(confirmed) == ["confirm"]

    def called():
        messages = desk.get("/messages", booking_id=booked["id"])["messages"]
        calls = [one for one in messages if one["channel"] == "voice"]
        return [one for one in calls if one["state"] == "delivered"]

    [call] = until(called)
    assert (call["kind"], call["why"]) == ("call", "said_confirm")
    assert call["sentence"]["zh"] == "客户在电话中按键确认。"


def test_who_asks_for_a_person_is_called_by_one(later_world, hands, booked):
    agent = later_world.person("sr-chen")
    sid = hands.rings(booked["phone"])
    hands.does(sid, "answer", answered_by="human")
    hands.does(sid, "press", digits="0")

    def task():
        found = agent.get("/tasks", booking_id=booked["id"])["tasks"]
        return [one for one in found if one["kind"] == "confirm_by_person"]

    [wanted] = until(task)
    assert (wanted["state"], wanted["owner"]) == ("open", "booking_agent")
    assert "人工" in wanted["brief"]
