"""Requests over HTTP: opened once, listed, read, acted in, and refused."""

import pytest

from common.contracts.booking import IllegalTransition
from common.contracts.booking import customer_requests as contract
from common.errors import Stale
from gateway.roles import ROLES
from tests.service.gateway.samples import a_request

REQUESTS = "/api/v1/requests"
WISH = {"store_id": "s-home", "kind": "request", "channel": "hotline", "text": "太吵"}
DEED = {"step": "receive", "action": "record", "fields": {"request": "太吵"}}


def test_a_request_is_opened_and_found_again(client, bus, staff):
    headers = staff("reception")

    made = client.post(REQUESTS, json=WISH, headers={**headers, "Idempotency-Key": "k-1"})

    assert (made.status_code, made.headers["Location"]) == (201, f"{REQUESTS}/r-1")
    assert bus.last == {
        **WISH, "customer": None, "subject": None, "facts": {}, "idempotency_key": "li:k-1",
    }  # fmt: skip
    assert client.get(f"{REQUESTS}/r-1", headers=headers).json == made.json


def test_a_repeat_is_marked(client, bus, staff):
    bus.replies[contract.OPEN_REQUEST.key] = {"request": a_request(), "replayed": True}

    again = client.post(REQUESTS, json=WISH, headers=staff("reception"))

    assert again.headers["Idempotent-Replayed"] == "true"


def test_what_is_missing_is_told_at_once(client, bus, staff):
    answer = client.post(
        REQUESTS, json={"text": "x"}, headers={**staff("reception"), "Accept-Language": "en"}
    )

    assert set(answer.json["errors"]) == {"store_id", "channel"}
    nameless = {**WISH}
    del nameless["kind"]
    answer = client.post(REQUESTS, json=nameless, headers=staff("reception"))
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"kind"})
    assert bus.asked == []


def test_requests_are_listed_by_what_is_late(client, bus, staff):
    answer = client.get(f"{REQUESTS}?overdue=true&store_id=s-home&limit=5", headers=staff())

    assert [one["number"] for one in answer.json["requests"]] == ["R2026-00001"]
    assert bus.last == {"overdue": True, "store_id": "s-home", "limit": 5}


def test_an_action_is_done_on_what_its_reader_saw(client, bus, staff):
    headers = {**staff("advisor"), "If-Match": '"1"'}

    answer = client.post(f"{REQUESTS}/r-1/visit", json=DEED, headers=headers)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert bus.last == {"request_id": "r-1", "if_revision": 1, "reason": "", "facts": {}, **DEED}


@pytest.mark.parametrize(
    ("refusal", "status"), [(Stale(revision=2), 412), (IllegalTransition(legal=["a.b"]), 409)]
)
def test_who_was_slower_or_too_early_is_told(client, bus, staff, refusal, status):
    bus.replies[contract.ACT_IN_REQUEST.key] = refusal

    answer = client.post(f"{REQUESTS}/r-1/visit", json=DEED, headers=staff("advisor"))

    assert answer.status_code == status


def test_a_store_says_what_it_takes_and_who_could(client, staff):
    kinds = client.get("/api/v1/stores/s-home/request-kinds", headers=staff())
    people = client.get(f"{REQUESTS}/r-1/candidates", headers=staff())

    assert kinds.json["kinds"][0]["journey"] == "request"
    assert people.json["candidates"][0]["open_requests"] == 0


@pytest.mark.parametrize("role", sorted(ROLES))
def test_whoever_deals_with_customers_may_open_one(client, staff, role):
    answer = client.post(REQUESTS, json=WISH, headers=staff(role))

    assert answer.status_code == (201 if "requests:write" in ROLES[role] else 403)


def test_requests_are_none_of_a_partners_business(client, bus, partner):
    assert client.get(REQUESTS, headers=partner()).status_code == 403
    assert bus.asked == []
