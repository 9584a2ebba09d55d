"""Holds over HTTP: made once however often they are asked for, extended, let go, booked."""

from common.contracts import booking
from common.contracts.booking import HoldExpired
from tests.service.gateway.samples import a_booking, a_hold

API = "/api/v1"
WISH = {"store_id": "s-4s", "items": ["maintenance-a"], "start": "2026-03-10T10:00:00+08:00"}
CUSTOMER = {"name": "王小明", "phone": "13800138000"}


def test_a_place_is_held_and_found_again(client, bus, partner):
    made = client.post(f"{API}/holds", json=WISH, headers=partner())

    assert (made.status_code, made.json["state"]) == (201, "held")
    assert made.headers["Location"] == f"{API}/holds/h-1"
    assert "Idempotent-Replayed" not in made.headers
    assert bus.last == {
        **WISH, "channel": "partner", "ttl_seconds": 300, "idempotency_key": "p1:k-1"
    }  # fmt: skip
    assert client.get(f"{API}/holds/h-1", headers=partner()).json == made.json


def test_a_repeat_is_marked(client, bus, partner):
    bus.replies[booking.HOLD.key] = {"hold": a_hold(), "replayed": True}

    again = client.post(f"{API}/holds", json=WISH, headers=partner())

    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_partner_must_send_a_key(client, bus, partner):
    without = {"Authorization": partner()["Authorization"]}

    assert client.post(f"{API}/holds", json=WISH, headers=without).status_code == 400
    assert bus.asked == []


def test_a_hold_lasts_between_half_a_minute_and_a_quarter_of_an_hour(client, staff):
    def ask(seconds):
        wish = {**WISH, "ttl_seconds": seconds}
        return client.post(f"{API}/holds", json=wish, headers=staff("booking_agent")).status_code

    assert [ask(seconds) for seconds in (29, 30, 900, 901)] == [422, 201, 201, 422]


def test_a_hold_is_extended_and_let_go(client, bus, partner):
    more = client.post(f"{API}/holds/h-1/extend", headers=partner())
    gone = client.delete(f"{API}/holds/h-1", headers=partner())

    assert more.json["extended"] is True
    assert (gone.status_code, gone.data) == (204, b"")
    assert [key for key, _, _ in bus.asked] == [booking.EXTEND_HOLD.key, booking.RELEASE_HOLD.key]


def test_what_is_over_says_so(client, bus, partner):
    bus.replies[booking.EXTEND_HOLD.key] = HoldExpired(until="2026-03-09T01:05:00+00:00")

    answer = client.post(f"{API}/holds/h-1/extend", headers=partner())

    assert (answer.status_code, answer.json["code"]) == (409, "hold_expired")
    assert answer.json["until"] == "2026-03-09T01:05:00+00:00"


def test_a_held_place_is_booked_by_its_id_alone(client, bus, partner):
    bus.replies[booking.CREATE.key] = {"booking": a_booking(), "replayed": False}

    made = client.post(
        f"{API}/bookings",
        json={"hold_id": "h-1", "customer": CUSTOMER},
        headers=partner(),
    )

    assert made.status_code == 201
    assert bus.last["hold_id"] == "h-1"
    assert not {"store_id", "items", "start"} & set(bus.last)


def test_a_booking_names_a_hold_or_a_place_and_every_fault_is_told(client, bus, partner):
    def faults(**body):
        answer = client.post(
            f"{API}/bookings",
            json={"customer": CUSTOMER, **body},
            headers={**partner(), "Accept-Language": "en"},
        )
        assert answer.status_code == 422
        return answer.json["errors"]

    assert faults() == {
        name: ["Missing data for required field."] for name in ("store_id", "items", "start")
    }
    assert faults(hold_id="h-1", **WISH) == {
        name: ["The hold names it already: leave it out."]
        for name in ("store_id", "items", "start")
    }
    assert faults(start="tomorrow", store_id="s-4s", items=["x"]) == {
        "start": ["Give date and time with an offset, as 2026-03-10T10:00:00+08:00."]
    }
    assert bus.asked == []
