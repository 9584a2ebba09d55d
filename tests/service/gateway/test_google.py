"""The booking server for Google: its contract by examples, and what is refused how."""

import base64
import json
from pathlib import Path

import pytest

from common.contracts import booking as contract
from common.errors import NotFound, Unavailable
from tests.service.gateway import test_hostile as hostile
from tests.service.gateway.samples import SHARED, a_booking, an_item

EXAMPLES = {
    path.stem: json.loads(path.read_text())
    for path in sorted(Path(__file__).with_name("google_examples").glob("*.json"))
}
TEN = "2026-03-10T10:00:00+08:00"


@pytest.fixture
def google(client, partner, bus):
    """Ask as Google does: with a partner's id and key by HTTP Basic."""
    bus.replies[contract.ITEMS.key] = {"items": [an_item(code="maintenance-a", minutes=60)]}
    key = partner()["Authorization"].removeprefix("Bearer ")

    def ask(path, body=None, name="p1", password=key):
        login = base64.b64encode(f"{name}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept-Language": "en"}
        if body is None:
            return client.get(f"/google/v3/{path}", headers=headers)
        return client.post(f"/google/v3/{path}", json=body, headers=headers)

    return ask


def example(name, **changes):
    return json.loads(json.dumps(EXAMPLES[name]["request"])) | changes


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_contract_by_examples(google, bus, name):  # PO-01, CH-06
    bus.replies[contract.LIST.key] = {
        "bookings": [a_booking(), a_booking(id="b-2", status="cancelled")],
        "next_cursor": None,
    }

    answer = google(EXAMPLES[name]["path"], EXAMPLES[name]["request"])

    assert (answer.status_code, answer.json) == (200, EXAMPLES[name]["answer"])


def test_a_booking_is_asked_for_as_by_any_partner(google, bus):  # PO-02
    google("CreateBooking", example("create_booking"))

    assert bus.actor.id == "p1"
    assert bus.last == {
        "idempotency_key": "p1:18307119013960637991",
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "start": "2026-03-10T02:00:00+00:00",
        "customer": {
            "name": "王小明",
            "phone": "+8613800138000",
            "email": "w@example.com",
            "language": "zh-Hant",
        },
        "channel": "partner",
        "partner_reference": "1111111111111111111",
        "note": "靠窗",
    }


def test_the_same_token_again_is_told_as_a_replay(google, bus):
    first = google("CreateBooking", example("create_booking"))
    bus.replies[contract.CREATE.key]["replayed"] = True
    again = google("CreateBooking", example("create_booking"))

    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == first.json


def test_a_path_may_end_in_a_slash(google):
    assert google("HealthCheck/").status_code == 200
    assert google("GetBookingStatus/", {"booking_id": "b-1"}).status_code == 200


@pytest.mark.parametrize(
    ("refusal", "cause"),
    [
        (contract.SlotTaken(), "SLOT_UNAVAILABLE"),
        (contract.NotASlot(), "SLOT_UNAVAILABLE"),
        (contract.LeadTime(), "SLOT_UNAVAILABLE"),
    ],
)
def test_a_slot_taken_meanwhile_is_told_in_the_body(google, bus, refusal, cause):  # SL-17
    bus.replies[contract.CREATE.key] = refusal

    answer = google("CreateBooking", example("create_booking"))

    assert answer.status_code == 200
    assert list(answer.json) == ["booking_failure"]
    assert answer.json["booking_failure"]["cause"] == cause
    assert answer.json["booking_failure"]["description"].startswith(refusal.code)


@pytest.mark.parametrize(
    ("name", "call", "refusal", "cause"),
    [
        ("cancel", contract.CANCEL, contract.CancelWindowPassed(), "OUTSIDE_CANCELLATION_WINDOW"),
        ("cancel", contract.CANCEL, contract.IllegalTransition(status="arrived"),
         "BOOKING_NOT_CANCELLABLE"),
        ("move", contract.RESCHEDULE, contract.IllegalTransition(status="cancelled"),
         "BOOKING_ALREADY_CANCELLED"),
        ("move", contract.RESCHEDULE, contract.SlotTaken(), "SLOT_UNAVAILABLE"),
    ],
)  # fmt: skip
def test_a_refused_update_shows_the_booking_as_it_stands(google, bus, name, call, refusal, cause):
    bus.replies[call.key] = refusal

    answer = google("UpdateBooking", example(name))

    assert answer.status_code == 200
    assert answer.json["booking"]["status"] == "CONFIRMED"
    assert answer.json["booking_failure"]["cause"] == cause


