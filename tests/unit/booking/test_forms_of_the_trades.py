"""Each register and form that the chain keeps: what it asks for, its order, its refusals."""

from itertools import islice

import pytest

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid
from services.booking import packs, registers
from services.booking.domain.entries import checked, legal_moves, moved, opened
from services.booking.domain.registers import FAIL, PASS, REMARK
from tests.worlds import an_actor, local

NOW = local("2026-03-10 10:00")
MANAGER = an_actor(id="han", role="manager")
KINDS = {
    "text": "x", "signature": "s-1", "yes_no": True, "agreed": True,
    "moment": "2026-03-10T10:00:00+08:00", "day": "2026-03-10",
}  # fmt: skip


class Slip:
    """An entry of one register, written by the manager unless a test says whom."""

    def __init__(self, code, by=MANAGER, **fields):
        self.register = registers.register(code)
        told = {**answers(self.register, self.register.form), **fields}
        values = checked(self.register, {k: v for k, v in told.items() if v is not None}, by)
        self.entry = opened(
            self.register, NOW, by, id="e-1", store_id="s-1", number="1", fields=values
        )

    def do(self, move, reason="", by=MANAGER, /, **fields):
        form = self.register.moves[move].form
        told = {**answers(self.register, form, self.known), **fields}
        self.entry = moved(self.register, self.entry, move, told, reason, NOW, by)
        return self

    @property
    def known(self):
        return self.entry.fields | self.register.reckon(self.entry.fields)

    @property
    def state(self):
        return self.entry.state

    @property
    def ended(self):
        return self.register.is_end(self.state)


def answers(register, form, known=None):
    """Return an answer to everything that *form* needs, what hangs on others last."""
    known = dict(known or {})
    for one in sorted(form.fields, key=lambda one: bool(one.same_as)):
        if one.same_as:
            known[one.code] = (known | register.reckon(known))[one.same_as]
        elif one.required:
            known[one.code] = an_answer(one)
    return {one.code: known[one.code] for one in form.fields if one.code in known}


def an_answer(field):
    if field.choices:
        return next(iter(field.choices))
    return max(1, field.least) if field.kind in ("whole", "money") else KINDS[field.kind]


def faults(act, *args, **fields):
    with pytest.raises(Invalid) as refusal:
        act(*args, **fields)
    return set(refusal.value.details["fields"])


def refused(slip, move, **fields):
    with pytest.raises(IllegalTransition):
        slip.do(move, **fields)


def required(code):
    return {one.code for one in registers.register(code).form.fields if one.required}


def kept_by(trade):
    return set(packs.pack(trade)["registers"])


# --- all of them


def ways(register, state, walked=()):
    """Yield every way from *state* to an end that makes no move twice."""
    if register.is_end(state):
        yield walked
    for move in register.moves.values():
        if state in move.before and move.code not in walked:
            yield from ways(register, move.to, (*walked, move.code))


@pytest.mark.parametrize("code", registers.names())
def test_every_register_can_be_walked_from_its_first_state_to_each_end(code):  # FM-27
    register = registers.register(code)
    ends = set()
    for way in islice(ways(register, register.begin), 50):
        wanted = {
            name: allowed[0] for move in way for name, allowed in register.moves[move].when
        }  # the first answer that lets the way be gone
        opening = {k: v for k, v in wanted.items() if k in {x.code for x in register.form.fields}}
        slip = Slip(code, **opening, **remarks(register, opening))
        for move in way:
            slip.do(move, "because")
        assert slip.ended
        ends.add(slip.state)

    assert ends == {state for state in register.states if register.is_end(state)}


def remarks(register, told):
    return {check + REMARK: "x" for check in register.checks if told.get(check) == FAIL}


# --- the desk of a building


def test_a_visitor_shows_papers_and_hands_the_slip_back():  # AR-18, FM-19
    assert {"papers", "papers_returned", "host"} <= required("visitor-slip")
    assert faults(Slip, "visitor-slip", papers=None) == {"papers"}
    slip = Slip("visitor-slip", known=True).do("admit")
    assert faults(slip.do, "hand_back", slip_returned=False) == {"slip_returned"}

    assert slip.do("hand_back").ended


