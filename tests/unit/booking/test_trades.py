"""Each trade walked from arrival to farewell, with its loops and its refusals."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid
from services.booking import journeys, packs
from services.booking.domain.visit_telling import of_document, standing, timeline, to_document
from services.booking.domain.visits import Visit, act, begin, knowing
from tests.worlds import local

START = local("2026-03-10 10:00")
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
TRADES = sorted(path.stem for path in Path(packs.__file__).parent.glob("*.yaml"))


@dataclass
class Walk:
    """A visit walked step by step by the manager, at ``now``."""

    trade: str
    facts: dict[str, Any] = field(default_factory=dict)
    now: datetime = START

    def __post_init__(self):
        self.journey = journeys.journey(self.trade)
        self.visit: Visit = begin(self.journey, {"start": START, **self.facts}, self.now)

    def do(self, step, action, reason="", role="manager", **fields):
        self.visit = act(
            self.journey, self.visit, step, action, fields, "han", role, self.now, reason
        )
        return self

    def tick(self, step):
        for entry in self.journey.steps[step].checklist:
            self.do(step, "tick", **{entry.code: True})
        return self

    def know(self, **facts):
        self.visit = knowing(self.journey, self.visit, **facts)
        return self

    def wait(self, minutes, seconds=0):
        self.now += timedelta(minutes=minutes, seconds=seconds)
        return self

    @property
    def stands(self):
        return standing(self.journey, self.visit, self.now)

    @property
    def open(self):
        return {stay["step"] for stay in self.stays}

    @property
    def stays(self):
        return self.stands["open"]

    @property
    def ended(self):
        return self.stands["ended"]

    @property
    def effects(self):
        return self.visit.deeds[-1].effects

    def due(self, step):
        return next(stay["due_at"] for stay in self.stays if stay["step"] == step)

    def state(self, step):
        return next(stay["state"] for stay in self.stays if stay["step"] == step)


def faults_of(walk, step, action, **told):
    with pytest.raises(Invalid) as refusal:
        walk.do(step, action, **told)
    return refusal.value.details["fields"]


def in_the_way(walk, step, action, **told):
    with pytest.raises(IllegalTransition) as refusal:
        walk.do(step, action, **told)
    return refusal.value.details["waits_for"]


# --- all of them


def test_every_trade_has_a_journey():  # VX-01
    walked = {packs.pack(trade).get("journey", trade) for trade in TRADES}
    asked = {kind["journey"] for trade in TRADES for kind in packs.pack(trade)["requests"].values()}

    assert walked | asked == set(journeys.names())


@pytest.mark.parametrize("name", journeys.names())
def test_a_journey_is_named_as_its_file_and_its_visit_can_be_kept(name):
    journey = journeys.journey(name)
    facts = {"customer_kind": "new", "vip_level": 1, "customer_level": "big", "start": START}
    visit = begin(journey, facts, START)

    assert (journey.code, journey.version) == (name, 1)
    assert of_document(to_document(visit)) == visit


# --- 4S shop


def in_repair(promised="2026-03-10 12:00", now=START):
    walk = Walk("4s", now=now).do("booking", "arrive", asked="booked")
    walk.do(
        "reception", "open_order", request="brakes", mileage=42000,
        promised_at=local(promised).isoformat(), customer_signature="s-1",
    )  # fmt: skip
    return walk.do("dispatch", "assign", team="A", technician="Sun")


def test_a_car_goes_through_seven_steps():  # EX-01, EX-02, EX-10
    walk = in_repair().do("repair", "finish").tick("quality_check").do("quality_check", "pass")
    walk.tick("handover").do("handover", "settle", paid=89000).do("follow_up", "farewell")

    assert walk.ended
    assert [stay.step for stay in walk.visit.stays if stay.step != "confirm"] == [
        "booking", "reception", "dispatch", "repair", "quality_check", "handover", "follow_up",
    ]  # fmt: skip


def test_a_car_that_passed_is_told_of_and_handed_over_entry_by_entry():  # EX-09, EX-10
    walk = in_repair().do("repair", "finish").tick("quality_check").do("quality_check", "pass")

    assert walk.visit.deeds[-1].effects == ("notify_customer",)
    assert set(faults_of(walk, "handover", "settle", paid=1)) == {
        "inspected", "explained", "documents",
    }  # fmt: skip


def test_every_arrival_is_asked_whether_it_booked():  # AR-01
    assert set(faults_of(Walk("4s"), "booking", "arrive")) == {"asked"}


def test_who_wants_a_quote_only_is_seen_off():  # AR-07
    walk = Walk("4s").do("booking", "arrive", asked="not_booked")

    assert walk.do("reception", "quote_only", reason="diagnosis only").open == {"follow_up"}


def test_a_booking_is_prepared_tick_by_tick():  # RS-01
    booking = Walk("4s").tick("booking").stays[0]

    assert [entry["code"] for entry in booking["checklist"]] == ["parts", "bay", "team", "advisor"]
    assert all(entry["by"] == "han" for entry in booking["checklist"])


@pytest.mark.parametrize(("trade", "lead"), [("4s", 120), ("beauty", 60)])
def test_the_call_before_the_visit_moves_with_the_booking(trade, lead):  # RM-01, RM-02, RM-20
    walk = Walk(trade, {"customer_kind": "new"}, now=START - 300 * MINUTE)
    assert walk.due("confirm") == START - lead * MINUTE

    assert walk.know(start=START + 60 * MINUTE).due("confirm") == START + (60 - lead) * MINUTE


@pytest.mark.parametrize(
    ("waited", "answer"), [((30, 0), "approved"), ((30, 1), "not done")], ids=["at 30 min", "later"]
)
def test_an_additional_item_without_an_answer_in_half_an_hour_is_not_done(waited, answer):  # EX-06
    walk = in_repair().do("repair", "additional_item", item="pads", price=30000)
    assert walk.effects == ("ask_customer",)
    assert in_the_way(walk, "repair", "finish") == ["consent"]

    walk.wait(*waited)
    if answer == "approved":
        walk.do("consent", "approve", role="customer")
    else:
        with pytest.raises(IllegalTransition):
            walk.do("consent", "approve", role="customer")
    walk.do("repair", "finish")

    approved = walk.visit.answered("consent", "approve")
    assert approved == ([{"item": "pads", "price": 30000}] if answer == "approved" else [])


def test_a_technician_cannot_consent_for_the_customer():  # EX-06
    walk = in_repair().do("repair", "additional_item", item="pads", price=30000)

    with pytest.raises(Forbidden):
        walk.do("consent", "approve", role="technician")


def test_a_failed_check_goes_back_to_the_workshop_with_its_reason():  # EX-08
    walk = in_repair().do("repair", "finish")
    assert set(faults_of(walk, "quality_check", "fail")) == {"reason"}

    walk.do("quality_check", "fail", reason="still squeals")

    assert [stay["id"] for stay in walk.stays] == ["repair-2"]
    assert walk.do("repair", "finish").open == {"quality_check"}


def test_a_car_passes_only_when_all_is_in_order():  # EX-05, EX-07
    walk = in_repair().do("repair", "finish")

    missing = faults_of(walk, "quality_check", "pass")

    assert set(missing) == {"work", "exterior", "belongings", "washed"}


@pytest.mark.parametrize(
    ("now", "state"),
    [("11:29", "open"), ("11:30", "warned"), ("12:00", "warned"), ("12:01", "overdue")],
)
def test_a_promised_hand_over_warns_half_an_hour_before(now, state):  # EX-04
    walk = in_repair(promised="2026-03-10 12:00")
    walk.now = local(f"2026-03-10 {now}")

    assert walk.state("repair") == state


# --- car beauty


def car_inspected():
    walk = Walk("car-beauty").tick("receive").do("receive", "take_key", card="17")
    walk.do("consult", "record", items="wax").tick("inspect")
    return walk.do(
        "inspect", "sign", model="A4", frame_number="LFV", engine_number="E1", mileage=10, fuel=50,
        registered=2020, customer_signature="s-2",
    )  # fmt: skip


def test_a_car_is_received_for_a_card_and_given_back_for_the_same():  # AR-08, AR-10 to AR-13, VX-20
    walk = car_inspected()
    assert walk.effects == ("start", "call_engineer")
    walk.do("care", "finish").do("check", "fail", reason="streaks").do("care", "finish")
    walk.do("check", "pass")

    assert faults_of(walk, "return_car", "settle", card_returned="71", paid=1) == {
        "card_returned": ["must be the same as card"]
    }
    assert walk.do("return_car", "settle", card_returned="17", paid=1).ended


def test_valuables_are_spoken_of_before_the_key_is_taken():  # AR-09
    assert set(faults_of(Walk("car-beauty"), "receive", "take_key", card="17")) == {"valuables"}


def test_an_inspection_without_the_customer_s_signature_is_none():  # AR-12
    walk = Walk("car-beauty").tick("receive").do("receive", "take_key", card="17")
    walk.do("consult", "record", items="wax").tick("inspect")

    faults = faults_of(walk, "inspect", "sign", model="A4", fuel=101, customer_signature="")

    assert {"customer_signature", "fuel", "frame_number", "mileage"} <= set(faults)


# --- beauty salon


def test_a_new_customer_is_consulted_and_a_file_opened():  # AR-15, EX-41
    walk = Walk("beauty", {"customer_kind": "new"}).do("greet", "seat")
    assert walk.open == {"consult"}

    walk.do("consult", "diagnose", skin="dry", history="none", present_state="good")

    assert (walk.effects, walk.open) == (("open_file",), {"choose"})


def test_a_returning_customer_s_room_and_file_are_ready():  # RS-07, EX-42
    walk = Walk("beauty", {"customer_kind": "returning"})
    assert walk.open == {"confirm", "greet", "prepare_room"}

    walk.do("prepare_room", "ready").do("greet", "seat")

    assert walk.open == {"review"}


def test_a_salon_must_know_whom_it_expects():  # AR-15
    with pytest.raises(Invalid) as refusal:
        Walk("beauty")

    assert set(refusal.value.details["fields"]) == {"customer_kind"}


def at_the_room():
    walk = Walk("beauty", {"customer_kind": "new"}).do("greet", "seat")
    walk.do("consult", "diagnose", skin="dry", history="none", present_state="good")
    return walk.do("choose", "choose", item="facial").do(
        "assign", "assign", beautician="Mei", room="2"
    )


@pytest.mark.parametrize(("waited", "state"), [((2, 0), "open"), ((2, 1), "overdue")])
def test_a_room_is_ready_within_two_minutes(waited, state):  # RS-07
    assert at_the_room().wait(*waited).state("room") == state


def test_a_bill_is_reviewed_by_finance_and_may_come_back():  # EX-40, EX-43
    walk = at_the_room().do("room", "ready").do("service", "finish")
    assert walk.open == {"clean", "bill"}

    walk.do("clean", "ready").do("bill", "settle", paid=38000)
    walk.do("finance_review", "send_back", reason="card discount").do("bill", "settle", paid=30000)
    walk.do("finance_review", "approve").do("farewell", "farewell")

    assert walk.ended


# --- foot spa


def on_the_clock(**facts):
    walk = Walk("foot-spa", facts)
    walk.do("greet", "seat", driving=True, room="8", programme="hanfang")
    walk.do("dispatch", "dispatch", technician="12")
    return walk.do("up_clock", "up_clock")


def test_a_technician_s_clock_runs_for_the_minutes_booked():  # EX-20 to EX-22, AR-16
    walk = on_the_clock(minutes=90)

    assert walk.due("service") == START + 90 * MINUTE
    assert walk.open == {"service", "water_bar", "park"}
    assert walk.visit.fields | {"technician": "12", "room": "8"} == walk.visit.fields


def test_a_rejected_technician_needs_a_reason_and_does_not_come_back():  # EX-23
    walk = on_the_clock().wait(8)
    assert set(faults_of(walk, "service", "reject")) == {"reason"}

    walk.do("service", "reject", reason="too strong")

    deed = walk.visit.deeds[-1]
    assert (deed.turned_away, deed.void_minutes) == ({"technician": "12"}, 8)
    assert deed.effects == ("swap_staff",)
    assert set(faults_of(walk, "dispatch", "dispatch", technician="12")) == {"technician"}
    walk.do("dispatch", "dispatch", technician="23").do("up_clock", "up_clock")
    assert walk.due("service") == START + 68 * MINUTE


def test_nobody_is_rejected_before_the_clock_runs():  # EX-23
    walk = Walk("foot-spa").do("greet", "seat", driving=False, room="8", programme="other")
    walk.do("dispatch", "dispatch", technician="12")

    with pytest.raises(IllegalTransition):
        walk.do("service", "reject", reason="too early")


def test_time_is_added_in_whole_clocks_by_the_supervisor_while_the_lane_is_free():  # EX-25
    walk = on_the_clock()
    with pytest.raises(Forbidden):
        walk.do("service", "add_time", role="technician", extra_minutes=60)
    assert set(faults_of(walk, "service", "add_time", extra_minutes=30)) == {"extra_minutes"}
    assert set(faults_of(walk, "service", "add_time", extra_minutes=0)) == {"extra_minutes"}

    walk.do("service", "add_time", role="supervisor", extra_minutes=60)

    assert (walk.due("service"), walk.effects) == (START + 120 * MINUTE, ("extend_minutes",))
    walk.know(lane_free=False)
    assert in_the_way(walk, "service", "add_time", extra_minutes=60) == []


def test_down_clock_turns_the_tag_and_the_bill_is_followed():  # EX-24, EX-26 to EX-29
    walk = on_the_clock().do("service", "sell", sold="tea", price=2000).wait(60)
    assert "turn_tag" in walk.do("service", "down_clock").effects

    walk.do("pay_now", "rest").do("follow_bill", "lead")
    walk.do("cashier", "pay", paid=20000, card_offered=True)
    with pytest.raises(IllegalTransition):
        walk.do("see_off", "on_foot")
    walk.do("see_off", "by_car")

    assert (walk.ended, walk.effects) == (True, ("complete", "notify_security"))


# --- bath house


def inside():
    walk = Walk("bath-house").do("greet", "welcome", guests=2)
    return walk.do("shoes", "take", slip_signature="s-3").do("tag", "issue", hand_tag="108")


def test_what_is_consumed_goes_on_the_guest_s_own_tag():  # EX-30, EX-31, EX-32
    walk = inside()
    told = {"what": "scrub", "price": 5000}

    assert set(faults_of(walk, "inside", "consume", charged_tag="109", **told)) == {"charged_tag"}
    assert walk.do("inside", "consume", charged_tag="108", **told).effects == ("add_item",)


def test_nobody_leaves_before_the_bill_is_closed():  # EX-36, EX-37, AR-17
    walk = inside()
    assert set(faults_of(walk, "inside", "leave")) == {"locker", "pockets"}
    walk.tick("inside").do("inside", "leave")

    assert in_the_way(walk, "exit", "release", tag_returned="108") == ["bill"]
    walk.do("bill", "settle", tag_settled="108", paid=19800)
    assert set(faults_of(walk, "exit", "release", tag_returned="801")) == {"tag_returned"}
    assert walk.do("exit", "release", tag_returned="108").ended


def test_a_massage_and_a_room_are_finished_before_the_guest_leaves():  # EX-14, EX-33 to EX-35
    walk = inside().tick("inside")
    walk.do("inside", "massage", lounge_place="3").do("inside", "room", room="501")
    walk.do("massage", "up_clock", technician="31")
    assert in_the_way(walk, "inside", "leave") == ["room", "massaging"]

    walk.tick("massaging").do("massaging", "down_clock")
    assert set(faults_of(walk, "room", "check_out")) == {"supplies", "facilities"}
    walk.tick("room").do("room", "check_out", room_damage="one cup")

    assert walk.do("inside", "leave").open == {"cleaning", "bill", "exit"}


# --- restaurant


def ordered(**facts):
    walk = Walk("restaurant", facts).do("seat", "seat", guests=2, table="4")
    return walk.do("order", "submit", dishes="noodles", amount=6800)


@pytest.mark.parametrize(("pay_mode", "step"), [("prepay", "prepay"), ("postpay", "prepare")])
def test_a_restaurant_takes_the_money_first_or_last(pay_mode, step):  # EX-60
    assert ordered(pay_mode=pay_mode).open == {step}


def test_a_failed_payment_is_tried_again():  # EX-60, EX-69
    walk = ordered(pay_mode="prepay").do("prepay", "failed", reason="card declined")
    assert (walk.effects, [stay["id"] for stay in walk.stays]) == (
        ("notify_customer",),
        ["prepay-2"],
    )

    assert walk.do("prepay", "paid", paid=6800, pay_by="cash").open == {"prepare"}


def test_a_wrong_bill_is_put_right_and_shown_again():  # EX-60, AR-23, RS-28
    walk = ordered().do("prepare", "ready").do("serve", "served").do("dine", "ask_bill")
    walk.do("bill", "mismatch", reason="one dish too many", solution="taken off", amount=4800)
    walk.do("bill", "agree")

    assert set(faults_of(walk, "pay", "paid", paid=6800, pay_by="online")) == {"paid"}
    walk.do("pay", "failed", reason="no network").do("pay", "paid", paid=4800, pay_by="online")
    walk.do("leave", "farewell")
    assert walk.due("clear_table") == START + 10 * MINUTE
    assert walk.do("clear_table", "ready").ended


def test_who_paid_first_leaves_when_the_bill_is_right():  # EX-60
    walk = ordered(pay_mode="prepay").do("prepay", "paid", paid=6800, pay_by="online")
    walk.do("prepare", "ready").do("serve", "served").do("dine", "ask_bill").do("bill", "agree")

    assert walk.open == {"leave"}


# --- bank


def at_the_counter():
    walk = Walk("bank").do("queue", "take_ticket", ticket="A12")
    walk.do("counter", "identify", papers_shown=True)
    return walk.do("need", "choose", business="deposit")


def test_an_operation_is_logged_with_time_amount_and_account():  # EX-61, AR-22, SL-18, VX-13
    walk = at_the_counter().do("details", "fill", account="62-1", amount=100, form_signature="s")
    walk.do("execute", "refused", reason="form is wrong")
    walk.do("details", "fill", account="62-1", amount=50000, form_signature="s").wait(3)
    walk.do("execute", "done")

    assert walk.effects == ("log_operation",)
    assert walk.visit.deeds[-1].at == START + 3 * MINUTE
    assert (walk.visit.fields["account"], walk.visit.fields["amount"]) == ("62-1", 50000)
    walk.do("result", "tell", balance=90000)
    assert set(faults_of(walk, "rating", "farewell", stars=6)) == {"stars"}
    assert walk.do("rating", "farewell", stars=5).ended


def test_nothing_is_done_for_who_shows_no_papers():  # AR-22
    walk = Walk("bank").do("queue", "take_ticket", ticket="A12")

    assert faults_of(walk, "counter", "identify", papers_shown=False) == {
        "papers_shown": ["must be agreed to"]
    }


# --- property

UNIT = {"unit": "3-502", "square_metres": 89, "total": 200_000_000}
SIGNATURES = {
    "customer_signature": "s-1", "salesperson_signature": "s-2", "manager_signature": "s-3",
}  # fmt: skip
DEPOSIT = {"deposit_kind": "small", "received": 2_000_000, "due_on": "2026-03-17T10:00:00+08:00"}


def talking():
    walk = Walk("property").do("greet", "greet", area="Pudong", source="friend")
    return walk.do("viewing", "show")


@pytest.mark.parametrize(("recognition", "asked"), [(69, False), (70, True)])
def test_a_deposit_is_asked_for_at_seventy_percent(recognition, asked):  # VX-06
    walk = talking()
    if asked:
        walk.do("talk", "ask_deposit", recognition=recognition, **UNIT)
        assert walk.effects == ("ask_unit_lock",)
    else:
        faults = faults_of(walk, "talk", "ask_deposit", recognition=recognition, **UNIT)
        assert set(faults) == {"recognition"}


def test_the_site_manager_alone_locks_a_unit():  # VX-23
    walk = talking().do("talk", "ask_deposit", recognition=80, **UNIT)
    with pytest.raises(Forbidden):
        walk.do("lock", "free", role="salesperson")

    assert walk.do("lock", "taken", reason="sold this morning").open == {"talk"}


def test_an_order_has_three_signatures_and_its_unit_may_be_changed():  # VX-07, CX-14
    walk = talking().do("talk", "ask_deposit", recognition=80, **UNIT).do("lock", "free")
    unsigned = faults_of(walk, "deposit", "sign", **DEPOSIT, customer_signature="s-1")
    assert set(unsigned) == {"salesperson_signature", "manager_signature"}
    walk.do("deposit", "sign", **DEPOSIT, **SIGNATURES)
    walk.do("order", "top_up", deposit_kind="large", received=5_000_000)

    other = {"unit": "3-601", "square_metres": 95, "total": 220_000_000}
    assert set(faults_of(walk, "order", "change_unit", **other)) == {"amount_due", "signing_money"}
    walk.do("order", "change_unit", **other, amount_due=0, signing_money=1)

    assert (walk.effects, walk.open) == (("release_unit", "ask_unit_lock"), {"lock"})


@pytest.mark.parametrize(("grade", "known"), [("A", True), ("D", True), ("E", False)])
def test_a_prospect_is_graded_a_to_d(grade, known):  # FU-16, AR-20, AR-21
    walk = talking().do("talk", "not_sold")
    if known:
        assert walk.do("prospect", "grade", grade=grade).ended
    else:
        assert set(faults_of(walk, "prospect", "grade", grade=grade)) == {"grade"}


# --- hotel

BEFORE_A_VIP = {
    "allocate": 1440,  # SL-15
    "documents": 720,  # RS-20
    "amenities": 120,  # PK-22
    "room_check": 60,  # RS-21
    "lights": 30,  # VX-10
    "notify_hosts": 20,  # RM-12
    "hosts": 10,  # RM-12
    "lift": 5,  # RM-12
}


@pytest.mark.parametrize(("level", "lift"), [(1, True), (2, False)])
def test_a_vip_s_tasks_hang_on_the_arrival(level, lift):  # RM-12, RS-21, PK-22, VX-10, VX-11
    wanted = {step: lead for step, lead in BEFORE_A_VIP.items() if lift or step != "lift"}

    tasks = timeline(journeys.journey("hotel"), START, {"vip_level": level})

    assert [(task["step"], task["due_at"]) for task in tasks] == [
        (step, START - lead * MINUTE) for step, lead in wanted.items()
    ]


def vip(level=1):
    walk = Walk("hotel", {"vip_level": level}, now=START - 1500 * MINUTE)
    return walk.tick("allocate").do("allocate", "allocate", room="1801")


def test_tasks_are_open_side_by_side_and_move_with_the_arrival():  # RM-12, RM-20
    walk = vip()
    assert len(walk.open) == 8

    assert walk.know(start=START + 90 * MINUTE).due("room_check") == START + 30 * MINUTE


def test_a_room_has_seven_points_and_none_is_left_out():  # RS-21
    walk = vip()
    assert len(faults_of(walk, "room_check", "pass")) == 7

    walk.do("room_check", "defect", reason="lamp")
    assert walk.effects == ("report_defect",)
    assert "room_check" not in walk.tick("room_check").do("room_check", "pass").open


def test_a_room_is_vacant_and_not_one_that_is_left_the_next_day():  # SL-15
    walk = Walk("hotel", {"vip_level": 2})

    faults = faults_of(walk, "allocate", "allocate", room="1801")

    assert set(faults) == {"vacant", "leaves_before"}


def checked_in(guests=2):
    walk = vip()
    walk.now = START
    walk.do("arrival", "welcome")
    told = {"guests": guests, "luggage": 3, "guest_signature": "s"}
    assert in_the_way(walk, "check_in", "register", **told) == ["room_check"]
    walk.tick("room_check").do("room_check", "pass")
    return walk.do("check_in", "register", **told)


@pytest.mark.parametrize(("waited", "state"), [((5, 0), "warned"), ((5, 1), "overdue")])
def test_welcome_tea_comes_within_five_minutes_one_cup_a_guest(waited, state):  # AR-24
    walk = checked_in().wait(*waited)

    assert walk.state("tea") == state
    assert set(faults_of(walk, "tea", "served", cups=1)) == {"cups"}
    assert walk.do("tea", "served", cups=2).open == {"stay"}


def test_a_stay_has_its_own_rules_until_check_out():  # VX-10, RS-23
    walk = checked_in().do("tea", "served", cups=2).do("stay", "clean")
    with pytest.raises(IllegalTransition):
        walk.do("stay", "turn_down")
    walk.know(evening=True).do("stay", "turn_down")
    assert set(faults_of(walk, "stay", "meal", menus=2, waiters=1)) == {"menus", "waiters"}

    assert walk.do("stay", "meal", menus=3, waiters=2).do("stay", "check_out").ended


# --- at home


@pytest.mark.parametrize(("travel", "lead"), [(0, 60), (50, 60), (51, 61), (90, 100)])
def test_departure_is_an_hour_before_or_travel_and_ten_minutes(travel, lead):  # RM-16
    tasks = timeline(journeys.journey("at-home"), START, {"travel_minutes": travel})

    due = {task["step"]: task["due_at"] for task in tasks}
    assert due == {"depart": START - lead * MINUTE, "on_the_way": START - 5 * MINUTE}


def assigned(**facts):
    walk = Walk("at-home", facts, now=START - 180 * MINUTE)
    return walk.do("assign", "assign", technician="Gao")


def at_work(**facts):
    walk = assigned(**facts).tick("kit").do("kit", "ready")
    walk.do("depart", "leave").do("on_the_way", "arrive")
    return walk.do("verify", "differs", confirmed="model B2")


def test_an_order_is_assigned_once_it_is_paid():  # EX-50
    walk = Walk("at-home", {"prepaid": False})
    with pytest.raises(IllegalTransition):
        walk.do("assign", "assign", technician="Gao")

    assert walk.know(prepaid=True).do("assign", "assign", technician="Gao").open == {
        "kit", "depart",
    }  # fmt: skip


def test_nobody_leaves_without_the_floor_cloth():  # RS-13
    walk = assigned()
    for entry in ("tools", "parts", "receipts", "price_list", "slips", "permit"):
        walk.do("kit", "tick", **{entry: True})

    assert set(faults_of(walk, "kit", "ready")) == {"floor_cloth"}
    assert in_the_way(walk, "depart", "leave") == ["kit"]


def test_a_delay_is_agreed_with_the_customer_or_another_goes():  # CX-11, CX-12
    walk = assigned().tick("kit").do("kit", "ready").do("depart", "leave")
    later = "2026-03-10T11:00:00+08:00"
    faults = faults_of(walk, "on_the_way", "retime", consent=False, new_start=later)
    assert set(faults) == {"consent", "reason"}

    walk.do("on_the_way", "retime", reason="traffic", consent=True, new_start=later)
    assert walk.effects == ("reschedule",)
    assert walk.know(start=later).due("on_the_way") == START + 55 * MINUTE

    walk.do("on_the_way", "hand_over", reason="stuck")
    assert set(faults_of(walk, "assign", "assign", technician="Gao")) == {"technician"}
    assert walk.do("assign", "assign", technician="Lin").open == {"kit", "depart"}


@pytest.mark.parametrize(("balance", "step"), [(True, "balance"), (False, "farewell")])
def test_the_customer_signs_and_pays_what_is_left(balance, step):  # EX-51 to EX-54
    walk = at_work(balance_due=balance).do("work", "finish")
    walk.do("completion", "not_satisfied", reason="drips").do("work", "finish")
    assert set(faults_of(walk, "completion", "sign")) == {"customer_signature"}

    walk.do("completion", "sign", customer_signature="s-9")

    assert walk.open == {step}
    if balance:
        walk.do("balance", "pay", paid=12000)
    assert walk.do("farewell", "farewell").ended


def test_work_out_of_warranty_is_charged_by_the_price_list_with_a_receipt_at_hand():  # EX-53
    kit = assigned()
    for entry in ("tools", "parts", "slips", "permit", "floor_cloth"):
        kit.do("kit", "tick", **{entry: True})
    assert set(faults_of(kit, "kit", "ready")) == {"receipts", "price_list"}

    work = at_work(balance_due=True)
    assert set(faults_of(work, "work", "charge_out_of_warranty", what="pump")) == {"price"}
    work.do("work", "charge_out_of_warranty", what="pump", price=9900)

    assert work.effects == ("add_item",)


# --- requests


def test_a_request_takes_eight_steps_and_goes_back_while_it_is_not_solved():  # EX-62, EX-63
    walk = Walk("request").do("receive", "record", request="noise")
    walk.do("assign", "assign", representative="Zhao").do("contact", "note", details="at night")
    walk.do("analyse", "propose", solution="a new pump").do("agree", "reject", reason="too dear")
    walk.do("analyse", "propose", solution="a repair").do("agree", "accept", role="customer")
    walk.do("execute", "track", progress="ordered").do("execute", "done").do("check", "works")

    assert walk.do("satisfied", "satisfied").ended
    assert len({stay.step for stay in walk.visit.stays}) == 8


@pytest.mark.parametrize(("level", "step"), [("standard", "phone"), ("big", "manager")])
def test_big_customers_go_straight_to_the_department_manager(level, step):  # EX-64
    walk = Walk("tiered-support", {"customer_level": level})

    assert walk.do("classify", "record", request="fault", region="east").open == {step}


def test_support_climbs_from_telephone_to_site_to_the_technical_department():  # EX-65, EX-66
    walk = Walk("tiered-support", {"customer_level": "big"})
    walk.do("classify", "record", request="fault", region="east").do("manager", "take")
    walk.do("phone", "failed", reason="needs tools")
    walk.do("dispatch", "send", repair_order="R-1", engineer="He")
    walk.do("on_site", "failed", reason="firmware").do("technical", "solved", record="patched")

    records = {"phone_record", "customer_record", "documents"}
    assert set(faults_of(walk, "close", "close")) == records
    assert walk.tick("close").do("close", "close").ended


@pytest.mark.parametrize(
    ("now", "state"),
    [("2026-03-12 17:59", "open"), ("2026-03-12 18:00", "warned"), ("2026-03-13 18:01", "overdue")],
)
def test_a_changed_order_is_shipped_within_three_working_days(now, state):  # CX-13
    walk = Walk("e-commerce", {"ship_by": local("2026-03-13 18:00")})
    walk.do("change", "record", order_number="1", changed_to="blue", refund_due=True)
    assert walk.open == {"ship", "refund"}

    walk.now = local(now)

    assert walk.state("ship") == state
    assert walk.do("ship", "exception", reason="strike").effects == ("notify_customer",)


def test_a_lost_parcel_is_sent_again_or_refunded():  # RM-19, CP-16, CP-17, FU-19
    walk = Walk("e-commerce")
    walk.do("change", "record", order_number="1", changed_to="blue", refund_due=False)
    walk.do("ship", "shipped", tracking="T1")
    assert walk.due("track") == START + timedelta(days=5)
    walk.do("track", "lost")
    assert walk.due("remedy") == START + timedelta(days=3)
    walk.do("remedy", "reship").do("ship", "shipped", tracking="T2").do("track", "delivered")
    walk.do("satisfied", "not_satisfied", reason="broken").do("remedy", "refund")

    assert walk.do("refund", "refund", refunded=9900).ended
