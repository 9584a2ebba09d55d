"""Customers serve themselves: over HTTP, with their handset and the provider's page."""

import re
import time
import uuid

import pytest
import requests

from devstack.api_client import ApiClient, Refused


@pytest.fixture
def anybody(stack):
    return ApiClient(stack.info["base_url"], "")


def key():
    return uuid.uuid4().hex


def code_for(world, anybody, phone, purpose):
    """Have a code sent, and read it off the handset."""
    before = len(world.texts(phone))
    sent = anybody.post("/public/codes", {"phone": phone, "purpose": purpose})
    text = world.texts_when(phone, before + 1)[-1]
    return {"id": sent["id"], "code": re.search(r"\d{6}", text)[0]}


def until(read, is_so, within=15.0):
    ends = time.monotonic() + within
    while not is_so(found := read()) and time.monotonic() < ends:
        time.sleep(0.2)
    return found


def test_a_stranger_books_with_a_code_and_looks_after_it_by_link(
    world, anybody, a_phone
):  # CH-04, PO-12
    phone = a_phone()
    calendar = anybody.get(
        "/public/stores/s-4s/calendar",
        items=["maintenance-a"],
        **{"from": world.at(1, "00:00")[:10], "days": 2},
    )
    assert world.at(1, "10:00") in [time["start"] for time in calendar["days"][0]["times"]]
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": world.at(1, "10:00"),
        "customer": {"name": "周女士", "phone": phone},
        "consents": {"privacy_version": anybody.get("/public/privacy")["version"]},
    }
    with pytest.raises(Refused) as refusal:
        anybody.post("/public/bookings", wish, key=key())
    assert (refusal.value.status, refusal.value.problem["needs"]) == (403, "phone_code")

    proof = code_for(world, anybody, phone, "booking")
    booking = anybody.post("/public/bookings", {**wish, "verification": proof}, key=key())
    assert "已确认" in world.texts_when(phone, 2)[-1]

    link = re.search(r"/manage/.+", booking["links"]["manage"])[0]
    assert anybody.get(link)["status"] == "confirmed"
    moved = anybody.post(f"{link}/reschedule", {"start": world.at(1, "14:00")})
    assert (moved["start"], "customer" in moved) == (world.at(1, "14:00"), False)
    cancelled = anybody.post(f"{link}/cancel", {}, revision=moved["revision"])
    assert cancelled["status"] == "cancelled"
    desk = world.person("sr-chen").get(f"/bookings/{booking['id']}")
    assert (desk["channel"], desk["customer"]["name"]) == ("web", "周女士")


def test_an_order_is_paid_booked_given_up_and_refunded(
    world, anybody, a_phone, stack
):  # PO-04, PO-06, PO-08 to PO-10, PO-13
    proof = code_for(world, anybody, phone := a_phone(), "sign_in")
    token = anybody.post("/public/tokens", {"phone": phone, "verification": proof})["token"]
    me = ApiClient(stack.info["base_url"], token)
    me.put("/public/me", {"name": "吴先生", "address": "上海市普陀区示范路80号"})
    [item, *_] = anybody.get("/public/stores/s-home/items")["items"]
    me.put("/public/me/cart", {"store_id": "s-home", "items": [item["code"]]})
    days = anybody.get(
        "/public/stores/s-home/calendar",
        items=[item["code"]],
        **{"from": world.at(3, "00:00")[:10], "days": 1},
    )["days"]
    start = days[0]["times"][0]["start"]

    summary = me.post("/public/me/cart/summary", {"start": start}, key=key())
    assert summary["deposit"]["amount"] == (summary["total"]["amount"] * 30 + 50) // 100
    confirmed = {
        "hold_id": summary["hold_id"],
        "consents": {"privacy_version": summary["privacy"]["version"]},
    }
    order = me.post("/public/me/orders", confirmed, key=key())
    at = f"/public/me/orders/{order['id']}"
    stand_in = f"{stack.info['payments_url']}/stand-in/callbacks"
    requests.put(stand_in, json={"mode": "twice"}, timeout=5).raise_for_status()
    [payment] = me.post(f"{at}/payments", {"method": "wechat_pay"})["payments"]
    requests.post(payment["pay_url"], data={"outcome": "paid"}, timeout=5).raise_for_status()

    placed = until(lambda: me.get(at), lambda found: found["state"] == "placed")
    assert placed["paid"] == summary["deposit"]["amount"]
    [visit] = me.get("/public/me/bookings")["bookings"]
    assert (visit["id"], visit["status"]) == (placed["booking_id"], "confirmed")

    me.post(f"{at}/cancel")

    def is_back(found):
        [paid] = found["payments"]
        return [one["state"] for one in paid["refunds"]] == ["done"]

    closed = until(lambda: me.get(at), is_back)
    assert (closed["state"], closed["why"]) == ("closed", "cancelled")
    assert closed["returned"] == placed["paid"]
    assert me.get(f"/public/me/bookings/{visit['id']}")["status"] == "cancelled"