def test_a_visitor_whom_nobody_knows_is_announced_by_telephone():  # AR-18
    slip = Slip("visitor-slip", known=False)
    refused(slip, "admit")
    assert faults(slip.do, "admit_by_phone", phoned=" ", agreed=False) == {"phoned", "agreed"}

    assert slip.do("admit_by_phone").state == "inside"
    assert Slip("visitor-slip", known=False).do("turn_away", "no answer").state == "refused"


def test_visitors_are_forgotten_after_thirty_days():  # PV-10, AR-18
    assert registers.register("visitor-slip").keep_days == 30
    assert registers.register("in-out").fields["person"].private


def test_who_goes_in_goes_out_and_the_desk_knows_who_is_on_which_floor():  # AR-19
    slip = Slip("in-out")
    assert slip.do("leave").ended
    refused(slip, "leave")

    assert required("directory") == {"floor", "company", "owner"}
    assert {"in-out", "directory"} <= kept_by("property")


def test_a_duty_log_has_four_checks_and_a_failed_one_is_explained():  # VX-09, FM-19
    log = registers.register("duty-log")
    assert len(log.form.checks) == 4
    assert faults(Slip, "duty-log", lifts=FAIL, events=None) == {"events", "lifts_remark"}

    assert Slip("duty-log", lifts=FAIL, lifts_remark="二号梯停").ended


def test_a_defect_on_the_floor_is_reported_at_once_and_mended():  # VX-24
    patrol = Slip("floor-patrol", defect=True, plants=FAIL, plants_remark="枯")
    refused(patrol, "in_order")

    assert patrol.do("report", what="枯", reported_to="园艺").state == "reported"
    assert patrol.do("mended").ended
    assert Slip("floor-patrol", defect=False).do("in_order").ended


def test_what_is_lent_is_looked_at_when_it_comes_back():  # VX-08, FM-19
    loan = Slip("loan", item="雨伞")
    assert faults(loan.do, "take_back", undamaged=False) == {"undamaged"}

    assert loan.do("take_back_damaged", damage="伞骨断").state == "damaged"
    assert loan.do("settle", compensation=3000).ended


def test_what_was_found_is_given_back_for_a_signature():  # VX-08, FM-19
    found = Slip("lost-found", found=True).do("keep")
    refused(found, "give_up")
    assert faults(found.do, "give_back", owner_papers=False) == {"owner_papers"}

    assert found.do("give_back", owner="钱").state == "returned"


def test_a_large_thing_leaves_when_its_pass_matches():  # VX-08, FM-19
    assert faults(Slip("exit-pass").do, "confirm", matches=False) == {"matches"}
    assert Slip("exit-pass").do("confirm").state == "out"
    assert Slip("exit-pass").do("hold", "one sofa too many").state == "held"


def test_parcels_are_signed_for_and_removals_reported():  # VX-08
    assert Slip("parcel").do("sign").ended
    refused(Slip("moving-request"), "agree")
    assert Slip("moving-request").do("report").do("agree").ended
    property_desk = {"visitor-slip", "in-out", "parcel", "item-deposit", "loan", "lost-found",
                     "exit-pass", "moving-request"}  # fmt: skip
    assert property_desk <= kept_by("property")


def test_what_is_deposited_is_handed_out_for_its_card():  # RS-26
    kept = Slip("item-deposit", card="7", pieces=2)
    assert faults(kept.do, "hand_out", card_returned="8", pieces_out=1) == {
        "card_returned", "pieces_out",
    }  # fmt: skip

    assert kept.do("hand_out").state == "out"


def test_a_shift_is_handed_over_and_a_post_keeps_its_notebook():  # FM-19
    assert Slip("shift-handover").do("take_over").ended
    assert Slip("post-notebook").ended


def test_a_meeting_room_is_approved_opened_set_up_and_looked_over():  # RS-11, FM-19
    form = Slip("meeting-room", by=an_actor())
    with pytest.raises(Forbidden):
        form.do("approve", "", an_actor())
    refused(form, "set_up")
    form.do("approve").do("open_room").do("set_up").do("ushers")
    assert faults(form.do, "post_check", undamaged=FAIL) == {"undamaged_remark"}

    assert form.do("post_check", undamaged=FAIL, undamaged_remark="杯一只").state == "closed"


# --- before the shift, and what is counted after it


