"""Single steps through everything, in weeks in which no partner need be told of a customer."""

import uuid

import pytest
import requests

from devstack.api_client import Refused


@pytest.fixture
def world(later_world):
    return later_world


def key():
    return uuid.uuid4().hex


def test_a_beautician_and_a_room_are_claimed_together(world, a_wish):
    wish = a_wish(store_id="s-beau", items=["facial"], start=world.at(1, "14:00"))

    booking = world.partner().post("/bookings", wish, key=key())

    kinds = {one["kind"] for one in booking["items"][0]["resources"]}
    assert kinds == {"staff", "room"}


def test_a_repeat_meets_its_own_booking_and_says_so(world, a_wish):
    partner, wish, once = world.partner(), a_wish(), key()
    first = partner.post("/bookings", wish, key=once)

    answer = requests.post(
        f"{world.info['base_url']}/api/v1/bookings",
        json=wish,
        headers={
            "Authorization": f"Bearer {world.info['partners']['p1']['key']}",
            "Idempotency-Key": once,
        },
        timeout=10,
    )

    assert answer.status_code == 201
    assert answer.headers["Idempotent-Replayed"] == "true"
    assert answer.json()["id"] == first["id"]
    assert len(world.texts_when(wish["customer"]["phone"], 1)) == 1


def test_a_partner_s_booking_is_not_there_for_another(world, a_wish):
    booking = world.partner("p1").post("/bookings", a_wish(), key=key())

    with pytest.raises(Refused) as refusal:
        world.partner("p2").get(f"/bookings/{booking['id']}")

    assert (refusal.value.status, refusal.value.problem["code"]) == (404, "not_found")


def test_one_correlation_id_runs_from_the_request_to_the_text(world, a_wish):
    wish, traced = a_wish(channel="phone"), f"trace-{key()}"
    token = world.person("sr-chen")._session.headers["Authorization"]

    requests.post(
        f"{world.info['base_url']}/api/v1/bookings",
        json=wish,
        headers={"Authorization": token, "X-Correlation-Id": traced},
        timeout=10,
    ).raise_for_status()
    world.texts_when(wish["customer"]["phone"], 1)

    logs = world.info["logs"]
    assert traced in "".join(path.read_text() for path in sorted_logs(logs, "notification"))


def test_a_change_and_a_cancellation_are_confirmed_in_the_customer_s_language(world, a_wish):
    desk, wish = world.person("sr-chen"), a_wish(channel="phone")
    wish["customer"] |= {"language": "en", "name": "Mr Smith"}
    phone = wish["customer"]["phone"]

    booking = desk.post("/bookings", wish)
    world.texts_when(phone, 1)
    desk.post(
        f"/bookings/{booking['id']}/reschedule",
        {"start": world.at(1, "14:00"), "reason": "a meeting"},
    )
    world.texts_when(phone, 2)
    desk.post(f"/bookings/{booking['id']}/cancel", {"reason_code": "customer_request"})

    confirmed, changed, cancelled = world.texts_when(phone, 3)
    assert "10:00" in confirmed
    assert "14:00" in changed
    assert "cancel" in cancelled.lower()
    assert all(text.isascii() for text in (confirmed, changed, cancelled))


def sorted_logs(folder, name):
    from pathlib import Path

    return sorted(Path(folder).glob(f"{name}*.log"))
