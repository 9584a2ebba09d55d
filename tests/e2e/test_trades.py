"""Each trade from arrival to farewell over HTTP, with its loops and its refusals.

The repair shop's day is told in ``test_visit``.
"""

import pytest

from devstack.api_client import Refused
from tests.e2e.conftest import MONDAY, World


class Visit:
    """One booking's visit on Tuesday at *at*, walked by the store's manager."""

    def __init__(self, world, store_id, item, at, phone, **facts):
        self.manager = world.person(f"mgr-{store_id.removeprefix('s-')}")
        self.facts = facts
        world.clock(world.at(0, "09:00"))
        wish = {
            "store_id": store_id,
            "items": [item],
            "start": world.at(1, at),
            "customer": {"name": "赵女士", "phone": phone},
            "channel": "phone",
        }
        self.id = self.manager.post("/bookings", wish)["id"]
        self.now = self.manager.get(f"/bookings/{self.id}/visit")
        world.clock(world.at(1, at))

    @property
    def open(self):
        return [stay["step"] for stay in self.now["open"]]

    @property
    def booking(self):
        return self.manager.get(f"/bookings/{self.id}")

    def do(self, step, action, reason="", **fields):
        told = {"step": step, "action": action, "fields": fields, "reason": reason}
        if self.facts:
            told["facts"] = self.facts
        self.now = self.manager.post(f"/bookings/{self.id}/visit", told)
        return self

    def tick(self, step):
        [stay] = [stay for stay in self.now["open"] if stay["step"] == step]
        for entry in stay["checklist"]:
            self.do(step, "tick", **{entry["code"]: True})
        return self

    def refused(self, step, action, reason="", **fields):
        """Return the fields that a refusal names, or its code where it names none."""
        with pytest.raises(Refused) as refusal:
            self.do(step, action, reason, **fields)
        problem = refusal.value.problem
        return set(problem.get("errors", {})) or problem["code"]

    def is_over(self):
        assert self.now["ended"], self.open
        assert self.booking["status"] == "completed"


@pytest.fixture(scope="module")
def world(stack):
    return World(stack, MONDAY)


@pytest.fixture
def visit(world, a_phone):
    return lambda store_id, item, at="11:00", **facts: Visit(
        world, store_id, item, at, a_phone(), **facts
    )


def test_a_car_is_cared_for_and_given_back_for_its_card(visit):  # AR-08 to AR-13, VX-20
    papers = {
        "model": "A4", "frame_number": "LFV", "engine_number": "E1", "mileage": 10, "fuel": 50,
        "registered": 2020,
    }  # fmt: skip
    car = visit("s-wash", "wax")
    assert car.refused("receive", "take_key", card="17") == {"valuables"}
    car.tick("receive").do("receive", "take_key", card="17")
    car.do("consult", "record", items="wax").tick("inspect")
    assert car.refused("inspect", "sign", **papers) == {"customer_signature"}
    car.do("inspect", "sign", **papers, customer_signature="s-2")
    car.do("care", "finish").do("check", "fail", reason="streaks").do("care", "finish")
    car.do("check", "pass")
    assert car.refused("return_car", "settle", card_returned="71", paid=1) == {"card_returned"}
    car.do("return_car", "settle", card_returned="17", paid=28000)
    car.is_over()


def test_a_new_customer_of_a_salon_gets_a_file_and_a_room(visit):  # AR-15, EX-40 to EX-43, RS-07
    guest = visit("s-beau", "facial", customer_kind="new").do("greet", "seat")
    assert guest.open == ["consult"]
    guest.do("consult", "diagnose", skin="dry", history="none", present_state="good")
    guest.do("choose", "choose", item="facial")
    guest.do("assign", "assign", beautician="a", room="2")
    chosen = {one["id"] for one in guest.booking["items"][0]["resources"]}
    assert chosen == {"beautician-a", "room-2"}
    guest.do("room", "ready").do("service", "finish")
    guest.do("clean", "ready").do("bill", "settle", paid=38000)
    guest.do("finance_review", "send_back", reason="card discount")
    guest.do("bill", "settle", paid=30000).do("finance_review", "approve")
    guest.do("farewell", "farewell")
    guest.is_over()