@pytest.mark.parametrize(
    ("code", "check", "ready", "put_right"),
    [
        ("pre-shift-supplies", "tools", "ready", "replenish"),  # RS-15
        ("pre-shift-department", "stock", "open", "put_right"),  # RS-16
    ],
)
def test_nobody_begins_before_what_lacks_is_there(code, check, ready, put_right):  # RS-15, RS-16
    lacking = Slip(code, **{check: FAIL, check + REMARK: "x"})
    refused(lacking, ready)

    assert lacking.do(put_right).ended
    assert Slip(code, **{check: PASS}).do(ready).ended


def test_every_department_of_a_bath_house_is_checked():  # RS-16
    department = registers.register("pre-shift-department").fields["department"]

    assert len(department.choices) == 7
    assert "pre-shift-department" in kept_by("bath-house")


def test_take_away_goods_are_issued_sold_and_what_remains_is_counted():  # RS-17
    goods = Slip("take-away", issued=10)
    assert faults(goods.do, "account", sold=7, counted=2) == {"counted"}
    assert "sold" in faults(goods.do, "account", sold=11, counted=-1)

    goods.do("account", sold=7, counted=3)
    assert (goods.state, goods.known["remaining"]) == ("accounted", 3)
    differing = Slip("take-away", issued=10).do("differ", "broken", sold=7, found=2)
    assert differing.do("settle", "written off").ended


def test_consumables_are_drawn_used_and_left_and_guests_things_supervised():  # RS-18
    drawn = Slip("consumables", drawn=10)
    assert faults(drawn.do, "count", used=11) == {"used"}

    assert drawn.do("count", used=4).known["left"] == 6
    assert set(registers.register("guest-items").form.checks) == {
        "washed", "disinfected", "stored", "kept",
    }  # fmt: skip


# --- the hotel's VIPs


def test_what_is_known_of_a_vip_is_written_up_and_reported():  # BK-30
    assert {"vip", "itinerary", "activities", "stay"} <= required("vip-intake")

    assert Slip("vip-intake", by=an_actor(role="bdc")).do("report").state == "reported"


def test_a_plan_tells_each_department_its_duty_and_is_acknowledged():  # RS-19, FM-20
    assert faults(Slip, "vip-plan", security_duty=None) == {"security_duty"}
    plan = Slip("vip-plan")
    refused(plan, "acknowledge")

    assert plan.do("issue").do("acknowledge").ended
    assert len(registers.register("vip-plan").moves["acknowledge"].form.checks) == 4


def test_the_lobby_hears_when_a_guest_is_met():  # VX-12, FM-20
    notice = Slip("vip-arrival")
    refused(notice, "arrive")
    assert faults(notice.do, "met", told=" ", expected_at="soon") == {"told", "expected_at"}

    assert notice.do("met").do("arrive").ended


def test_a_vip_s_papers_room_and_decoration_have_their_forms():  # FM-20, RS-22
    assert Slip("vip-registration").do("sign").ended
    room = Slip("vip-room-check", amenities=FAIL, amenities_remark="无花")
    refused(room, "pass")
    assert room.do("put_right").ended
    assert {"vip-plan", "vip-arrival", "vip-registration", "vip-room-check", "decoration"} <= (
        kept_by("hotel")
    )


def test_a_decoration_is_applied_for_approved_and_its_order_signed():  # RS-22, FM-20
    wish = Slip("decoration", by=an_actor())
    with pytest.raises(Forbidden):
        wish.do("approve", "", an_actor())
    refused(wish, "sign_order")
    wish.do("approve")
    assert faults(wish.do, "sign_order", order_signature=" ") == {"order_signature"}

    assert wish.do("sign_order").do("done").ended


# --- cars, spas, baths, shops


def test_a_car_is_taken_in_with_its_data_and_given_back_for_its_card():  # AR-11, FM-16
    assert {
        "model", "vin", "engine_number", "mileage", "fuel", "registered", "items",
        "customer_signature",
    } <= required("vehicle-intake")  # fmt: skip
    assert faults(Slip, "vehicle-intake", fuel=101, vin=None) == {"fuel", "vin"}
    car = Slip("vehicle-intake", pick_up_card="17")
    assert faults(car.do, "give_back", card_returned="71") == {"card_returned"}

    assert car.do("give_back").ended
    units = {code: one.unit for code, one in car.register.fields.items() if one.unit}
    assert units == {"mileage": "km", "fuel": "%"}