@pytest.mark.parametrize(
    ("name", "before"), [("cancel", {"status": "cancelled"}), ("move", {"start": TEN})]
)
def test_an_update_that_came_before_does_nothing_more(google, bus, name, before):
    bus.replies[contract.GET.key] = a_booking(**before)
    asked = example(name)
    if name == "move":
        asked["booking"]["slot"]["start_sec"] = EXAMPLES["create_booking"]["request"]["slot"][
            "start_sec"
        ]

    answer = google("UpdateBooking", asked)

    assert answer.status_code == 200
    assert {key for key, _, _ in bus.asked} == {contract.GET.key}


def test_of_two_cancellations_at_once_both_are_told_that_it_is_done(google, bus):
    as_it_stood = iter([a_booking(), a_booking(status="cancelled", revision=2)])
    bus.replies[contract.GET.key] = lambda _: next(as_it_stood)
    bus.replies[contract.CANCEL.key] = contract.IllegalTransition(status="cancelled")

    told = google("UpdateBooking", example("cancel")).json

    assert told["booking"]["status"] == "CANCELED"
    assert "booking_failure" not in told


@pytest.mark.parametrize(("duration", "free"), [("3600", True), ("1800", False), ("0", True)])
def test_a_slot_of_another_length_is_none_of_ours(google, bus, duration, free):
    asked = example("batch_availability_lookup")
    asked["slot_time"] = [asked["slot_time"][0] | {"duration_sec": duration}]
    bus.replies[contract.CHECK_BATCH.key]["slots"].pop()

    [one] = google("BatchAvailabilityLookup", asked).json["slot_time_availability"]

    assert one["available"] is free
    slot = example("create_booking")["slot"] | {"duration_sec": duration}
    made = google("CreateBooking", example("create_booking", slot=slot)).json
    assert ("booking" in made) is free


def test_more_slots_than_one_call_checks_are_checked_in_lots(google, bus):
    slot = example("batch_availability_lookup")["slot_time"][0]
    bus.replies[contract.CHECK_BATCH.key] = lambda request: {
        "slots": [
            {**wished, "staff": None, "available": True, "free": 1, "code": None}
            for wished in request["slots"]
        ]
    }

    asked = {"merchant_id": "s-4s", "slot_time": [slot] * (contract.MOST_CHECKED + 1)}
    answer = google("BatchAvailabilityLookup", asked)

    assert len(answer.json["slot_time_availability"]) == contract.MOST_CHECKED + 1
    lots = [len(request["slots"]) for key, _, request in bus.asked if "slots" in request]
    assert lots == [contract.MOST_CHECKED, 1]


def test_every_fault_is_told_at_once_by_400(google, bus):
    asked = {
        "slot": {"service_id": "facial", "start_sec": "soon", "duration_sec": -1},
        "user_information": {"user_id": "u-1", "telephone": "12"},
    }

    answer = google("CreateBooking", asked)

    assert answer.status_code == 400
    assert set(answer.json["errors"]) == {
        "slot.merchant_id",
        "slot.start_sec",
        "slot.duration_sec",
        "user_information.telephone",
        "idempotency_token",
    }
    assert bus.asked == []


@pytest.mark.parametrize(
    "body",
    [
        {"merchant_id": "s-4s", "slot_time": []},
        {"merchant_id": "s-4s"},
        {"merchant_id": {"$ne": ""}, "slot_time": [{"service_id": "x", "start_sec": 1e300}]},
        [],
    ],
)  # negative 7
def test_what_is_no_lookup_is_400(google, body):
    assert google("BatchAvailabilityLookup", body).status_code == 400


