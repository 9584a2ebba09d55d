"""Broadcasts over HTTP: drafted, previewed, started as seen, held, and who may."""

import pytest

from common.contracts.notification import broadcasts as contract
from common.errors import Stale
from gateway.roles import ROLES
from tests.service.gateway.broadcast_samples import WORDS, a_broadcast, running

API = "/api/v1/broadcasts"
ONE = f"{API}/bc-1"
DRAFT = {
    "kind": "announcement", "name": "停电通知", "stores": ["s-4s"], "words": WORDS,
    "audience": {"coming_days": 7},
}  # fmt: skip


def test_a_broadcast_is_drafted_once_for_a_key(client, bus, staff):
    boss = {**staff("cr_supervisor"), "Idempotency-Key": "k-1"}

    made = client.post(API, json=DRAFT, headers=boss)

    assert (made.status_code, made.headers["Location"], made.headers["ETag"]) == (201, ONE, '"1"')
    key = bus.last["idempotency_key"]
    assert key.endswith(":k-1")
    assert bus.last == {
        **DRAFT, "idempotency_key": key,
        "audience": {"past_days": 0, "coming_days": 7, "customers": []},
    }  # fmt: skip
    bus.replies[contract.DRAFT_BROADCAST.key]["replayed"] = True
    assert client.post(API, json=DRAFT, headers=boss).headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(("channel", "status"), [("sms", 201), ("voice", 201), ("fax", 422)])
def test_a_broadcast_goes_by_text_or_by_call(client, bus, staff, channel, status):  # RM-15
    drafted = client.post(API, json={**DRAFT, "channel": channel}, headers=staff("manager"))

    assert drafted.status_code == status
    assert (
        (bus.last["channel"] == channel) if status == 201 else "channel" in drafted.json["errors"]
    )


def test_what_was_previewed_is_started_by_its_revision(client, bus, staff):
    boss = staff("manager")

    shown = client.post(f"{ONE}/preview", headers=boss)
    assert shown.json["preview"]["stores"][0]["over_cap"]
    started = client.post(f"{ONE}/start", headers={**boss, "If-Match": shown.headers["ETag"]})

    assert (started.status_code, started.json["state"]) == (200, "running")
    assert bus.last == {"broadcast_id": "bc-1", "if_revision": 2}


def test_who_is_too_late_sees_it_as_it_stands(client, bus, staff):
    bus.replies[contract.START_BROADCAST.key] = Stale(revision=4)
    bus.replies[contract.GET_BROADCAST.key] = running(revision=4)

    late = client.post(f"{ONE}/start", headers={**staff("manager"), "If-Match": '"2"'})

    assert (late.status_code, late.json["current"]["revision"]) == (412, 4)


@pytest.mark.parametrize(
    ("move", "asked", "state"),
    [
        ("pause", None, "paused"),
        ("resume", None, "running"),
        ("stop", {"reason": "写错了日期"}, "stopped"),
    ],
)
def test_it_is_held_and_ended(client, bus, staff, move, asked, state):
    answer = client.post(f"{ONE}/{move}", json=asked, headers=staff("manager"))

    assert (answer.status_code, answer.json["state"]) == (200, state)
    assert bus.last == {"broadcast_id": "bc-1", "if_revision": None, **(asked or {})}


def test_a_draft_is_changed_and_named_what_for(client, bus, staff):
    headers = staff("manager")

    changed = client.patch(ONE, json={"rate_per_minute": 60, "stores": None}, headers=headers)

    assert changed.status_code == 200
    assert bus.last == {
        "broadcast_id": "bc-1", "if_revision": None, "rate_per_minute": 60, "stores": None,
    }  # fmt: skip
    assert client.patch(ONE, json={}, headers=headers).status_code == 422


def test_every_fault_of_a_draft_is_told_at_once(client, staff):
    wrong = {
        **DRAFT, "kind": "spam", "rate_per_minute": 6001, "words": {"fr": "Bonjour"},
        "stores": [], "audience": {"past_days": 731},
    }  # fmt: skip

    answer = client.post(API, json=wrong, headers=staff("manager"))

    assert answer.status_code == 422
    told = {name.split(".")[0] for name in answer.json["errors"]}
    assert told == {"kind", "rate_per_minute", "words", "stores", "audience"}


def test_broadcasts_and_their_recipients_are_listed(client, bus, staff):
    listed = client.get(f"{API}?store_id=s-4s&state=running", headers=staff("manager"))
    assert [one["id"] for one in listed.json["broadcasts"]] == ["bc-1"]
    assert bus.last == {"store_id": "s-4s", "state": "running", "limit": 20}

    found = client.get(f"{ONE}/recipients?state=suppressed", headers=staff("manager"))
    assert found.json["recipients"][0]["to"] == "+86138****8000"
    assert bus.last == {"broadcast_id": "bc-1", "state": "suppressed", "limit": 50}


def test_what_is_inside_stays_inside(client, bus, staff):
    bus.replies[contract.GET_BROADCAST.key] = a_broadcast(asked="fingerprint")

    assert "asked" not in client.get(ONE, headers=staff("manager")).json


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_who_does_campaigns_broadcasts(client, staff, role):
    may = "broadcasts:write" in ROLES[role]

    assert (client.post(API, json=DRAFT, headers=staff(role)).status_code == 201) is may
    assert (client.get(API, headers=staff(role)).status_code == 200) is may


def test_partners_have_no_part_in_it(client, partner):
    assert client.get(API, headers=partner()).status_code == 403
