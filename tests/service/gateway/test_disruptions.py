"""Disruptions over HTTP: recorded, held, accepted, lifted and undone, by the store's manager."""

import pytest

from common.contracts import booking
from common.contracts.booking import IllegalTransition
from common.errors import Stale
from tests.service.gateway.samples import a_disruption

API = "/api/v1"
OUT = {
    "store_id": "s-4s",
    "what": "lane",
    "lanes": ["maintenance-1"],
    "from": "2026-03-10T08:00:00+08:00",
    "to": "2026-03-10T18:00:00+08:00",
    "reason": "举升机故障",
}


def test_an_outage_is_recorded_with_its_plan(client, bus, staff):
    made = client.post(f"{API}/disruptions", json=OUT, headers=staff())

    assert (made.status_code, made.headers["ETag"]) == (201, '"2"')
    assert made.headers["Location"] == f"{API}/disruptions/d-1"
    assert bus.last["from"] == OUT["from"]
    assert (bus.last["hold"], bus.last["dry_run"]) == (False, False)
    assert made.json["from"] == OUT["from"]
    assert client.get(f"{API}/disruptions/d-1", headers=staff()).json == made.json
    listed = client.get(f"{API}/disruptions", query_string={"store_id": "s-4s"}, headers=staff())
    assert listed.json["disruptions"] == [made.json]


def test_one_that_is_only_tried_is_nowhere_to_be_found(client, bus, staff):
    bus.replies[booking.disruptions.PLAN_DISRUPTION.key] = {
        "disruption": a_disruption(id=None, revision=1),
        "replayed": False,
    }

    tried = client.post(f"{API}/disruptions", json={**OUT, "dry_run": True}, headers=staff())

    assert (tried.status_code, tried.json["id"]) == (200, None)
    assert "Location" not in tried.headers


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("hold", booking.disruptions.HOLD_OFFERS),
        ("extend", booking.disruptions.EXTEND_OFFERS),
        ("accept", booking.disruptions.ACCEPT_OFFERS),
        ("renew", booking.disruptions.RENEW_DISRUPTION),
        ("lift", booking.disruptions.LIFT_DISRUPTION),
        ("undo", booking.disruptions.UNDO_DISRUPTION),
    ],
)
def test_each_move_is_made_for_who_read_the_latest(client, bus, staff, path, call):
    headers = {**staff(), "If-Match": '"2"'}
    address = f"{API}/disruptions/d-1/{path}"

    assert client.post(address, headers=headers).status_code == 200
    key, _, asked = bus.asked[-1]
    assert (key, asked["if_revision"]) == (call.key, 2)
    bus.replies[call.key] = Stale(revision=3)
    stale = client.post(address, headers=headers)
    assert (stale.status_code, stale.json["current"]["id"]) == (412, "d-1")
    bus.replies[call.key] = IllegalTransition(status="undone", move=path, legal=[])
    assert client.post(address, headers=headers).status_code == 409


def test_some_bookings_and_other_offers_are_chosen(client, bus, staff):
    told = {"bookings": ["b-1"], "choices": {"b-1": 2}, "reason": "客户同意"}

    client.post(f"{API}/disruptions/d-1/accept", json=told, headers=staff())

    assert {name: bus.last[name] for name in told} == told


def test_only_the_stores_manager_plans_disruptions(client, staff, partner):
    for headers in (staff("booking_agent"), staff("head_office", login="head"), partner()):
        assert client.post(f"{API}/disruptions", json=OUT, headers=headers).status_code == 403


def test_utilisation_is_read_as_json_and_as_a_sheet(client, bus, staff):  # RS-27
    days = {"from": "2026-03-01", "to": "2026-03-31"}
    address = f"{API}/stores/s-4s/utilisation"

    read = client.get(address, query_string=days, headers=staff())
    sheet = client.get(
        address,
        query_string={**days, "format": "csv"},
        headers={**staff(), "Accept-Language": "en"},
    )

    assert read.json["lanes"][0]["share"] == 0.1
    assert bus.last["from_day"] == "2026-03-01"
    assert sheet.mimetype == "text/csv"
    assert "utilisation-s-4s-2026-03-01" in sheet.headers["Content-Disposition"]
    assert sheet.get_data(as_text=True).splitlines()[1] == "maintenance-1,'=Bay 1,600,60,0.1"
    assert client.get(address, query_string=days, headers=staff("bdc")).status_code == 403
