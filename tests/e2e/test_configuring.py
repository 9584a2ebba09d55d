"""A store that changes its hours over HTTP: tried out, taken on, and undone."""

import time

import pytest

from devstack.api_client import Refused

STORE = "s-corner"
OWN = {
    "pack": "car-beauty",
    "name": {"zh": "街角洗车", "en": "Corner Wash"},
    "city": "Corner",
    "timezone": "Asia/Shanghai",
    "phone": "+862155550199",
    "booking_phone_owner": "姜姐",
    "address": {"zh": "示范路9号", "en": "9 Shifan Road"},
    "lanes": {"bay-1": {"pool": "bays", "kind": "bay", "name": {"zh": "一号", "en": "Bay 1"}}},
}
LATER = {"set": {"hours": {"daily": ["11:00-20:00"]}}}


@pytest.fixture
def world(later_world):
    return later_world


def opens(world, first):
    """Say whether the store's first start of the world's Tuesday is *first*, within a second."""
    ends = time.monotonic() + 2
    while True:
        found = world.partner().post(
            "/availability/search",
            {
                "store_ids": [STORE],
                "items": ["wash"],
                "from": world.at(1, "00:00"),
                "to": world.at(2, "00:00"),
                "limit": 1,
            },
        )["slots"]
        if found[0]["start"] == world.at(1, first) or time.monotonic() > ends:
            return found[0]["start"] == world.at(1, first)
        time.sleep(0.1)


def test_hours_are_tried_out_shortened_and_restored(world, a_wish):
    head = world.person("head")
    head.put(f"/stores/{STORE}", {"own": OWN})
    before = head.get(f"/stores/{STORE}/config")["version"]
    booking = world.partner().post(
        "/bookings", a_wish(store_id=STORE, items=["wash"]), key=f"corner-{world.first_day}"
    )
    assert opens(world, "08:30")

    tried = head.patch(f"/stores/{STORE}/config", LATER, dry_run="true")
    assert tried["changes"] == [
        {"path": "hours.daily", "before": ["08:30-20:00"], "after": ["11:00-20:00"]}
    ]
    assert [one["booking_id"] for one in tried["affected"]["bookings"]] == [booking["id"]]
    assert opens(world, "08:30")

    with pytest.raises(Refused) as refused:
        head.patch(f"/stores/{STORE}/config", LATER)
    assert (refused.value.status, refused.value.problem["affected"]["count"]) == (422, 1)

    saved = head.patch(
        f"/stores/{STORE}/config", LATER, accept_affected="true", reason="water is off till 11"
    )
    assert saved["version"] == before + 1
    assert opens(world, "11:00")
    assert world.partner().get(f"/bookings/{booking['id']}")["status"] == "confirmed"

    undone = head.post(f"/stores/{STORE}/config/versions/{before}/restore")
    assert undone["version"] == before + 2
    assert opens(world, "08:30")
    [last, *_] = head.get(f"/stores/{STORE}/config/versions")["versions"]
    assert (last["version"], last["by"]["id"]) == (before + 2, "head")


def test_a_change_for_later_is_made_when_its_date_comes(world):
    head = world.person("head")
    head.put(f"/stores/{STORE}", {"own": OWN})

    told = head.patch(f"/stores/{STORE}/config", LATER, effective_at=world.at(0, "12:00"))
    assert told["waiting"]
    assert opens(world, "08:30")

    world.clock(world.at(0, "12:00"))
    [last, *_] = head.get(f"/stores/{STORE}/config/versions")["versions"]
    assert last["version"] == told["version"] + 1
    assert opens(world, "11:00")
    head.put(f"/stores/{STORE}", {"own": OWN})
