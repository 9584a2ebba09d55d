"""People's wishes over HTTP: read by who reads messages, changed by who may write them."""

import pytest

from common.errors import NotFound, Stale
from gateway.roles import ROLES
from tests.service.gateway import contact_samples

API = "/api/v1/contacts/c-1"
EVENING = {"channel": "email", "contact_hours": {"from": "18:00", "until": "20:00"}}
BECAUSE = {"reason": "asked on the phone"}
DEVICE = {
    "endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4",
    "keys": {"p256dh": "BCVx", "auth": "BTBZ"},
}


@pytest.fixture
def desk(staff):
    return staff("booking_agent")


def test_a_person_is_shown_with_what_they_said_and_never_with_a_number(client, desk):  # PV-09
    answer = client.get(API, headers=desk)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json["preferences"]["contact_hours"] == EVENING["contact_hours"]
    assert [act["source"] for act in answer.json["history"]] == ["staff", "booking"]
    assert "phone" not in answer.text


def test_preferences_are_kept_as_they_were_read(client, bus, desk):  # RM-09
    answer = client.put(f"{API}/preferences", json=EVENING, headers={**desk, "If-Match": '"2"'})

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')
    assert bus.last == {"customer_id": "c-1", "if_revision": 2, **EVENING}


def test_who_read_something_older_is_shown_what_stands(client, bus, desk):
    bus.replies["notification.prefer"] = Stale(revision=2)

    answer = client.put(f"{API}/preferences", json=EVENING, headers={**desk, "If-Match": '"1"'})

    assert answer.status_code == 412
    assert answer.json["current"]["revision"] == 2


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({}, {"channel", "contact_hours"}),
        ({"channel": "pigeon", "contact_hours": None}, {"channel"}),
        (
            {"channel": "fax", "contact_hours": {"from": "6pm", "until": "24:00"}},
            {"channel", "contact_hours.from", "contact_hours.until"},
        ),
        ({"channel": None, "contact_hours": {"from": "18:00\n", "until": "20:00"}},
         {"contact_hours.from"}),
    ],
)  # fmt: skip
def test_every_fault_is_told_at_once(client, bus, desk, wrong, fields):
    answer = client.put(f"{API}/preferences", json=wrong, headers=desk)

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == fields
    assert bus.asked == []


def test_opting_out_and_in_needs_a_reason(client, bus, desk):
    out = client.post(f"{API}/opt-out", json=BECAUSE, headers=desk)
    asked = {"customer_id": "c-1", "purposes": None, "channels": None, **BECAUSE}
    assert (out.status_code, bus.last) == (200, asked)

    some = {**BECAUSE, "purposes": ["marketing"], "channels": ["sms"]}
    assert client.post(f"{API}/opt-in", json=some, headers=desk).json["opted_out"] is None
    assert bus.last == {"customer_id": "c-1", **some}

    assert client.post(f"{API}/opt-out", json={}, headers=desk).status_code == 422


def test_after_a_stop_it_is_said_what_only_the_customer_can_do(client, bus, desk):
    bus.replies["notification.opt_in"] = contact_samples.a_contact()

    answer = client.post(f"{API}/opt-in", json=BECAUSE, headers=desk)

    assert "START" in answer.json["opted_out"]["sentence"]["en"]


def test_opt_outs_are_listed_by_page(client, bus, desk):
    answer = client.get("/api/v1/opt-outs?store_id=s-4s&limit=10", headers=desk)

    [one] = answer.json["opt_outs"]
    assert (one["customer_id"], one["store_id"]) == ("c-1", "s-4s")
    assert bus.last == {"store_id": "s-4s", "limit": 10}


def test_somebody_elses_customer_is_not_there(client, bus, desk):
    bus.replies["notification.contact"] = NotFound(what="contact", id="c-1")

    assert client.get(API, headers=desk).status_code == 404


def test_a_device_is_named_listed_and_forgotten(client, bus, desk):
    made = client.post(f"{API}/push-subscriptions", json=DEVICE, headers=desk)
    assert (made.status_code, made.json["push_service"]) == (201, "https://push.example.net")
    assert bus.last == {"customer_id": "c-1", **DEVICE}

    listed = client.get(f"{API}/push-subscriptions", headers=desk)
    assert listed.json["public_key"] == "BAmH"
    assert "endpoint" not in listed.text

    gone = client.delete(f"{API}/push-subscriptions/ps-1", headers=desk)
    assert gone.status_code == 204
    assert bus.last == {"customer_id": "c-1", "subscription_id": "ps-1"}


@pytest.mark.parametrize(
    "endpoint", ["http://push.example.net/1", "https://127.0.0.1/1", "https://push.internal/1"]
)
def test_a_device_lies_on_the_internet(client, bus, desk, endpoint):
    inside = {**DEVICE, "endpoint": endpoint}

    answer = client.post(f"{API}/push-subscriptions", json=inside, headers=desk)

    assert (answer.status_code, set(answer.json["errors"])) == (422, {"endpoint"})
    assert bus.asked == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_reads_messages_reads_and_who_writes_them_changes(client, staff, role):
    headers, may = staff(role), ROLES[role]
    read = client.get(API, headers=headers).status_code == 200
    put = client.put(f"{API}/preferences", json=EVENING, headers=headers).status_code == 200
    out = client.post(f"{API}/opt-out", json=BECAUSE, headers=headers).status_code == 200

    assert (read, put, out) == ("messages:read" in may, *["messages:write" in may] * 2)
