"""What follows a visit: a complaint, a file, a campaign, a colleague who stands in, over HTTP.

The worked examples of the requirements, each under its number; the days are those of a week
that nobody else uses.
"""

import time
from datetime import timedelta

import pytest

from devstack.api_client import Refused

AT_4S = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}
CAR = {"kind": "car", "plate": "沪A12345", "model": "C 260"}


@pytest.fixture
def visits(later_world, a_phone):
    """Book at the 4S shop, and come and go, as the desk does."""
    world, desk = later_world, later_world.person("mgr-4s")

    class Visits:
        world = later_world

        def booked(self, start, name="赵女士", phone=None, **but):
            customer = {"name": name, "phone": phone or a_phone(), "language": "zh"}
            wish = {**AT_4S, "start": start, "customer": customer, "subject": CAR}
            return desk.post("/bookings", {**wish, **but})

        def taken_in(self, start, arrives, begins, **but):
            booking = self.booked(start, **but)
            world.clock(arrives)
            desk.post(f"/bookings/{booking['id']}/arrive")
            world.clock(begins)
            return desk.post(f"/bookings/{booking['id']}/start")

        def over(self, booking):
            return desk.post(f"/bookings/{booking['id']}/complete")

    return Visits()


def heard(desk, many=1, within=10, **asked):
    """Wait until followup has heard enough for *many* tasks, and return them."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    ends = time.monotonic() + within
    while True:
        tasks = desk.get(f"/tasks?limit=200&{query}")["tasks"]
        if len(tasks) >= many or time.monotonic() > ends:
            return tasks
        time.sleep(0.1)


def refused(act, *args, **named):
    with pytest.raises(Refused) as refusal:
        act(*args, **named)
    return refusal.value.problem


def test_a_complaint_that_nobody_can_answer(later_world, visits):
    # AC-14, FU-05, FU-06, FU-07, CP-02
    world, clerk = later_world, later_world.person("clerk-sun")
    boss = world.person("biz-sup")
    late = visits.taken_in(world.at(0, "10:00"), world.at(0, "09:58"), world.at(0, "10:05"))
    visits.over(late)
    world.clock(world.at(4, "10:00"))
    [call] = heard(clerk, booking_id=late["id"], kind="first_call")
    said = {"outcome": "complaint", "notes": "刹车还有异响", "agenda": ["use_and_opinion"]}
    clerk.post(f"/tasks/{call['id']}/outcome", said)

    [case] = [x for x in clerk.get("/cases?state=open")["cases"] if x["booking_id"] == late["id"]]
    report = clerk.get(f"/tasks/{case['task_id']}")
    assert report["last_day"] == world.at(6, "00:00")[:10]
    world.clock(world.at(7, "00:01"))
    alarm = boss.get(f"/cases/{case['id']}")
    assert alarm["late"] == "report"
    [mine] = [x for x in heard(boss, owner="business_supervisor") if x["case_id"] == case["id"]]
    assert mine["accountable"] == "manager"

    world.clock(world.at(8, "14:00"))
    solved = boss.post(f"/cases/{case['id']}/solve", {"words": "免费更换刹车片"})
    assert solved["steps"][-1]["in_time"] is False
    tell = clerk.get(f"/tasks/{solved['task_id']}")
    assert tell["last_day"] == world.at(8, "00:00")[:10]
    assert "免费更换刹车片" in tell["brief"]
    world.clock(world.at(9, "09:00"))
    done = clerk.post(f"/tasks/{tell['id']}/outcome", {"outcome": "told"})
    assert done["outcome"]["in_time"] is False
    closed = clerk.get(f"/cases/{case['id']}")
    assert (closed["state"], closed["steps"][-1]["in_time"]) == ("closed", False)


def test_a_customer_file_within_two_days(later_world, visits):  # AC-15, CU-01 to CU-04
    world, clerk = later_world, later_world.person("clerk-sun")
    car = visits.taken_in(world.at(0, "11:00"), world.at(0, "10:50"), world.at(0, "11:00"))

    [task] = heard(clerk, booking_id=car["id"], kind="customer_file")
    assert task["last_day"] == world.at(2, "00:00")[:10]
    draft = clerk.get(f"/tasks/{task['id']}/file")
    assert draft["known"]["number"] == "沪A12345"
    path = f"/tasks/{task['id']}/outcome"
    half = refused(clerk.post, path, {"outcome": "filed", "file": {"address": "示范路1号"}})
    assert set(half["errors"]) == {
        "file.kind", "file.cycle_months", "file.next_on", "file.wishes", "next_call",
    }  # fmt: skip
    whole = {
        "address": "示范路1号",
        "kind": "轿车",
        "cycle_months": 6,
        "next_on": str(world.first_day + timedelta(days=183)),
        "wishes": "希望提供代步车",
    }
    plan = {"at": world.at(5, "10:00"), "content": "询问新胎使用情况"}
    filed = clerk.post(path, {"outcome": "filed", "file": whole, "next_call": plan})

    assert (filed["state"], filed["outcome"]["in_time"]) == ("done", True)
    [file] = clerk.get(f"/customers/{car['customer']['id']}/files")["files"]
    assert (file["address"], file["model"], len(file["visits"])) == ("示范路1号", "C 260", 1)
    [call] = heard(clerk, booking_id=car["id"], kind="planned_call")
    assert (call["opens_at"], call["brief"]) == (plan["at"], plan["content"])


def test_a_campaign_is_called_about_two_weeks_ahead(later_world, visits, a_phone):
    # AC-16, CM-01, CM-02, CM-11, PV-04
    world, boss = later_world, later_world.person("biz-sup")
    clerk, yes, no = world.person("clerk-sun"), a_phone(), a_phone()
    agreed = {"privacy_version": "2026-01", "marketing": True}
    willing = visits.booked(world.at(1, "14:00"), phone=yes, consents=agreed)
    visits.booked(world.at(1, "15:00"), phone=no, consents={**agreed, "marketing": False})
    world.clock(world.at(0, "09:00"))
    draft = boss.post(
        "/campaigns", {"store_id": "s-4s", "kind": "free_service", "name": "免费检测周"}
    )
    path = f"/campaigns/{draft['id']}"

    bare = refused(boss.post, f"{path}/start")
    assert set(bare["errors"]) == {"day", "content", "address"}
    event = world.first_day + timedelta(days=20)
    said = {"day": str(event), "content": "36 项免费检测", "address": "示范路1号"}
    boss.patch(path, said)
    boss.post(f"{path}/start")
    world.clock(world.at(0, "09:01"))
    asked = {"campaign_id": draft["id"], "kind": "campaign_call"}
    calls = {task["customer"]["phone"]: task for task in heard(clerk, **asked)}
    assert no not in calls
    call = calls[yes]
    assert call["customer"]["id"] == willing["customer"]["id"]
    assert call["last_day"] == str(event - timedelta(days=14))

    world.clock(world.at(5, "10:00"))
    clerk.post(f"/tasks/{call['id']}/outcome", {"outcome": "letter_wanted"})
    [letter] = heard(clerk, campaign_id=draft["id"], kind="campaign_letter")
    assert letter["last_day"] == world.at(7, "00:00")[:10]
    assert "36 项免费检测" in letter["brief"]
    stopped = boss.post(f"{path}/stop", {"reason": "示例结束"})
    assert stopped["state"] == "stopped"


SLOTS = ("08:30", "10:00", "11:00", "14:00")


@pytest.fixture
def of_sun(later_world, visits, a_phone):
    """Eight calls of a campaign that Sun has taken, due in a week."""
    world, boss = later_world, later_world.person("biz-sup")
    phones = {a_phone() for _ in range(8)}
    starts = [world.at(1, slot) for slot in SLOTS for _ in range(2)]
    for phone, start in zip(sorted(phones), starts, strict=True):
        visits.booked(start, phone=phone, consents={"marketing": True})
    world.clock(world.at(0, "09:00"))
    said = {"kind": "discount", "name": "优惠月", "content": "工时九折", "address": "示范路1号"}
    event = world.first_day + timedelta(days=20)
    draft = boss.post("/campaigns", {"store_id": "s-4s", "day": str(event), **said})
    boss.post(f"/campaigns/{draft['id']}/start")
    world.clock(world.at(0, "09:01"))
    sun = world.person("clerk-sun")
    calls = [x for x in heard(sun, 8, campaign_id=draft["id"]) if x["customer"]["phone"] in phones]
    return [sun.post(f"/tasks/{call['id']}/take")["id"] for call in calls]


def test_a_colleague_of_the_department_stands_in(later_world, of_sun):  # AC-20, RL-12
    world, boss = later_world, later_world.person("biz-sup")
    sun, qian = world.person("clerk-sun"), world.person("clerk-qian")
    wish = {
        "store_id": "s-4s",
        "absent": "clerk-sun",
        "from_day": world.at(0, "00:00")[:10],
        "to_day": world.at(4, "00:00")[:10],
        "reason": "休假",
    }

    other = refused(boss.post, "/substitutions", {**wish, "substitute": "cr-zhao"})
    assert set(other["errors"]) == {"substitute"}
    theirs = refused(qian.post, f"/tasks/{of_sun[0]}/outcome", {"outcome": "informed"})
    assert theirs["code"] == "illegal_transition"
    boss.post("/substitutions", {**wish, "substitute": "clerk-qian"})
    mine = [task for task in heard(qian, 8, mine="true") if task["id"] in of_sun]
    assert [task["acting_for"] for task in mine] == ["clerk-sun"] * 8
    for task in mine[:5]:
        told = qian.post(f"/tasks/{task['id']}/outcome", {"outcome": "informed"})
        assert told["outcome"]["by"]["acting_for"] == "clerk-sun"
    done = {task["id"] for task in mine[:5]}

    world.clock(world.at(4, "23:59"))
    left = [task for task in heard(qian, mine="true") if task["state"] == "taken"]
    assert {task["id"] for task in left if task["id"] in of_sun} == set(of_sun) - done
    world.clock(world.at(5, "00:00"))
    assert not [task for task in heard(qian, 0, mine="true") if task["id"] in of_sun]
    left = [task for task in heard(sun, 3, mine="true") if task["state"] == "taken"]
    assert {task["id"] for task in left if task["id"] in of_sun} == set(of_sun) - done
    assert [task["acting_for"] for task in left] == [None] * len(left)
