"""Webhooks over HTTP: a partner keeps its own endpoints, the chain stops and resumes them."""

import pytest

from common.contracts.booking import IllegalTransition
from common.contracts.notification import webhooks as contract
from common.errors import NotFound, Stale
from gateway.roles import ROLES
from tests.service.gateway.webhook_samples import URL, an_endpoint

API = "/api/v1/webhook-endpoints"
ENDPOINT, REPLAY = f"{API}/we-1", f"{API}/we-1/deliveries/d-1/replay"
WISH = {"url": URL, "events": ["booking_confirmed", "booking_cancelled"]}
RANGE = {"since": "2026-03-09T09:00:00+08:00", "until": "2026-03-09T10:00:00+08:00"}


@pytest.fixture
def us(partner):
    return partner(scopes=["webhooks"])


def test_an_endpoint_is_opened_and_its_secret_shown_once(client, bus, us):
    made = client.post(API, json=WISH, headers=us)

    assert (made.status_code, made.headers["Location"]) == (201, ENDPOINT)
    assert made.json["secret"].startswith("whsec_")
    assert bus.last == {**WISH, "idempotency_key": "p1:k-1"}
    shown = client.get(ENDPOINT, headers=us)
    assert (shown.status_code, shown.headers["ETag"]) == (200, '"1"')
    assert "secret" not in shown.json
    assert "whsec_" not in client.get(API, headers=us).text


def test_the_same_request_again_says_so(client, bus, us):
    bus.replies[contract.CREATE_ENDPOINT.key]["replayed"] = True
    without = {"Authorization": us["Authorization"]}

    assert client.post(API, json=WISH, headers=us).headers["Idempotent-Replayed"] == "true"
    assert client.post(API, json=WISH, headers=without).status_code == 400


def test_notification_hears_of_the_agreement_before_anything_is_sent(client, bus, us):  # PV-06
    client.post(API, json=WISH, headers=us)

    (key, by, told), (after, _, _) = bus.asked
    assert (key, after) == (contract.STATE_AGREEMENT.key, contract.CREATE_ENDPOINT.key)
    assert (by.kind, by.may) == ("service", {"agreements:state"})
    assert told == {
        "partner_id": "p1", "until": "2026-06-30", "stated_at": "1970-01-01T00:00:00+00:00",
        "stores": ["*"],
    }  # fmt: skip


def test_a_partner_cannot_say_until_when_its_agreement_lasts(client, us):
    answer = client.post(API, json={**WISH, "agreement_until": "2099-01-01"}, headers=us)

    assert answer.json["errors"] == {"agreement_until": ["没有这个字段。"]}


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "须为互联网上的地址。"), ("en", "must lead to the internet")],
)
def test_every_fault_is_told_at_once(client, bus, us, language, said):
    wish = {"url": "https://10.0.0.1/", "events": ["booking_noted"], "secret": "x"}

    answer = client.post(API, json=wish, headers={**us, "Accept-Language": language})
    assert answer.status_code == 422
    assert answer.json["errors"]["url"] == [said]
    assert answer.json["errors"].keys() == {"url", "events.0", "secret"}
    assert bus.asked == []


def test_this_machine_is_no_address_but_in_a_sandbox(client, us):
    answer = client.post(API, json={**WISH, "url": "http://127.0.0.1:9/"}, headers=us)

    assert set(answer.json["errors"]) == {"url"}


