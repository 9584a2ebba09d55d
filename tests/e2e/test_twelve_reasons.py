"""Twelve reasons why a message did not go out, or not yet: each a sentence over the API."""

import time
from datetime import UTC, datetime

import pytest
import requests
from pymongo import MongoClient

from tests.e2e.test_broadcasts import Broadcast

FACIAL = {"store_id": "s-beau", "items": ["facial"], "channel": "phone"}
WASH = {"store_id": "s-wash", "items": ["wash"], "channel": "phone"}
HOLED = "{{ store }}：恭候{{ plate }}"
OFFER = {
    "zh": "{{ store }}：{{ days }} 预约有礼，地址 {{ place }}。",
    "en": "{{ store }}: book for {{ days }} and get a gift, {{ place }}.",
}


class Desk:
    """Head office in one week of the chain: books, and reads why something was not sent."""

    def __init__(self, world, a_phone):
        self.world, self.phone = world, a_phone
        self.head, self.ops = world.person("head"), world.person("ops")

    def book(self, start, wish=FACIAL, phone=None, **more):
        customer = {"name": "赵女士", "phone": phone or self.phone(), "language": "zh"}
        login = {"s-beau": "consultant", "s-wash": "mgr-wash"}.get(wish["store_id"], "sr-chen")
        desk = self.world.person(login)
        return desk.post("/bookings", {**wish, "start": start, "customer": customer, **more})

    def reason(self, booking, why, within=15):
        """Wait for the message about *booking* that stands for this reason; return its sentence."""
        ends = time.monotonic() + within
        while True:
            found = self.head.get("/messages", booking_id=booking["id"])["messages"]
            said = [one["sentence"] for one in found if one["why"] == why]
            if said:
                assert said[0]["zh"], said
                return said[0]["en"]
            assert time.monotonic() < ends, [(one["kind"], one["why"]) for one in found]
            time.sleep(0.1)


@pytest.fixture
def desk(later_world, a_phone):
    return Desk(later_world, a_phone)


@pytest.fixture
def notification(stack):
    with MongoClient(stack.info["mongo_uri"]) as client:
        yield client[f"{stack.info['database_prefix']}_notification"]


def refuse(desk, to, code):
    """Have the carrier refuse what goes to *to* with an error's *code*, once."""
    rule = {"match": {"to": to}, "times": 1, "do": {"error": {"code": code}}}
    url = f"{desk.world.info['twilio_url']}/stand-in/trouble"
    requests.post(url, json=rule, timeout=5).raise_for_status()


def test_reasons_that_a_day_brings(desk):
    world, at = desk.world, desk.world.at
    stopped, cancelled, moved, late, called = (
        desk.book(at(3, "14:00")),
        desk.book(at(3, "14:00")),
        desk.book(at(3, "15:30")),
        desk.book(at(3, "11:00")),
        desk.book(at(3, "14:00"), {**FACIAL, "store_id": "s-4s", "items": ["maintenance-a"]}),
    )
    world.clock(at(0, "09:01"))
    consultant = world.person("consultant")
    consultant.post(f"/contacts/{stopped['customer']['id']}/opt-out", {"reason": "电话中要求"})
    consultant.post(f"/bookings/{cancelled['id']}/cancel", {"reason_code": "other"})
    consultant.post(f"/bookings/{moved['id']}/reschedule", {"start": at(3, "17:00"), "reason": "x"})
    landline = desk.phone()
    refuse(desk, landline, 21614)
    deaf = desk.book(at(3, "18:15"), phone=landline)

    assert "newer message says so" in desk.reason(cancelled, "superseded")
    assert "newer message says so" in desk.reason(moved, "superseded")
    assert "carrier's code 21614" in desk.reason(deaf, "unreachable")

    world.clock(at(2, "10:30"))
    world.clock(at(2, "13:00"))
    assert "too late to be of use" in desk.reason(late, "too_late")
    world.clock(at(2, "14:00"))
    assert "opted out" in desk.reason(stopped, "opted_out")
    world.clock(at(3, "12:00"))
    assert "called before the visit at" in desk.reason(called, "call_instead")


