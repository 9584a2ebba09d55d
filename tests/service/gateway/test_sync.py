"""Digests over HTTP."""

import pytest

from common.contracts.booking.syncing import DIGEST
from common.errors import NotFound
from tests.service.gateway.event_samples import a_digest

API = "/api/v1/sync/digest"


@pytest.fixture
def us(partner):
    return partner(scopes=["bookings:read"])


def test_a_day_is_compared_by_its_hash(client, bus, us):
    answer = client.get(f"{API}?store_id=s-4s&day=2026-03-10", headers=us)

    assert (answer.status_code, answer.json) == (200, a_digest())
    assert bus.last == {"store_id": "s-4s", "day": "2026-03-10", "detail": False, "limit": 500}


def test_and_what_differs_is_found_by_its_detail(client, bus, us):
    bus.replies[DIGEST.key] = a_digest(bookings=[{"id": "b-1", "revision": 2}], next_after="b-1")
    asked = f"{API}?store_id=s-4s&day=2026-03-10&detail=true&after=b-0&limit=1"

    assert client.get(asked, headers=us).json["bookings"] == [{"id": "b-1", "revision": 2}]
    assert (bus.last["detail"], bus.last["after"], bus.last["limit"]) == (True, "b-0", 1)


def test_every_fault_is_told_at_once(client, bus, us):
    answer = client.get(f"{API}?day=today&detail=perhaps&limit=0", headers=us)

    assert answer.json["errors"].keys() == {"store_id", "day", "detail", "limit"}
    assert bus.asked == []


def test_somebody_elses_store_is_answered_like_a_missing_one(client, bus, us):  # negative 1
    bus.replies[DIGEST.key] = NotFound(what="store", id="s-beau")

    answer = client.get(f"{API}?store_id=s-beau&day=2026-03-10", headers=us)
    assert answer.status_code == 404


def test_whoever_may_not_read_bookings_is_refused(client, partner):
    answer = client.get(f"{API}?store_id=s-4s&day=2026-03-10", headers=partner(scopes=["webhooks"]))

    assert answer.status_code == 403
