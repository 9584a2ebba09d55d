"""A full hour, two who wait, a place that gets free: over HTTP, with the customers' handsets."""

import uuid

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import MONDAY, World


def key():
    return uuid.uuid4().hex


@pytest.fixture
def world(stack):
    """The week of the trades: nobody else is at the 4S shop then."""
    return World(stack, MONDAY)


def test_what_one_lets_lapse_the_next_accepts(world, a_wish):  # features 17 to 19, SL-12, BK-26
    desk, partner = world.person("sr-chen"), world.partner()
    booked, _ = (desk.post("/bookings", a_wish(channel="phone")) for _ in range(2))
    with pytest.raises(Refused) as refusal:
        desk.post("/bookings", a_wish(channel="phone"))
    assert refusal.value.problem["code"] == "slot_taken"

    def joins(who, **by):
        wish = a_wish()
        del wish["start"]
        wish |= {"from": world.at(1, "10:00"), "to": world.at(1, "10:30")}
        entry = who.post("/waitlist-entries", wish, **by)
        return f"/waitlist-entries/{entry['id']}", entry, wish["customer"]["phone"]

    first, qian, her_phone = joins(desk)
    second, sun, his_phone = joins(partner, key=key())
    assert (qian["status"], sun["status"]) == ("waiting", "waiting")
    assert qian["place"] + 1 == sun["place"]
    assert qian["could_begin_at"] == world.at(0, "10:00")

    desk.post(f"/bookings/{booked['id']}/cancel", {"reason_code": "customer_request"})
    [text] = world.texts_when(her_phone, 1)
    assert "3月10日（周二）10:00" in text
    assert "3月9日（周一）09:15" in text
    assert desk.get(first)["offer"]["until"] == world.at(0, "09:15")
    with pytest.raises(Refused) as refusal:
        desk.post("/bookings", a_wish(channel="phone"))
    assert refusal.value.problem["code"] == "slot_taken"

    world.clock(world.at(0, "09:14"))
    assert world.texts(his_phone) == []
    world.clock(world.at(0, "09:15"))
    [text] = world.texts_when(his_phone, 1)
    assert "3月9日（周一）09:30" in text
    with pytest.raises(Refused) as refusal:
        desk.post(f"{first}/accept")
    assert refusal.value.problem["code"] == "illegal_transition"

    taken = partner.post(f"{second}/accept")
    booking = partner.get(f"/bookings/{taken['booking_id']}")
    assert (taken["status"], booking["start"]) == ("booked", world.at(1, "10:00"))
    assert booking["number"] in world.texts_when(his_phone, 2)[1]
    assert partner.post(f"{second}/accept")["booking_id"] == booking["id"]

    assert len(world.texts(her_phone)) == 1
    waiting = desk.get(first)
    assert (waiting["status"], waiting["offers_passed"]) == ("waiting", 1)
    desk.delete(first)
    moves = [line["move"] for line in desk.get(f"{first}/history")["history"]]
    assert moves == ["join", "offer", "lapse", "withdraw"]
    day = world.at(0, "00:00")[:10]
    figures = desk.get("/waitlist-entries/summary", store_id="s-4s", **{"from": day, "to": day})
    assert (figures["offers"], figures["offered"], figures["filled_share"]) == (2, 1, 1.0)
