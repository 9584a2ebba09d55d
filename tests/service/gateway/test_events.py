"""Catching up over HTTP: who may read a store's list, and what is honestly said when it cannot."""

import pytest

from common.contracts.booking import STORE
from common.contracts.notification.feed import READ_EVENTS
from common.errors import Gone, NotFound
from gateway.roles import ROLES
from tests.service.gateway.event_samples import some_events

API = "/api/v1/events"


@pytest.fixture
def us(partner):
    return partner(scopes=["events:read"])


def test_a_store_list_is_read_after_a_number(client, bus, us):
    answer = client.get(f"{API}?store_id=s-4s&after=17&limit=50", headers=us)

    assert (answer.status_code, answer.json) == (200, some_events())
    assert answer.headers["Cache-Control"] == "no-store"
    assert bus.last == {"store_id": "s-4s", "after": 17, "limit": 50, "agreed": True}


def test_the_persons_are_asked_for_only_while_the_agreement_lasts(client, bus, partner, staff):
    asked = f"{API}?store_id=s-4s"
    client.get(asked, headers=partner(scopes=["events:read"], agreement_until="2020-06-30"))
    assert bus.last["agreed"] is False

    client.get(asked, headers=staff("manager"))
    assert bus.last["agreed"] is False


def test_what_is_kept_no_longer_is_said_to_be_gone(client, bus, us):
    bus.replies[READ_EVENTS.key] = Gone(what="events", oldest=900, last=1200)
    answer = client.get(f"{API}?store_id=s-4s&after=17", headers={**us, "Accept-Language": "en"})

    assert (answer.status_code, answer.json["code"]) == (410, "gone")
    assert (answer.json["oldest"], answer.json["last"]) == (900, 1200)


def test_a_store_where_nothing_happened_yet_is_there_and_a_missing_one_is_not(client, bus, us):
    bus.replies[READ_EVENTS.key] = some_events(events=[], last=0, next_after=0)
    assert client.get(f"{API}?store_id=s-new", headers=us).json["events"] == []

    bus.replies[STORE.key] = NotFound(what="store", id="s-none")
    missing = client.get(f"{API}?store_id=s-none", headers=us)
    bus.replies[READ_EVENTS.key] = NotFound(what="store", id="s-none")
    foreign = client.get(f"{API}?store_id=s-none", headers=us)
    assert missing.status_code == foreign.status_code == 404
    own_words = {"correlation_id": None}
    assert missing.json | own_words == foreign.json | own_words  # negative 1


def test_every_fault_is_told_at_once(client, bus, us):
    answer = client.get(f"{API}?after=-1&limit=501&before=3", headers=us)

    assert answer.status_code == 422
    assert answer.json["errors"].keys() == {"store_id", "after", "limit", "before"}
    assert bus.asked == []


def test_it_needs_a_scope_of_its_own(client, staff, partner):
    every_other = ["stores:read", "bookings:read", "bookings:write", "webhooks"]
    asked = f"{API}?store_id=s-4s"
    assert client.get(asked, headers=partner(scopes=every_other)).status_code == 403
    for role in ("operator", "head_office", "manager", "reception"):
        answer = client.get(asked, headers=staff(role, login=role))
        assert (answer.status_code == 403) == ("events:read" not in ROLES[role]), role