def test_clocks_go_up_and_down():  # FM-14
    assert required("up-clock") == {"technician", "room", "programme", "minutes"}
    assert Slip("up-clock").do("down").ended
    assert faults(Slip("up-clock").do, "turn_away") == {"reason"}


def test_tags_rooms_clothes_and_shoes_have_their_slips():  # FM-15
    assert faults(Slip("hand-tag", tag="108").do, "take_back", tag_returned="801") == {
        "tag_returned"
    }
    for code in ("laundry-slip", "shoe-care-slip"):
        slip = Slip(code, pieces=2).do("ready")
        assert faults(slip.do, "give_back", pieces_back=1) == {"pieces_back"}
        assert slip.do("give_back").ended
    assert Slip("room-slip").do("check_out").ended
    assert {"hand-tag", "laundry-slip", "shoe-care-slip", "room-slip"} <= kept_by("bath-house")


def test_a_bath_s_restaurant_seats_by_size_and_clears_before_it_accounts():  # VX-21
    assert faults(Slip, "dining", guests=5, seats=4) == {"guests"}
    assert faults(Slip, "dining", free_drinks=False) == {"free_drinks"}
    party = Slip("dining", guests=3, seats=4).do("serve")
    refused(party, "account")

    assert party.do("clear").do("account").ended
    assert "dining" in kept_by("bath-house")


def test_a_sale_is_paid_in_full_handed_over_and_explained():  # EX-67
    slip = Slip("sale-slip", amount=9900)
    refused(slip, "hand_over")
    assert faults(slip.do, "pay", paid=9800) == {"paid"}
    slip.do("pay")
    assert faults(slip.do, "hand_over", explained=False) == {"explained"}

    assert slip.do("hand_over").ended


def test_what_a_guest_asks_for_is_logged_and_done():  # EX-68
    assert Slip("guest-service", request="毛巾").do("pass_on", passed_to="房嫂").do("done").ended


def test_a_claim_is_followed_up_by_the_front_desk_supervisor():  # EX-11
    advisor, supervisor = (an_actor(role=role) for role in ("advisor", "advisor_supervisor"))
    claim = Slip("warranty-claim", by=advisor)
    with pytest.raises(Forbidden):
        claim.do("submit", "", advisor)

    claim.do("submit", "", supervisor).do("follow", "asked the maker", supervisor)
    assert claim.do("paid", "", supervisor, paid=100).ended


def test_a_recommendation_is_accepted_or_declined():  # EX-12
    assert Slip("recommendation").do("accept").state == "accepted"
    assert faults(Slip("recommendation").do, "decline") == {"reason"}
    assert len(registers.register("recommendation").fields["occasion"].choices) == 3


def test_work_is_confirmed_and_out_of_warranty_charged_by_the_price_list():  # FM-17, EX-53
    done = Slip("completion", in_warranty=False)
    refused(done, "confirm")
    assert faults(done.do, "charge", by_price_list=False, document_number=" ") == {
        "by_price_list", "document_number",
    }  # fmt: skip

    assert done.do("charge", document="invoice").do("confirm_paid").ended
    assert Slip("completion", in_warranty=True).do("confirm").ended


def test_a_service_is_evaluated_from_one_to_five():  # FM-13
    assert faults(Slip, "evaluation", attitude=6, speed=0) == {"attitude", "speed"}
    assert Slip("evaluation", attitude=5).ended


# --- prospects and property


def test_a_prospect_has_a_card_with_a_type_and_an_order_its_copies():  # FM-24, VX-18
    types = registers.register("prospect").fields["customer_type"]
    assert set(types.choices) == {
        "fixed", "trend", "independent", "advisor", "practical", "browsing"
    }  # fmt: skip
    assert Slip("prospect").do("order").ended
    assert faults(Slip, "prospect", customer_type="rich") == {"customer_type"}

    assert faults(Slip("order").do, "give_out", finance_copy=False) == {"finance_copy"}
    assert Slip("order").do("give_out").ended


def test_each_stage_of_a_buyer_has_its_attention_safeguards_and_watch():  # VX-03, VX-04
    stage = registers.register("property-stage").fields["stage"]
    assert list(stage.choices) == [
        "site_visit", "subscription", "signing", "hand_over", "move_in", "community"
    ]  # fmt: skip
    assert {"attention", "safeguards", "monitoring"} <= required("property-stage")

    assert Slip("property-stage").do("review").ended


