"""Visits with the real database: one step after the other, and the booking moves along."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Stale
from tests.service.booking.asking import ALL, NOW, TEN, book, do, move
from tests.worlds import an_actor

ORDER = {
    "request": "保养",
    "mileage": 12000,
    "promised_at": "2026-03-10T17:00:00+08:00",
    "customer_signature": "s-1",
}


def steps(visit):
    return [stay["step"] for stay in visit["open"]]


def test_a_visit_begins_with_its_booking(desk, floor):  # EX-01
    booking = book(desk())

    visit = floor().visit(booking_id=booking["id"])

    assert (visit["journey"], visit["revision"], visit["status"]) == ("4s", 0, "confirmed")
    assert steps(visit) == ["booking", "confirm"]
    [call] = visit["timeline"]
    assert (call["step"], call["due_at"]) == ("confirm", "2026-03-10T08:00:00+08:00")  # RM-01


def test_who_arrives_in_the_visit_arrives_in_the_booking(desk, floor, told):  # AR-01, AR-03
    booking = book(desk())

    visit = do(floor(), booking["id"], "booking", "arrive", asked="booked")

    assert (visit["status"], visit["revision"], steps(visit)) == ("arrived", 1, ["reception"])
    assert visit["done"][-1]["effects"] == ["arrive"]
    assert told[-1]["type"] == "booking_arrived"
    kept = desk().get(booking_id=booking["id"])
    assert (kept["status"], kept["revision"]) == ("arrived", 2)
    assert kept["entitlements"]["perk"]["state"] == "granted"


def test_a_step_that_moves_nothing_leaves_the_booking_as_it_is(desk, floor, told):
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="booked")
    events = len(told)

    visit = do(floor(), booking["id"], "reception", "open_order", **ORDER)

    assert (visit["revision"], steps(visit)) == (2, ["dispatch"])
    assert len(told) == events
    assert desk().get(booking_id=booking["id"])["revision"] == 2


def test_a_visit_runs_from_arrival_to_farewell_and_its_bill_has_the_extras(desk, floor, told):
    booking = book(desk())
    walk = [
        ("booking", "arrive", {"asked": "booked"}),
        ("reception", "open_order", ORDER),
        ("dispatch", "assign", {"team": "A", "technician": "Wu"}),
        ("repair", "additional_item", {"item": "刹车片", "price": 30000}),
        ("consent", "approve", {}),
        ("repair", "finish", {}),
        *[("quality_check", "tick", {code: True}) for code in
          ("work", "exterior", "belongings", "washed")],
        ("quality_check", "pass", {}),
        *[("handover", "tick", {code: True}) for code in ("inspected", "explained", "documents")],
        ("handover", "settle", {"paid": 119000}),
        ("follow_up", "farewell", {}),
    ]  # fmt: skip
    for step, action, fields in walk:
        visit = do(floor(), booking["id"], step, action, **fields)

    assert (visit["status"], visit["ended"]) == ("completed", True)
    bill = desk().get(booking_id=booking["id"])["settlement"]
    assert (bill["additional"], bill["parts"]) == (30000, 35000)
    assert [event["type"] for event in told] == [
        "booking_confirmed",
        "booking_arrived",
        "booking_started",
        "booking_completed",
    ]


def test_a_desk_that_settles_by_itself_charges_the_extras_too(desk, floor):  # EX-13
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="booked")
    do(floor(), booking["id"], "reception", "open_order", **ORDER)
    do(floor(), booking["id"], "dispatch", "assign", team="A", technician="Wu")
    do(floor(), booking["id"], "repair", "additional_item", item="刹车片", price=30000)
    do(floor(), booking["id"], "consent", "approve")

    done = desk(now=TEN).complete(**move(booking["id"], labour=None, parts=None))

    assert done["settlement"]["additional"] == 30000


def test_no_answer_in_half_an_hour_is_a_no(desk, floor):  # EX-06
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="booked")
    do(floor(), booking["id"], "reception", "open_order", **ORDER)
    do(floor(), booking["id"], "dispatch", "assign", team="A", technician="Wu")
    do(floor(), booking["id"], "repair", "additional_item", item="刹车片", price=30000)
    at_the_limit, past = TEN + timedelta(minutes=30), TEN + timedelta(minutes=30, seconds=1)

    assert "consent" in steps(floor(now=at_the_limit).visit(booking_id=booking["id"]))
    assert steps(floor(now=past).visit(booking_id=booking["id"])) == ["repair"]
    done = do(floor(now=past), booking["id"], "repair", "finish")["done"]
    assert [(deed["by"], deed["action"]) for deed in done] == [
        ("clock", "decline"),
        ("han", "finish"),
    ]


def test_a_step_of_somebody_else_is_refused(desk, floor):
    booking = book(desk())

    with pytest.raises(Forbidden):
        do(floor("workshop_supervisor"), booking["id"], "booking", "arrive", asked="booked")


def test_what_is_not_open_is_refused_with_what_is(desk, floor):
    booking = book(desk())

    with pytest.raises(IllegalTransition) as refusal:
        do(floor(), booking["id"], "handover", "settle", paid=1)

    assert "booking.arrive" in refusal.value.details["legal"]


def test_every_fault_of_a_form_is_told_at_once(desk, floor):
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="booked")

    with pytest.raises(Invalid) as refusal:
        do(floor(), booking["id"], "reception", "open_order", mileage="far", colour="red")

    assert set(refusal.value.details["fields"]) == {
        "request", "mileage", "promised_at", "customer_signature", "colour",
    }  # fmt: skip


def test_of_two_who_act_on_the_same_reading_one_is_told(desk, floor):
    booking = book(desk())
    do(floor(), booking["id"], "booking", "arrive", asked="booked", if_revision=0)

    with pytest.raises(Stale) as refusal:
        do(floor(), booking["id"], "reception", "open_order", if_revision=0, **ORDER)

    assert refusal.value.details == {"revision": 1}


def test_nobody_arrives_twice_when_the_desk_was_faster(desk, floor, told):
    booking = book(desk())
    desk(now=TEN).arrive(**move(booking["id"]))

    visit = do(floor(), booking["id"], "booking", "arrive", asked="booked")

    assert (visit["status"], steps(visit)) == ("arrived", ["reception"])
    assert [event["type"] for event in told].count("booking_arrived") == 1


def test_a_cancelled_booking_has_no_visit(desk, floor):
    booking = book(desk())
    desk().cancel(**move(booking["id"], reason_code="other"))

    with pytest.raises(IllegalTransition):
        do(floor(), booking["id"], "booking", "arrive", asked="booked")


def test_what_hangs_on_the_start_moves_with_it(desk, floor):  # RM-20
    booking = book(desk())
    do(floor(now=NOW), booking["id"], "booking", "tick", parts=True)

    desk().reschedule(**move(booking["id"], start=TEN + timedelta(days=1), items=None))

    visit = floor(now=NOW).visit(booking_id=booking["id"])
    confirm = next(stay for stay in visit["open"] if stay["step"] == "confirm")
    assert confirm["due_at"] == "2026-03-11T08:00:00+08:00"
    assert visit["open"][0]["checklist"][0]["by"] == "han"


def test_what_a_trade_must_know_is_asked_for_before_it_begins(desk, floor):  # AR-15
    booking = book(desk(), store_id="s-beau", items=["facial"])

    asked = floor().visit(booking_id=booking["id"])
    with pytest.raises(Invalid) as refusal:
        do(floor(), booking["id"], "greet", "seat")
    seated = do(floor(), booking["id"], "greet", "seat", facts={"customer_kind": "new"})

    assert ([one["code"] for one in asked["asks"]], asked["open"]) == (["customer_kind"], [])
    assert refusal.value.details["fields"] == {"facts": {"customer_kind": ["is missing"]}}
    assert "consult" in steps(seated)
    assert seated["asks"] == []


def test_what_is_private_is_shown_to_those_who_deal_with_customers(desk, floor):  # PV-09
    diagnosis = {"skin": "干性", "history": "无", "present_state": "良好"}

    def diagnosed(may):
        booking = book(desk(), store_id="s-beau", items=["facial"])
        do(floor(), booking["id"], "greet", "seat", facts={"customer_kind": "new"})
        visit = do(floor(may=may), booking["id"], "consult", "diagnose", **diagnosis)
        return visit["done"][-1]["fields"]

    assert diagnosed(ALL) == diagnosis
    assert diagnosed(ALL - {"customers:read"}) == dict.fromkeys(diagnosis)


def test_somebody_elses_visit_is_not_there(desk):
    booking = book(desk())
    stranger = desk(by=an_actor(stores=frozenset({"s-beau"}), may=ALL))

    with pytest.raises(NotFound):
        stranger.visit(booking_id=booking["id"])
