"""What a refusal says is of use to whoever reads it."""

import pytest

from common.contracts import booking
from gateway.partners import Limits, Rate
from tests.service.gateway.conftest import NEVER_REACHED
from tests.service.gateway.samples import a_booking, a_waiting_entry

API = "/api/v1"
CONFIRMED = ["confirm", "reschedule", "cancel", "fail", "ask_info", "amend", "arrive", "no_show"]
ENGLISH = {"Accept-Language": "en"}


def told(answer):
    return answer.status_code, answer.json["title"], answer.json["detail"]


def test_a_partner_is_told_its_own_moves_alone(client, bus, partner):  # PO-01
    bus.replies[booking.GET.key] = a_booking(legal_moves=CONFIRMED)
    bus.replies[booking.LIST.key] = {
        "bookings": [a_booking(legal_moves=CONFIRMED)], "next_cursor": None,
    }  # fmt: skip
    bus.replies[booking.waitlist.GET_WAITING.key] = a_waiting_entry()
    headers = partner()

    one = client.get(f"{API}/bookings/b-1", headers=headers).json
    [listed] = client.get(f"{API}/bookings", headers=headers).json["bookings"]
    waiting = client.get(f"{API}/waitlist-entries/w-1", headers=headers).json

    assert one["legal_moves"] == ["confirm", "reschedule", "cancel", "ask_info", "amend"]
    assert listed["legal_moves"] == one["legal_moves"]
    assert waiting["legal_moves"] == ["withdraw"]


@pytest.mark.parametrize("path", ["bookings/b-1/confirm", "bookings/b-1/cancel"])
def test_a_move_that_cannot_be_made_names_the_callers_others(client, bus, partner, path):
    error = booking.IllegalTransition(status="arrived", move="m", legal=["amend", "complete"])
    bus.replies |= {booking.RECONFIRM.key: error, booking.CANCEL.key: error}

    answer = client.post(f"{API}/{path}", json={"reason_code": "other"} if "cancel" in path else {},
                         headers=partner())  # fmt: skip

    assert (answer.status_code, answer.json["legal_moves"]) == (409, ["amend"])


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_wait_that_is_over_names_the_callers_other_moves(client, bus, partner, method):
    error = booking.IllegalTransition(status="waiting", move="m", legal=["offer", "withdraw"])
    bus.replies |= {
        booking.waitlist.ACCEPT.key: error,
        booking.waitlist.WITHDRAW.key: error,
    }
    path = f"{API}/waitlist-entries/w-1" + "/accept" * (method == "POST")

    answer = client.open(path, method=method, headers=partner())

    assert (answer.status_code, answer.json["legal_moves"]) == (409, ["withdraw"])


@pytest.mark.parametrize(
    ("path", "scope"),
    [("webhook-endpoints", "webhooks"), ("events?store_id=s-4s", "events:read")],
)
def test_a_partner_is_told_the_scope_that_its_key_needs(client, partner, path, scope):  # PO-01
    answer = client.get(f"{API}/{path}", headers=partner())

    assert (answer.status_code, answer.json["needs"]) == (403, scope)


def test_what_no_scope_allows_is_not_for_partners(client, partner, staff):
    answer = client.post(f"{API}/bookings/b-1/arrive", headers=partner() | ENGLISH)

    assert "needs" not in answer.json
    assert told(answer) == (
        403,
        "That is not for partners",
        "Only the chain's own staff may do it: no scope of a key allows it.",
    )
    to_staff = client.get(f"{API}/webhook-endpoints", headers=staff("reception"))
    assert (to_staff.status_code, to_staff.json["needs"]) == (403, "webhooks:read")


@pytest.mark.parametrize(
    ("method", "body", "status", "advice"),
    [
        ("DELETE", {}, 405, "Use one of those named in Allow."),
        ("POST", {"data": "x" * 70_000, "content_type": "application/json"}, 413,
         "Send less at once, in several requests."),
        ("POST", {"data": "store_id=s-4s"}, 415, "Send JSON, with Content-Type: application/json."),
    ],
)  # fmt: skip
def test_a_request_without_fields_is_told_what_to_do_instead(
    client, partner, method, body, status, advice
):
    answer = client.open(f"{API}/bookings", method=method, headers=partner() | ENGLISH, **body)

    assert "errors" not in answer.json
    assert (answer.status_code, answer.json["detail"]) == (status, advice)


def test_who_asks_faster_than_agreed_reads_of_requests_and_not_of_attempts(client, partner):
    headers = partner(limits=Limits(Rate(1, 1), NEVER_REACHED)) | ENGLISH
    client.get(f"{API}/stores", headers=headers)

    answer = client.get(f"{API}/stores", headers=headers)

    assert told(answer) == (
        429,
        "More requests than agreed",
        "Send the same request again after as many seconds as Retry-After says.",
    )


@pytest.mark.parametrize(("language", "word"), [("en", "Required"), ("zh", "必填")])
def test_a_key_that_is_missing_is_said_to_be_required(client, partner, language, word):  # BK-02
    headers = {**partner(), "Accept-Language": language}
    del headers["Idempotency-Key"]

    answer = client.post(f"{API}/holds", headers=headers, json={
        "store_id": "s-4s", "items": ["maintenance-a"], "start": "2026-03-10T10:00:00+08:00",
    })  # fmt: skip

    [fault] = answer.json["errors"]["Idempotency-Key"]
    assert (answer.status_code, fault.startswith(word)) == (400, True)