def test_a_guest_of_a_foot_spa_changes_the_technician_and_adds_a_clock(visit):  # EX-20 to EX-29
    guest = visit("s-foot", "hanfang")
    [person, room] = guest.booking["items"][0]["resources"]
    number = room["id"].removeprefix("room-")
    first = person["id"].removeprefix("technician-")
    second = {"12": "23", "23": "12"}[first]
    assert guest.refused("greet", "seat", driving=True, room="77", programme="hanfang") == {"room"}
    guest.do("greet", "seat", driving=True, room=number, programme="hanfang")
    guest.do("park", "parked").do("water_bar", "served")
    guest.do("dispatch", "dispatch", technician=first).do("up_clock", "up_clock")
    assert guest.refused("service", "reject") == {"reason"}
    guest.do("service", "reject", reason="too strong")
    assert guest.refused("dispatch", "dispatch", technician=first) == {"technician"}
    guest.do("dispatch", "dispatch", technician=second).do("up_clock", "up_clock")
    assert guest.booking["items"][0]["resources"][0]["id"] == f"technician-{second}"
    assert guest.refused("service", "add_time", extra_minutes=30) == {"extra_minutes"}
    guest.do("service", "add_time", extra_minutes=60)
    assert guest.booking["end"][11:16] == "13:00"
    guest.do("service", "sell", sold="tea", price=2000).do("service", "down_clock")
    guest.do("pay_now", "rest").do("follow_bill", "lead")
    guest.do("cashier", "pay", paid=35600, card_offered=True)
    guest.do("see_off", "by_car")
    guest.is_over()
    assert guest.booking["settlement"]["total"] == 2 * 16800 + 2000


def test_a_guest_of_a_bath_house_leaves_when_the_tag_is_settled(visit):  # EX-30 to EX-37, AR-17
    guest = visit("s-bath", "bath").do("greet", "welcome", guests=2)
    guest.do("shoes", "take", slip_signature="s-3").do("tag", "issue", hand_tag="108")
    scrub = {"what": "scrub", "price": 5000}
    assert guest.refused("inside", "consume", charged_tag="109", **scrub) == {"charged_tag"}
    guest.do("inside", "consume", charged_tag="108", **scrub)
    guest.do("inside", "massage", lounge_place="3").do("massage", "up_clock", technician="31")
    assert guest.refused("inside", "leave") == "illegal_transition"
    guest.tick("massaging").do("massaging", "down_clock").tick("inside").do("inside", "leave")
    assert guest.refused("exit", "release", tag_returned="108") == "illegal_transition"
    guest.do("bill", "settle", tag_settled="108", paid=17800)
    assert guest.refused("exit", "release", tag_returned="801") == {"tag_returned"}
    guest.do("exit", "release", tag_returned="108")
    guest.is_over()
    assert guest.booking["settlement"]["additional"] == 5000


def test_a_table_s_bill_is_put_right_before_it_is_paid(visit):  # EX-60, AR-23, RS-28
    guests = visit("s-rest", "table-2").do("seat", "seat", guests=2, table="4")
    guests.do("order", "submit", dishes="noodles", amount=6800)
    guests.do("prepare", "ready").do("serve", "served").do("dine", "ask_bill")
    guests.do("bill", "mismatch", reason="one too many", solution="taken off", amount=4800)
    guests.do("bill", "agree")
    assert guests.refused("pay", "paid", paid=6800, pay_by="online") == {"paid"}
    guests.do("pay", "failed", reason="no network").do("pay", "paid", paid=4800, pay_by="online")
    guests.do("leave", "farewell").do("clear_table", "ready")
    guests.is_over()


