"""A store texts customers in the mainland by a sender of its own, and learns what arrived."""

import time

import pytest
import requests

from devstack.stack import Stack
from tests.e2e.conftest import World


@pytest.fixture(scope="module")
def routed(tmp_path_factory):
    routes = {"SLIPBOARD_SMS_ROUTES": "+86=tencent"}
    with Stack(tmp_path_factory.mktemp("routed"), clock="sandbox", env=routes) as running:
        yield World(running)


def told_when(desk, booking, state, within=15):
    """Wait until the confirmation of *booking* is in *state*, and return it."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        listed = desk.get("/messages", booking_id=booking["id"])["messages"]
        confirmation = next((one for one in listed if one["kind"] == "confirmation"), {})
        if confirmation.get("state") == state:
            return confirmation
        time.sleep(0.1)
    pytest.fail(f"the confirmation never was {state}")


def book(world, start, **customer):
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": world.at(1, start),
        "channel": "web",
        "customer": {"name": "赵女士", **customer},
    }
    return world.person("sr-chen").post("/bookings", wish)


def test_each_number_gets_its_text_by_its_own_carrier_and_the_report_comes_back(routed):
    # CF-02, CF-05, CF-15
    desk = routed.person("sr-chen")

    at_home = book(routed, "10:00", phone="+8613800138000", language="zh")
    in_taiwan = book(routed, "11:00", phone="+886912345678", language="zh-TW")

    told_when(desk, at_home, "delivered")
    told_when(desk, in_taiwan, "delivered")
    [sms] = requests.get(f"{routed.info['tencent_url']}/outbox", timeout=5).json()
    assert (sms["to"], at_home["number"] in sms["body"]) == ("+8613800138000", True)
    assert routed.texts("+8613800138000") == []
    [text] = routed.texts("+886912345678")
    assert "您的預約已確認" in text
    assert f"預約編號 {in_taiwan['number']}" in text