@pytest.mark.parametrize(
    ("role", "most"), [("consultant", 2), ("advisor_supervisor", 5), ("manager", 10)]
)
def test_each_role_grants_a_discount_up_to_its_limit(role, most):  # PK-21
    by = an_actor(role=role)

    assert Slip("discount-approval", discount=most).do("grant", "", by).state == "granted"
    with pytest.raises(Forbidden):
        Slip("discount-approval", discount=most + 1).do("grant", "", by)


@pytest.mark.parametrize("payment", ["deferred", "mortgage"])
def test_who_pays_later_needs_the_managers_opinion_first(payment):  # PK-21
    wish = Slip("discount-approval", discount=1, payment=payment)
    refused(wish, "grant")
    with pytest.raises(Forbidden):
        wish.do("opinion", "", an_actor(role="consultant"))

    assert wish.do("opinion").do("grant_after_opinion").state == "granted"


# --- gas


def test_a_task_is_accepted_only_with_the_finance_stamp():  # VX-16, FM-26
    task = Slip("gas-task", households=40)
    assert faults(task.do, "accept", finance_stamp=False, listed_households=39) == {
        "finance_stamp", "listed_households",
    }  # fmt: skip
    refused(task, "register")
    task.do("accept", leftovers=FAIL, leftovers_remark="三户未装")

    assert task.do("register").do("complete").ended
    assert len(task.register.moves["accept"].form.checks) == 5
    assert "floor_list" in required("gas-task")
    assert task.register.numbered(2026, 1).startswith("SKY001")


def test_the_ledger_says_how_many_are_left_over():  # VX-16, FM-26
    assert Slip("gas-ledger", households=40, replaced=37).known["left_over"] == 3
    assert registers.register("gas-ledger").numbered(2026, 1).startswith("KFT005")


def test_a_replacement_plan_has_all_its_parts():  # RS-24
    assert required("gas-plan") == {
        "flow_slip", "schedule", "staffing", "stoves", "hoses", "safety_leaflet", "meter_manual",
        "notice",
    }  # fmt: skip
    assert faults(Slip, "gas-plan", notice=False) == {"notice"}


# --- before somebody comes, or goes to a home


def test_a_visit_is_booked_with_who_why_and_when():  # BK-06
    assert required("visit-intake") == {"visitor", "purpose", "expected_at"}
    assert all("visit-intake" in kept_by(trade) for trade in ("4s", "bank", "property", "hotel"))


def test_an_at_home_visit_is_booked_with_who_where_and_what():  # BK-07, BK-08
    assert required("at-home-intake") == {
        "account", "contact", "address", "service", "wished_at", "complete",
    }  # fmt: skip
    assert {"model", "bought_on", "symptom", "requirement"} <= set(
        registers.register("at-home-intake").fields
    )
    assert faults(Slip, "at-home-intake", bought_on="long ago") == {"bought_on"}


def test_what_lacks_is_asked_of_the_guide_the_manager_the_superior_then_the_user():  # BK-09
    intake = Slip("at-home-intake", complete=False)
    for move in ("ask_guide", "ask_manager", "ask_superior", "ask_user"):
        others = {"ready", "ask_guide", "ask_manager", "ask_superior", "ask_user"} - {move}
        for other in others:
            refused(intake, other)
        intake.do(move)

    assert intake.do("fill_in", model="M-1", bought_on="2025-01-02", symptom="漏水").ended
    assert set(legal_moves(intake.register, Slip("at-home-intake", complete=True).entry)) == {
        "ready"
    }


def test_a_questionnaire_is_prepared_and_then_filled_in():  # RS-10, AR-28
    paper = Slip("questionnaire")
    assert paper.state == "prepared"
    assert faults(paper.do, "fill", needs=" ") == {"needs"}

    assert paper.do("fill", needs="儿童座椅", opinions="好").ended


def test_greeter_consultant_and_manager_may_be_named():  # AR-27
    assert Slip("reception-staff").ended
    named = Slip("reception-staff", greeter="a", consultant="b", manager="c")
    assert named.entry.fields == {"greeter": "a", "consultant": "b", "manager": "c"}
