"""Tasks around a booking: whom to call before, when details lack, when nobody came (§27)."""

import time

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import World


@pytest.fixture(scope="module")
def world(stack):
    """One week for all of these: Monday and Tuesday for the first, the rest for the second."""
    return World(stack)


def tasks_of(person, booking, kind=None):
    """Return the tasks of *booking*, the one that was planned last at the end."""
    found = person.get("/tasks", booking_id=booking["id"], limit=200)["tasks"]
    chosen = [task for task in found if kind in (None, task["kind"])]
    return sorted(chosen, key=lambda task: int(task["id"].rsplit(".", 1)[1]))


def task_of(person, booking, kind, within=10):
    """Wait until there is such a task, and return it."""
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        if found := tasks_of(person, booking, kind):
            return found[-1]
        time.sleep(0.1)
    raise AssertionError(f"no {kind}")


def test_who_comes_is_called_before_and_the_entrance_sees_their_minute(world, a_wish):
    """AC-08: RM-01, RM-02, RM-10, RM-20, AR-04, SL-09."""
    desk, advisor, consultant = (world.person(who) for who in ("sr-chen", "sa-li", "consultant"))
    salon = world.person("mgr-beau")
    world.clock(world.at(0, "09:00"))
    booked = desk.post("/bookings", a_wish(channel="phone", start=world.at(1, "14:00")))
    early = desk.post("/bookings", a_wish(channel="phone", start=world.at(1, "08:30")))
    facial = a_wish(store_id="s-beau", items=["facial"], start=world.at(1, "14:00"))
    beauty = salon.post("/bookings", {**facial, "channel": "phone"})

    first = task_of(advisor, booked, "confirm_call")
    assert (first["due_at"], first["owner"]) == (world.at(1, "12:00"), "advisor")
    there = task_of(consultant, beauty, "confirm_call")
    assert (there["due_at"], there["owner"]) == (world.at(1, "13:00"), "consultant")
    eve = task_of(advisor, early, "confirm_call")
    assert (eve["opens_at"], eve["due_at"]) == (world.at(0, "17:00"), world.at(0, "19:00"))

    world.clock(world.at(1, "09:30"))
    moved = desk.post(
        f"/bookings/{booked['id']}/reschedule", {"start": world.at(1, "16:00"), "reason": "会议"}
    )
    world.clock(world.at(1, "14:00"))
    superseded, current = tasks_of(advisor, booked, "confirm_call")
    assert (superseded["state"], current["due_at"]) == ("dropped", world.at(1, "14:00"))
    assert moved["entitlements"]["perk"]["state"] == "none"

    with pytest.raises(Refused) as refusal:
        advisor.post(f"/tasks/{current['id']}/outcome", {"outcome": "arrives_at"})
    assert "expected_at" in refusal.value.problem["errors"]
    said = {"outcome": "arrives_at", "expected_at": world.at(1, "16:10")}
    assert advisor.post(f"/tasks/{current['id']}/outcome", said)["state"] == "done"
    world.clock(world.at(1, "14:01"))

    day = world.at(1, "00:00")[:10]
    board = desk.get("/stores/s-4s/entrance-board", day=day)["expected"]
    [line] = [line for line in board if line["booking_id"] == booked["id"]]
    assert (line["at"], line["told"], line["name"]) == (world.at(1, "16:10"), True, "赵**")  # RM-05
    history = desk.get(f"/bookings/{booked['id']}/history")["history"]
    assert (history[-1]["move"], history[-1]["actor"]["id"]) == ("confirm", "sa-li")
    assert advisor.get(f"/tasks/{current['id']}")["answer"]["state"] == "done"


