"""What customers hear without having asked: that maintenance comes near, that they were missed."""

import re
from datetime import timedelta

import pytest
import requests

from tests.e2e.test_afterwards import CAR, heard
from tests.signing_in import mark_of

AT_4S = {"store_id": "s-4s", "items": ["maintenance-a"], "channel": "phone"}


@pytest.fixture
def booked(later_world, a_phone):
    """Book a car in at the 4S shop, as the desk does, and return the booking and its phone."""
    desk = later_world.person("mgr-4s")

    def book(start, phone=None):
        phone = phone or a_phone()
        customer = {"name": "赵女士", "phone": phone, "language": "zh"}
        wish = {**AT_4S, "start": start, "customer": customer, "subject": CAR}
        return desk.post("/bookings", wish), phone

    return book


def listed(desk, kind, phone):
    """Return the messages of *kind* to *phone* as the desk sees them, each with its state."""
    found = desk.get("/messages?store_id=s-4s&limit=100")["messages"]
    mine = [one for one in found if (one["kind"], one["to"]) == (kind, phone)]
    return [(one["state"], one["why"]) for one in mine]


def test_a_car_s_next_maintenance_is_told_twice_unless_they_book(later_world, booked):
    # RM-06, RM-08
    world, desk = later_world, later_world.person("mgr-4s")
    visit, phone = booked(world.at(0, "11:00"))
    world.clock(world.at(0, "10:50"))
    desk.post(f"/bookings/{visit['id']}/arrive")
    world.clock(world.at(0, "11:00"))
    desk.post(f"/bookings/{visit['id']}/start")
    clerk = world.person("clerk-sun")
    [task] = heard(clerk, booking_id=visit["id"], kind="customer_file")
    file = {
        "address": "示范路1号",
        "kind": "轿车",
        "cycle_months": 1,
        "next_on": str(world.first_day + timedelta(days=16)),
        "wishes": "无",
    }
    call = {"at": world.at(1, "10:00"), "content": "询问使用情况"}
    said = {"outcome": "filed", "file": file, "next_call": call}
    clerk.post(f"/tasks/{task['id']}/outcome", said)
    before = len(world.texts(phone))

    world.clock(world.at(2, "09:59"))
    assert len(world.texts(phone)) == before
    world.clock(world.at(2, "10:00"))
    told = world.texts_when(phone, before + 1)
    assert "沪A12345" in told[-1]
    assert "下次保养时间是" in told[-1]

    world.clock(world.at(3, "10:00"))
    booked(world.at(4, "10:00"), phone)
    world.clock(world.at(3, "10:01"))
    first, second = sorted(listed(desk, "maintenance_due", phone))
    assert (first[0], second) == ("delivered", ("suppressed", "not_wanted"))


def test_who_did_not_come_is_told_that_they_were_missed(later_world, booked):  # NS-01
    world, desk = later_world, later_world.person("mgr-4s")
    visit, phone = booked(world.at(0, "11:00"))
    world.clock(world.at(0, "11:00"))
    before = len(world.texts(phone))
    world.clock(world.at(0, "12:30"))

    told = world.texts_when(phone, before + 1)
    assert desk.get(f"/bookings/{visit['id']}")["status"] == "no_show"
    assert "我们没有等到您" in told[-1]
    assert len(told) == before + 1


def test_a_visit_is_rated_by_the_link_in_the_text(later_world, booked):  # SV-02, SV-03, SV-13
    world, desk = later_world, later_world.person("mgr-4s")
    phone = f"+1415555{world.first_day:%m%d}"
    visit, _ = booked(world.at(0, "11:00"), phone)
    world.clock(world.at(0, "11:00"))
    for move in ("arrive", "start", "complete"):
        desk.post(f"/bookings/{visit['id']}/{move}")
    before = len(world.texts(phone))
    world.clock(world.at(0, "13:00"))
    told = world.texts_when(phone, before + 1)[-1]

    customer = requests.Session()
    link = re.search(r"http\S+/rate/\S+", told)[0]
    page = customer.get(link, timeout=10)
    token = mark_of(page.text)
    said = {"csrf_token": token, "person": "5", "quality": "1", "comment": "等了很久"}
    thanks = customer.post(link, data=said, timeout=10)
    assert "谢谢" in thanks.text
    assert "<form" not in customer.get(link, timeout=10).text

    cases = desk.get("/cases?store_id=s-4s&state=open")["cases"]
    [case] = [one for one in cases if one["booking_id"] == visit["id"]]
    assert case["words"].endswith("等了很久")
    listed = desk.get(f"/messages?booking_id={visit['id']}")["messages"]
    [survey] = [one for one in listed if one["kind"] == "survey"]
    assert survey["body"].endswith("/rate/…")