def test_whom_no_text_reaches_is_not_called_at_night(desk):
    phone = desk.phone()
    desk.world.clock(desk.world.at(1, "20:45"))
    refuse(desk, phone, 21614)
    visit = desk.book(desk.world.at(3, "14:00"), phone=phone)

    morning = desk.world.at(2, "09:00")[:10]
    said = f"It is late there; nobody is written to before {morning} 09:00."
    assert desk.reason(visit, "quiet_hours") == said


def test_a_store_that_has_spent_its_cap_and_words_with_a_hole(desk, notification):
    world, manager = desk.world, desk.world.person("mgr-wash")
    words = {"scope": "s-wash", "kind": "confirmation", "language": "zh", "version": 1}
    kept = {**words, "text": HOLED, "by": {}, "at": datetime.now(UTC)}
    notification["templates"].insert_one({"_id": "holed", **kept})
    cap = {"policy": {"messages": {"spend_cap_fen": 1}}}
    manager.patch("/stores/s-wash/config", {"set": cap}, reason="test")
    try:
        visit = desk.book(world.at(3, "14:00"), WASH)
        assert "name plate, which nobody tells" in desk.reason(visit, "missing_variable")
        world.clock(world.at(2, "14:00"))
        assert "of this month's ¥0.01" in desk.reason(visit, "spend_cap")
    finally:
        notification["templates"].delete_one({"_id": "holed"})
        manager.patch(
            "/stores/s-wash/config",
            {"set": {"policy": {"messages": {"spend_cap_fen": None}}}},
            reason="test",
        )


def test_offers_go_to_who_agreed_and_not_too_often(desk):
    world, manager = desk.world, desk.world.person("mgr-wash")
    consents = {"privacy_version": "2026-01", "share_with_partner": False}
    willing = desk.book(world.at(3, "10:00"), WASH, consents={**consents, "marketing": True})
    unasked = desk.book(world.at(3, "11:00"), WASH)
    world.clock(world.at(0, "09:00"))

    def promoted(name):
        draft = {
            "kind": "promotion", "name": name, "stores": ["s-wash"], "words": OFFER,
            "day": world.at(5, "00:00")[:10],
            "audience": {"customers": [willing["customer"]["id"], unasked["customer"]["id"]]},
        }  # fmt: skip
        key = f"{name}-{world.first_day}"
        return Broadcast(world, manager, manager.post("/broadcasts", draft, key=key))

    one = promoted("gift-1")
    one.do("preview")
    one.do("start")
    one.later(60)
    one.when(lambda shown: shown["progress"]["people"]["delivered"] == 1)
    one.when(lambda shown: shown["progress"]["people"]["suppressed"] == 1)
    listed = manager.get(f"/broadcasts/{one.shown['id']}/recipients")["recipients"]
    reasons = {told["customer_id"]: told["sentence"] for told in listed}
    assert "has not agreed" in reasons[unasked["customer"]["id"]]["en"]

    again = promoted("gift-2")
    again.moment = one.moment
    again.do("preview")
    again.do("start")
    again.later(60)
    again.when(lambda shown: shown["progress"]["people"]["suppressed"] == 2)
    listed = manager.get(f"/broadcasts/{again.shown['id']}/recipients")["recipients"]
    reasons = {told["customer_id"]: told["sentence"] for told in listed}
    assert "written to 1 times in 1 days" in reasons[willing["customer"]["id"]]["en"]


def test_a_provider_that_takes_nothing_is_paused_for_everybody(desk, notification):
    phone = desk.phone()
    refuse(desk, phone, 20003)
    try:
        first = desk.book(desk.world.at(3, "14:00"), phone=phone)
        assert "refuses our account or text (code 20003)" in desk.reason(first, "sender_trouble")
        second = desk.book(desk.world.at(3, "14:00"))
        assert "carrier is paused (code 20003)" in desk.reason(second, "provider_down")
    finally:
        notification["providers"].delete_many({})
        notification["due"].update_many({"state": "due"}, [{"$set": {"lease_until": "$$NOW"}}])