def test_a_service_that_the_store_does_not_offer_is_400(google):
    asked = example("batch_availability_lookup")
    asked["slot_time"][0]["service_id"] = "haircut"

    answer = google("BatchAvailabilityLookup", asked)

    assert answer.status_code == 400
    assert answer.json["errors"] == {"service_id": ["not offered here: haircut"]}


def test_an_unknown_merchant_or_booking_is_404(google, bus):
    bus.replies[contract.ITEMS.key] = bus.replies[contract.GET.key] = NotFound()

    for name in ("batch_availability_lookup", "get_booking_status", "cancel"):
        assert google(EXAMPLES[name]["path"], EXAMPLES[name]["request"]).status_code == 404


def test_a_token_of_another_request_is_refused(google, bus):
    bus.replies[contract.CREATE.key] = contract.IdempotencyKeyReused()

    answer = google("CreateBooking", example("create_booking"))

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")


def test_an_away_part_is_503_to_be_tried_again(google, bus):
    bus.replies[contract.CREATE.key] = Unavailable(part="booking")

    answer = google("CreateBooking", example("create_booking"))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    bus.connected = False
    assert google("HealthCheck").status_code == 503


def test_the_user_is_named_only_by_consent_and_agreement(google, bus):  # PV-06
    told = google("CreateBooking", example("create_booking")).json["booking"]["user_information"]
    assert told == {"user_id": "order-1"}

    bus.replies[contract.CREATE.key]["booking"] = a_booking(consents=SHARED)
    told = google("CreateBooking", example("create_booking")).json["booking"]["user_information"]
    assert told["given_name"] == "王小明"


@pytest.mark.parametrize(
    ("name", "password"), [("p1", "sk_p1_wrong"), ("p2", None), ("p1", ""), ("", "")]
)
def test_strangers_stay_outside(google, bus, name, password):
    given = {} if password is None else {"password": password}

    answer = google("GetBookingStatus", {"booking_id": "b-1"}, name=name, **given)

    assert answer.status_code == 401
    assert bus.asked == []


def test_the_key_as_a_bearer_does_too_but_no_log_in_of_staff(client, partner, staff):
    body = {"booking_id": "b-1"}

    as_partner = client.post("/google/v3/GetBookingStatus", json=body, headers=partner())
    as_staff = client.post("/google/v3/GetBookingStatus", json=body, headers=staff())
    as_nobody = client.post("/google/v3/GetBookingStatus", json=body)

    assert (as_partner.status_code, as_staff.status_code, as_nobody.status_code) == (200, 403, 401)


def test_a_key_without_the_scope_books_nothing(client, bus, partner):
    reader = partner(scopes=["stores:read", "bookings:read"])

    answer = client.post("/google/v3/CreateBooking", json=example("create_booking"), headers=reader)

    assert answer.status_code == 403
    assert contract.CREATE.key not in {key for key, _, _ in bus.asked}


def everywhere(value, parts):
    """Yield *value* with each of its leaves in turn replaced by each of *parts*."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from ({**value, name: changed} for changed in everywhere(one, parts))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from ([*value[:place], x, *value[place + 1 :]] for x in everywhere(one, parts))
    else:
        yield from parts


HOSTILE = ({"$ne": ""}, ["x"], 10**30, -1, True, 1e308, "a\x00b", "\ud800", "x" * 5000)


@pytest.mark.parametrize("name", EXAMPLES)
def test_whatever_stands_in_a_field_is_no_fault_of_ours(google, bus, name):  # negative 7
    bus.replies[contract.LIST.key] = {"bookings": [], "next_cursor": None}
    path, request = EXAMPLES[name]["path"], EXAMPLES[name]["request"]

    statuses = {google(path, body).status_code for body in everywhere(request, HOSTILE)}

    assert statuses <= {200, 400}
    assert 400 in statuses


@pytest.mark.parametrize("name", hostile.TEXTS)
def test_what_is_no_json_is_refused(client, bus, partner, name):
    headers = {**partner(), "Content-Type": "application/json"}

    for path in sorted({one["path"] for one in EXAMPLES.values()}):
        answer = client.post(f"/google/v3/{path}", data=hostile.TEXTS[name], headers=headers)
        assert 400 <= answer.status_code < 500, path
    assert bus.asked == []
