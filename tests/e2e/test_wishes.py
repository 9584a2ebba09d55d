"""A customer says how and when to be told, names a device, and later wants to hear no more."""

import time

import pytest

from tests.service.notification.device import Device, signed_claims
from tests.service.notification.webhooks.receiver import Receiver

EVENING = {"from": "18:00", "until": "20:00"}


@pytest.fixture
def device():
    service = Receiver()
    yield Device(service)
    service.close()


def shown_when(device, count, within=15):
    """Wait until *count* messages came to *device*, and return what it shows of them."""
    ends = time.monotonic() + within
    while len(device.got) < count and time.monotonic() < ends:
        time.sleep(0.1)
    return device.shown


def test_a_customer_is_told_as_they_wish(later_world, a_phone, device):  # CF-02, RM-09, PV-04
    world, desk, phone = later_world, later_world.person("sr-chen"), a_phone()
    wish = {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "channel": "phone",
        "customer": {"name": "赵女士", "phone": phone, "language": "zh"},
        "consents": {"marketing": True, "share_with_partner": False, "privacy_version": "2026-01"},
    }
    booking = desk.post("/bookings", {**wish, "start": world.at(3, "14:00")})
    assert len(world.texts_when(phone, 1)) == 1
    person = f"/contacts/{booking['customer']['id']}"

    contact = desk.get(person)
    assert [act["proof"] for act in contact["history"]] == [booking["id"]]
    desk.put(f"{person}/preferences", {"channel": "push", "contact_hours": EVENING})
    desk.post(f"{person}/push-subscriptions", device.subscription)
    listed = desk.get(f"{person}/push-subscriptions")

    world.clock(world.at(1, "19:30"))
    [reminder] = shown_when(device, 1)
    assert reminder["number"] == booking["number"]
    assert signed_claims(device.got[0], listed["public_key"])["aud"] == device.origin
    assert len(world.texts(phone)) == 1, "the device is enough"

    stopped = desk.post(f"{person}/opt-out", {"reason": "客户在电话中要求"})
    assert stopped["opted_out"]["source"] == "staff"
    world.clock(world.at(2, "19:30"))
    messages = desk.get("/messages", booking_id=booking["id"])["messages"]
    held = [(one["kind"], one["channel"]) for one in messages if one["why"] == "opted_out"]
    assert sorted(held) == [("reminder", "push"), ("reminder", "sms")], "nor by the next rung"
    assert (len(device.got), len(world.texts(phone))) == (1, 1)
    found = desk.get("/opt-outs", store_id="s-4s")["opt_outs"]
    assert booking["customer"]["id"] in {one["customer_id"] for one in found}
