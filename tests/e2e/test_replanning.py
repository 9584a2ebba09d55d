"""Visits that come again, and a day on which somebody is sick, over HTTP."""

from datetime import date

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import World

QUIET_WEEK = date(2026, 2, 23)


@pytest.fixture(scope="module")
def world(stack):
    """A week before all others, in which nothing else happens."""
    return World(stack, QUIET_WEEK)


def test_a_series_keeps_its_hour_and_books_ahead_by_itself(world, a_phone):  # CH-16, features 16
    world.clock(world.at(0, "09:00"))
    manager = world.person("mgr-ny")
    wish = {
        "store_id": "s-ny",
        "items": ["facial"],
        "start": "2026-02-24T11:00:00-05:00",
        "rule": {"unit": "month", "count": 5},
        "customer": {"name": "Ms Jones", "phone": a_phone(), "language": "en"},
    }
    taken = {name: value for name, value in wish.items() if name != "rule"}
    for _ in range(2):
        manager.post("/bookings", {**taken, "start": "2026-03-24T11:00:00-04:00"})

    tried = manager.post("/series", {**wish, "dry_run": True})
    assert [one["state"] for one in tried["occurrences"]] == [
        "free", "conflict", "free", "planned", "planned",
    ]  # fmt: skip
    second = tried["occurrences"][1]
    with pytest.raises(Refused) as refusal:
        manager.post("/series", wish)
    assert refusal.value.problem["occurrences"][1] == second
    instead = {"2": second["alternatives"][0]["start"]}
    made = manager.post("/series", {**wish, "instead": instead}, key="series-1")
    again = manager.post("/series", {**wish, "instead": instead}, key="series-1")
    assert again == made

    series = manager.get(f"/series/{made['series_id']}")
    assert [one["start"][:19] for one in series["occurrences"]][::2] == [
        "2026-02-24T11:00:00", "2026-04-24T11:00:00", "2026-06-24T11:00:00",
    ]  # fmt: skip
    assert [one["start"][19:] for one in series["occurrences"]] == ["-05:00"] + ["-04:00"] * 4
    assert [one["status"] for one in series["occurrences"]] == ["confirmed"] * 3 + [None] * 2

    world.clock("2026-03-26T11:00:00-04:00")
    ahead = manager.get(f"/series/{made['series_id']}")["occurrences"][3:]
    assert [(one["state"], one["status"]) for one in ahead] == [("booked", "confirmed")] * 2
    cut = manager.post(
        f"/series/{made['series_id']}/cancel", {"number": 3, "reason_code": "moved_elsewhere"}
    )
    assert [one["state"] for one in cut["occurrences"]] == ["cancelled"] * 3


def test_a_sick_beautician_s_day_is_planned_accepted_and_undone(world, a_phone):  # features 22
    world.clock(world.at(0, "09:00"))
    manager = world.person("mgr-beau")
    phone = a_phone()
    booking = manager.post(
        "/bookings",
        {
            "store_id": "s-beau",
            "items": ["facial"],
            "start": world.at(1, "11:00"),
            "customer": {"name": "赵女士", "phone": phone},
            "channel": "phone",
        },
    )
    assert len(world.texts_when(phone, 1)) == 1
    had = [one["id"] for one in booking["items"][0]["resources"]]
    outage = {
        "store_id": "s-beau",
        "what": "person",
        "lanes": had[:1],
        "from": world.at(1, "10:00"),
        "to": world.at(1, "21:00"),
        "reason": "病假",
    }

    plan = manager.post("/disruptions", {**outage, "hold": True})
    assert plan["state"] == "held"
    [hit] = plan["bookings"]
    assert hit["booking_id"] == booking["id"]
    offer = hit["proposals"][0]
    assert (offer["start"], offer["changes"]) == (booking["start"], ["person"])

    accepted = manager.post(f"/disruptions/{plan['id']}/accept")
    assert [one["state"] for one in accepted["bookings"]] == ["moved"]
    moved = manager.get(f"/bookings/{booking['id']}")
    assert [one["id"] for one in moved["items"][0]["resources"]] == offer["lanes"]
    assert (moved["start"], moved["penalty"]) == (booking["start"], None)
    assert "已更改" in world.texts_when(phone, 2)[1]  # CX-15, CF-08
    place = {"store_id": "s-beau", "items": ["facial"], "start": world.at(1, "14:00")}
    why = manager.post("/availability/explain", {**place, "staff": had[0]})
    assert "Off duty" in why["reasons"][0]["sentence"]["en"]

    lifted = manager.post(f"/disruptions/{plan['id']}/lift")
    assert lifted["state"] == "lifted"
    undone = manager.post(f"/disruptions/{plan['id']}/undo")
    assert [one["state"] for one in undone["bookings"]] == ["restored"]
    back = manager.get(f"/bookings/{booking['id']}")
    assert [one["id"] for one in back["items"][0]["resources"]] == had
    history = manager.get(f"/bookings/{booking['id']}/history")["history"]
    assert [one["move"] for one in history] == ["create", "reschedule", "reschedule"]
    day = world.at(1, "00:00")[:10]
    use = manager.get("/stores/s-beau/utilisation", **{"from": day, "to": day})["lanes"]
    assert {one["id"]: one["claimed_minutes"] for one in use}[had[0]] == 60  # RS-27