def test_it_is_changed_as_its_reader_saw_it(client, bus, us):
    changed = client.patch(ENDPOINT, json={"state": "active"}, headers={**us, "If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert bus.last == {"endpoint_id": "we-1", "if_revision": 1, "state": "active"}

    bus.replies[contract.CHANGE_ENDPOINT.key] = Stale(revision=3)
    bus.replies[contract.GET_ENDPOINT.key] = an_endpoint(revision=3)
    stale = client.patch(ENDPOINT, json={"events": ["*"]}, headers={**us, "If-Match": '"1"'})
    assert (stale.status_code, stale.json["current"]["revision"]) == (412, 3)


@pytest.mark.parametrize(
    ("change", "fault"),
    [({}, "changes"), ({"state": "disabled"}, "state"), ({"events": []}, "events")],
)
def test_a_change_that_makes_no_sense_is_refused(client, us, change, fault):
    answer = client.patch(ENDPOINT, json=change, headers=us)

    assert (answer.status_code, set(answer.json["errors"])) == (422, {fault})


def test_why_it_is_paused_is_said_in_both_languages(client, bus, us):
    because = {
        "code": "failing",
        "sentence": {"zh": "已暂停", "en": "Paused"},
        "at": "2026-03-09T01:00:00+00:00",
    }
    bus.replies[contract.GET_ENDPOINT.key] = an_endpoint(state="paused", paused_because=because)

    assert client.get(ENDPOINT, headers=us).json["paused_because"] == because


def test_a_secret_is_rotated_at_leisure_or_at_once(client, bus, us):
    rotated = client.post(f"{ENDPOINT}/rotate-secret", headers=us)
    assert (rotated.status_code, bus.last["at_once"]) == (200, False)
    assert rotated.json["old_secret_until"]

    client.post(f"{ENDPOINT}/rotate-secret", json={"at_once": True}, headers=us)
    assert bus.last["at_once"] is True


def test_an_endpoint_is_given_up(client, bus, us):
    answer = client.delete(ENDPOINT, headers=us)

    assert (answer.status_code, answer.data) == (204, b"")
    assert bus.last == {"endpoint_id": "we-1"}


def test_what_was_sent_is_listed_with_its_tries(client, bus, us):
    asked = "state=pending&event_type=booking_confirmed&limit=1"
    listed = client.get(f"{ENDPOINT}/deliveries?{asked}", headers=us)

    assert listed.json["deliveries"][0]["tries"][0]["error"] == "timeout"
    assert bus.last == {
        "endpoint_id": "we-1", "state": "pending", "event_type": "booking_confirmed", "limit": 1,
    }  # fmt: skip
    wrong = client.get(f"{ENDPOINT}/deliveries?state=lost&limit=0", headers=us)
    assert set(wrong.json["errors"]) == {"state", "limit"}


def test_one_delivery_is_sent_once_more(client, bus, us):
    assert client.post(REPLAY, headers=us).json["state"] == "pending"
    assert bus.last == {"endpoint_id": "we-1", "delivery_id": "d-1"}

    bus.replies[contract.REPLAY_DELIVERY.key] = IllegalTransition(state="pending", legal=[])
    answer = client.post(REPLAY, headers=us)
    assert (answer.status_code, answer.json["stands_at"]) == (409, "pending")


def test_so_is_what_happened_within_a_while(client, bus, us):
    assert client.post(f"{ENDPOINT}/replay", json=RANGE, headers=us).json == {"replayed": 3}
    assert bus.last == {"endpoint_id": "we-1", **RANGE}

    wrong = client.post(f"{ENDPOINT}/replay", json={"since": "soon"}, headers=us)
    assert set(wrong.json["errors"]) == {"since", "until"}


def test_somebody_elses_endpoint_is_answered_like_one_that_never_was(client, bus, us):
    bus.replies[contract.GET_ENDPOINT.key] = NotFound(what="webhook endpoint", id="we-1")

    assert client.get(ENDPOINT, headers=us).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "needs"),
    [
        ("POST", API, WISH, "webhooks:write"),
        ("GET", API, None, "webhooks:read"),
        ("GET", ENDPOINT, None, "webhooks:read"),
        ("PATCH", ENDPOINT, {"state": "paused"}, "webhooks:run"),
        ("DELETE", ENDPOINT, None, "webhooks:write"),
        ("POST", f"{ENDPOINT}/rotate-secret", None, "webhooks:write"),
        ("GET", f"{ENDPOINT}/deliveries", None, "webhooks:read"),
        ("POST", REPLAY, None, "webhooks:run"),
        ("POST", f"{ENDPOINT}/replay", RANGE, "webhooks:run"),
    ],
)
def test_whoever_may_not_is_refused(client, staff, partner, method, path, body, needs):
    for role in ("operator", "head_office", "manager", "reception"):
        answer = client.open(path, method=method, json=body, headers=staff(role, login=role))
        assert (answer.status_code == 403) == (needs not in ROLES[role]), role
    answer = client.open(path, method=method, json=body, headers=partner())
    assert answer.status_code == 403


def test_the_chain_states_no_agreement(client, bus, staff):
    client.patch(ENDPOINT, json={"state": "paused"}, headers=staff("head_office"))

    assert [key for key, _, _ in bus.asked] == [contract.CHANGE_ENDPOINT.key]
