"""A partner books and is told of it: over HTTP both ways, signed, the customer named."""

import uuid

import pytest

from devstack.processes import until
from tests.service.notification.webhooks.receiver import Receiver


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


def key():
    return uuid.uuid4().hex


def test_a_partner_is_told_of_its_booking(world, a_wish, receiver):  # PO-01, PV-06, features 80, 81
    partner, operator = world.partner(), world.person("ops")
    made = partner.post("/webhook-endpoints", {"url": receiver.url, "events": ["*"]}, key=key())
    path = f"/webhook-endpoints/{made['id']}"

    wish = a_wish(partner_reference="order-80")
    booking = partner.post("/bookings", wish, key=key())
    assert until(lambda: receiver.got, 10)

    [got] = receiver.got
    assert got.signed_by(made["secret"])
    assert got.data["booking_id"] == booking["id"]
    assert (got.data["start"], got.data["partner_reference"]) == (booking["start"], "order-80")
    assert got.data["customer"]["name"] == wish["customer"]["name"]

    operator.patch(path, {"state": "paused"})
    partner.post(f"/bookings/{booking['id']}/cancel", {"reason_code": "customer_request"})
    assert until(lambda: partner.get(path)["owed"], 10)
    assert partner.get(path)["paused_because"]["code"] == "by_request"
    partner.patch(path, {"state": "active"})
    assert until(lambda: len(receiver.got) == 2, 10)
    assert receiver.got[1].id == f"booking_cancelled:{booking['id']}:2"

    log = partner.get(f"{path}/deliveries", event_type="booking_confirmed", state="delivered")
    [confirmed] = log["deliveries"]
    partner.post(f"{path}/deliveries/{confirmed['id']}/replay")
    assert until(lambda: len(receiver.got) == 3, 10)
    assert receiver.got[2].id == got.id
    partner.delete(path)
