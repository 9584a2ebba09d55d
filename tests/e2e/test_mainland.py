"""Numbers of a prefix are texted by a sender of their own, which tells what arrived."""

import time

import pytest
import requests


def told_when(desk, booking, state, within=15):
    """Wait until the confirmation of *booking* is in *state*, and return it."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        listed = desk.get("/messages", booking_id=booking["id"])["messages"]
        confirmation = next((one for one in listed if one["kind"] == "confirmation"), {})
        if confirmation.get("state") == state:
            return confirmation
        time.sleep(0.1)
    pytest.fail(f"the confirmation never was {state}: {confirmation}")


def book(world, start, **customer):
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": world.at(1, start),
        "channel": "web",
        "customer": {"name": "赵女士", **customer},
    }
    return world.person("sr-chen").post("/bookings", wish)


def test_each_number_gets_its_text_by_its_own_carrier_and_the_report_comes_back(later_world):
    # CF-02, CF-05, CF-15
    world, desk = later_world, later_world.person("sr-chen")
    mainland, taiwan = "+8617013800138", "+886912345678"

    at_home = book(world, "10:00", phone=mainland, language="zh")
    in_taiwan = book(world, "11:00", phone=taiwan, language="zh-TW")

    told_when(desk, at_home, "delivered")
    told_when(desk, in_taiwan, "delivered")
    [sms] = requests.get(f"{world.info['tencent_url']}/outbox", timeout=5).json()
    assert (sms["to"], at_home["number"] in sms["body"]) == (mainland, True)
    assert world.texts(mainland) == []
    [text] = world.texts(taiwan)
    assert "您的預約已確認" in text
    assert f"預約編號 {in_taiwan['number']}" in text
