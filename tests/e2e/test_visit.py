"""A place is held, booked, visited step by step and settled, over HTTP and by those who work."""

import uuid

import pytest

from devstack.api_client import Refused


@pytest.fixture
def world(later_world):
    return later_world


def key():
    return uuid.uuid4().hex


def test_a_held_place_is_booked_and_the_visit_walked_to_its_farewell(world, a_wish):
    partner, desk, advisor = world.partner(), world.person("sr-chen"), world.person("sa-li")
    workshop, manager = world.person("ws-sup"), world.person("mgr-4s")
    wish = a_wish()
    place = {name: wish.pop(name) for name in ("store_id", "items", "start")}

    assert partner.post("/availability/explain", place) == {"available": True, "reasons": []}
    hold = partner.post("/holds", place, key=key())
    hold = partner.post(f"/holds/{hold['id']}/extend")
    other = desk.post("/holds", place)
    [slot] = partner.post("/availability/batch-check", {"slots": [place]})["slots"]
    assert (slot["available"], slot["code"]) == (False, "slot_taken")
    [reason] = desk.post("/availability/explain", place)["reasons"]
    assert (reason["resource"], reason["who_may_change"]) == ("maintenance", "booking_agent")
    desk.delete(f"/holds/{other['id']}")

    booking = partner.post("/bookings", {**wish, "hold_id": hold["id"]}, key=key())
    assert booking["start"] == place["start"]
    with pytest.raises(Refused) as refusal:
        partner.post("/bookings", {**wish, "hold_id": hold["id"]}, key=key())
    assert refusal.value.problem["code"] == "hold_expired"

    def act(person, step, action, reason="", **fields):
        told = {"step": step, "action": action, "fields": fields, "reason": reason}
        return person.post(f"/bookings/{booking['id']}/visit", told)

    world.clock(world.at(1, "09:55"))
    act(desk, "booking", "arrive", asked="booked")
    with pytest.raises(Refused) as refusal:
        act(workshop, "reception", "quote_only", reason="busy")
    assert refusal.value.status == 403
    with pytest.raises(Refused) as refusal:
        act(advisor, "reception", "open_order", mileage="far")
    assert set(refusal.value.problem["errors"]) == {
        "request", "mileage", "promised_at", "customer_signature",
    }  # fmt: skip
    promised = world.at(1, "17:00")
    act(
        advisor, "reception", "open_order", request="保养", mileage=12000, promised_at=promised,
        customer_signature="s-1",
    )  # fmt: skip
    visit = act(workshop, "dispatch", "assign", team="A", technician="吴")
    assert (visit["status"], [stay["step"] for stay in visit["open"]]) == ("in_service", ["repair"])
    assert visit["open"][0]["due_at"] == promised
    act(workshop, "repair", "additional_item", item="刹车片", price=30000)
    act(advisor, "consent", "approve")
    act(workshop, "repair", "finish")
    for entry in ("work", "exterior", "belongings", "washed"):
        act(workshop, "quality_check", "tick", **{entry: True})
    act(workshop, "quality_check", "pass")
    for entry in ("inspected", "explained", "documents"):
        act(advisor, "handover", "tick", **{entry: True})
    act(advisor, "handover", "settle", paid=125000)
    visit = act(advisor, "follow_up", "farewell")

    assert (visit["status"], visit["ended"]) == ("completed", True)
    settled = manager.get(f"/bookings/{booking['id']}")["settlement"]
    assert settled["total"] == settled["labour_charged"] + 35000 + 30000
    world.clock(world.at(4, "09:00"))
    calls = world.person("clerk-sun").get("/tasks", store_id="s-4s", state="open", limit=200)
    assert booking["id"] in [task["booking_id"] for task in calls["tasks"]]  # FU-01


def test_slips_are_taken_back_and_another_day_is_no_no_show(world, a_wish):
    desk, advisor = world.person("sr-chen"), world.person("sa-li")
    booking = desk.post("/bookings", a_wish(channel="phone"))
    forgotten = desk.post("/bookings", a_wish(channel="phone"))

    def move(person, name):
        return person.post(f"/bookings/{booking['id']}/{name}")

    world.clock(world.at(1, "10:16"))
    assert move(desk, "no-show")["status"] == "no_show"
    assert move(desk, "undo-no-show")["status"] == "confirmed"
    assert move(desk, "arrive")["status"] == "arrived"
    assert move(desk, "undo-arrive")["arrived_at"] is None
    assert move(advisor, "to-rebook")["status"] == "to_rebook"
    moved = desk.post(f"/bookings/{booking['id']}/reschedule", {"start": world.at(2, "10:00")})

    assert (moved["id"], moved["status"]) == (booking["id"], "confirmed")
    history = desk.get(f"/bookings/{booking['id']}/history")["history"]
    assert [entry["move"] for entry in history] == [
        "create", "no_show", "undo_no_show", "arrive", "undo_arrive", "to_rebook", "reschedule",
    ]  # fmt: skip
    world.clock(world.at(1, "10:59"))
    assert desk.get(f"/bookings/{forgotten['id']}")["status"] == "confirmed"
    world.clock(world.at(1, "11:04"))
    assert desk.get(f"/bookings/{forgotten['id']}")["status"] == "no_show"  # NS-01


def test_the_next_day_s_list_goes_out_before_the_shift_ends(world, a_wish):  # AC-07, BK-15, RS-03
    desk, workshop = world.person("sr-chen"), world.person("ws-sup")
    day = world.at(2, "00:00")[:10]

    def book(at):
        return desk.post("/bookings", a_wish(channel="phone", start=world.at(2, at)))

    def listed():
        told = workshop.get(f"/stores/s-4s/lists/{day}")
        return told["version"], [len(told[part]) for part in ("rows", "deltas", "current")]

    for at in ("08:30", "10:00", "11:00", "14:00", "15:00"):
        book(at)
    world.clock(world.at(1, "17:29"))
    assert listed() == (0, [0, 0, 5])
    world.clock(world.at(1, "17:30"))
    assert listed() == (1, [5, 0, 5])

    world.clock(world.at(1, "17:45"))
    late = book("16:00")
    world.clock(world.at(1, "17:45"))

    assert listed() == (2, [5, 1, 6])
    told = workshop.get(f"/stores/s-4s/lists/{day}")
    assert told["published_at"] == world.at(1, "17:30")
    assert told["recipients"]["roles"] == ["workshop_supervisor"]
    [delta] = told["deltas"]
    assert (delta["at"], [x["number"] for x in delta["added"]]) == (
        world.at(1, "17:45"), [late["number"]],
    )  # fmt: skip
    slips = desk.get("/stores/s-4s/slips", holder="board")["slips"]
    assert late["id"] in [slip["booking_id"] for slip in slips]