def test_who_is_not_reached_three_times_gets_a_text_and_keeps_the_place(world, a_wish):
    """RM-11, over everything: the outcome leaves followup and comes out of Twilio."""
    desk, advisor = world.person("sr-chen"), world.person("sa-li")
    wish = a_wish(channel="phone", start=world.at(2, "11:00"))
    world.clock(world.at(1, "15:00"))
    booking = desk.post("/bookings", wish)
    call = task_of(advisor, booking, "confirm_call")
    for at in ("09:00", "09:10", "09:20"):
        world.clock(world.at(2, at))
        tried = advisor.post(f"/tasks/{call['id']}/outcome", {"outcome": "unreachable"})
        assert tried["state"] == ("done" if at == "09:20" else "waiting")
    world.clock(world.at(2, "09:20"))

    assert any("未能接通" in text for text in world.texts(wish["customer"]["phone"]))
    assert desk.get(f"/bookings/{booking['id']}")["status"] == "confirmed"


def test_what_is_done_beside_a_booking_becomes_somebody_s_task(world, a_wish):
    """AC-02, BK-03, CH-02, CH-11, CX-06, CX-08, CX-10, CON-3, NS-10, all in one week."""
    desk, agent, advisor = (world.person(who) for who in ("sr-chen", "agent", "sa-li"))
    clerk = world.person("cr-zhao")

    world.clock(world.at(2, "12:00"))
    wrong = a_wish(items=[], customer={"name": "赵名", "phone": "12345"})
    with pytest.raises(Refused) as refusal:
        desk.post("/bookings", {**wrong, "channel": "phone"})
    assert {"items", "customer.phone"} <= set(refusal.value.problem["errors"])
    lacking = desk.post("/bookings", a_wish(channel="phone", start=world.at(3, "08:30")))
    desk.post(f"/bookings/{lacking['id']}/ask-info", {"reason": "姓名有误"})
    contact = task_of(agent, lacking, "contact")
    assert (contact["owner"], contact["state"]) == ("booking_agent", "open")
    assert contact["due_at"] == world.at(2, "12:30")
    desk.patch(f"/bookings/{lacking['id']}", {"customer": {"name": "赵明"}})
    world.clock(world.at(2, "12:01"))
    put_right = agent.get(f"/tasks/{contact['id']}")
    assert (put_right["state"], put_right["outcome"]["outcome"]) == ("done", "put_right")

    direct = advisor.post("/bookings", a_wish(channel="advisor", start=world.at(3, "10:00")))
    callback = task_of(agent, direct, "advisor_callback")
    assert callback["due_at"] == world.at(2, "12:11")
    missed = {"store_id": "s-4s", "phone": direct["customer"]["phone"]}
    logged = desk.post("/missed-calls", missed)
    again = desk.post("/missed-calls", missed)
    assert (logged["task"]["due_at"], logged["joined"]) == (world.at(2, "12:16"), False)
    assert (again["task"]["id"], again["joined"]) == (logged["task"]["id"], True)

    agent.post(f"/tasks/{callback['id']}/outcome", {"outcome": "new_time", "notes": "要改天"})
    world.clock(world.at(2, "12:01"))
    assert desk.get(f"/bookings/{direct['id']}")["status"] == "to_rebook"
    rebook = task_of(clerk, direct, "rebook")
    assert (rebook["owner"], rebook["due_at"]) == ("cr_clerk", world.at(2, "12:31"))
    clerk.post(f"/bookings/{direct['id']}/reschedule", {"start": world.at(3, "15:00")})
    world.clock(world.at(2, "12:03"))
    assert clerk.get(f"/tasks/{rebook['id']}")["outcome"]["outcome"] == "rebooked"

    missing = a_wish(channel="phone", start=world.at(3, "11:00"))
    gone = desk.post("/bookings", missing)
    world.clock(world.at(3, "12:10"))
    chase = task_of(advisor, gone, "no_show_call")
    assert (chase["owner"], chase["due_at"]) == ("advisor", world.at(7, "00:00"))
    world.clock(world.at(7, "00:01"))
    passed = clerk.get(f"/tasks/{chase['id']}")
    assert (passed["owner"], passed["state"]) == ("cr_clerk", "open")
    anew = desk.post("/bookings", {**missing, "start": world.at(7, "10:00")})
    world.clock(world.at(7, "00:02"))
    back = clerk.get(f"/tasks/{chase['id']}")
    assert (back["outcome"]["outcome"], back["linked_booking_id"]) == ("rebooked", anew["id"])