def test_an_operation_at_the_bank_is_logged(visit):  # EX-61, AR-22, SL-18
    customer = visit("s-bank", "cash").do("queue", "take_ticket", ticket="A12")
    assert customer.refused("counter", "identify", papers_shown=False) == {"papers_shown"}
    customer.do("counter", "identify", papers_shown=True).do("need", "choose", business="deposit")
    form = {"account": "62-1", "form_signature": "s"}
    customer.do("details", "fill", **form, amount=100)
    customer.do("execute", "refused", reason="form is wrong")
    customer.do("details", "fill", **form, amount=50000).do("execute", "done")
    customer.do("result", "tell", balance=90000)
    assert customer.refused("rating", "farewell", stars=6) == {"stars"}
    customer.do("rating", "farewell", stars=5)
    customer.is_over()


def test_a_flat_is_locked_signed_for_and_changed(visit):  # VX-06, VX-07, VX-23, CX-14
    flat = {"unit": "3-502", "square_metres": 89, "total": 200_000_000}
    other = {"unit": "3-601", "square_metres": 95, "total": 220_000_000}
    money = {"deposit_kind": "small", "received": 2_000_000}
    names = {"customer_signature": "1", "salesperson_signature": "2", "manager_signature": "3"}
    due = {"due_on": "2026-03-17T10:00:00+08:00"}
    buyer = visit("s-prop", "viewing").do("greet", "greet", area="Pudong", source="friend")
    buyer.do("viewing", "show")
    assert buyer.refused("talk", "ask_deposit", recognition=69, **flat) == {"recognition"}
    buyer.do("talk", "ask_deposit", recognition=80, **flat).do("lock", "free")
    unsigned = buyer.refused("deposit", "sign", **money, **due, customer_signature="1")
    assert unsigned == {"salesperson_signature", "manager_signature"}
    buyer.do("deposit", "sign", **money, **due, **names)
    buyer.do("order", "change_unit", **other, amount_due=0, signing_money=1).do("lock", "free")
    buyer.do("deposit", "sign", **money, **due, **names)
    buyer.do("order", "top_up", deposit_kind="large", received=5_000_000)
    buyer.do("order", "complete")
    assert buyer.refused("prospect", "grade", grade="E") == {"grade"}
    buyer.do("prospect", "grade", grade="A")
    buyer.is_over()


def test_a_guest_of_honour_is_received_when_the_room_is_checked(visit):  # RM-12, RS-21, AR-24
    guest = visit("s-hotel", "vip-1", vip_level=1)
    assert guest.refused("allocate", "allocate", room="1801") == {"vacant", "leaves_before"}
    guest.do("allocate", "tick", vacant=True, leaves_before=True)
    guest.do("allocate", "allocate", room="1801").do("arrival", "welcome")
    told = {"guests": 2, "luggage": 3, "guest_signature": "s"}
    assert guest.refused("check_in", "register", **told) == "illegal_transition"
    guest.do("room_check", "defect", reason="lamp").tick("room_check").do("room_check", "pass")
    guest.do("check_in", "register", **told)
    assert guest.refused("tea", "served", cups=1) == {"cups"}
    guest.do("tea", "served", cups=2)
    assert guest.refused("stay", "turn_down") == "illegal_transition"
    guest.do("stay", "meal", menus=3, waiters=2).do("stay", "check_out")
    guest.is_over()


def test_a_technician_goes_to_the_customer_and_another_takes_over(visit):  # EX-50 to EX-54, CX-12
    home = visit("s-home", "repair").do("assign", "assign", technician="Lu")
    assert home.refused("depart", "leave") == "illegal_transition"
    home.tick("kit").do("kit", "ready").do("depart", "leave")
    home.do("on_the_way", "hand_over", reason="stuck")
    assert home.refused("assign", "assign", technician="Lu") == {"technician"}
    home.do("assign", "assign", technician="Wei").tick("kit").do("kit", "ready")
    home.do("depart", "leave").do("on_the_way", "arrive")
    home.do("verify", "differs", confirmed="model B2").do("work", "finish")
    home.do("completion", "not_satisfied", reason="drips").do("work", "finish")
    assert home.refused("completion", "sign") == {"customer_signature"}
    home.do("completion", "sign", customer_signature="s-9").do("farewell", "farewell")
    home.is_over()
