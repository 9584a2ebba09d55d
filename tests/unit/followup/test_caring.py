"""What a fact of a booking means for the tasks around it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Forbidden, Invalid
from gateway.roles import ROLES
from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.caring import Note, cared_for, come_back
from services.followup.domain.missed_calls import to_call_back
from services.followup.domain.passing import handed_on, may_reassign, reassigned
from services.followup.domain.tasks import legal_moves, overdue, record, state, take
from tests.worlds import local

AROUND = Around.of(chains.read("around-booking"))
MADE = local("2026-03-09 09:00")
START = local("2026-03-10 14:00")
LI = {"id": "sa-li", "kind": "staff", "role": "advisor"}
ZHAO = {"id": "cr-zhao", "kind": "staff", "role": "cr_clerk"}
AGENT = {"id": "agent", "kind": "staff", "role": "booking_agent"}
SUN = {"id": "clerk-sun", "kind": "staff", "role": "tracking_clerk"}


def a_fact(revision=1, status="confirmed", **but):
    return {
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "revision": revision,
        "status": status,
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "industry": "4s",
        "start": START,
        "items": [{"code": "maintenance-a"}],
        "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000"},
        "subject": {"plate": "浙A12345"},
        "channel": "web",
        "created_at": MADE,
        "agreed_at": MADE,
        "arrived_at": None,
        "open_from": None,
        "care": {},
        **but,
    }


class Life:
    """One booking's tasks as its facts come."""

    def __init__(self):
        self.tasks, self.note = {}, None

    def hears(self, fact, now=MADE, type="booking_changed"):
        changes = list(cared_for(AROUND, type, fact, self.note, self.tasks.values(), now))
        self.tasks |= {change.after.id: change.after for change in changes}
        self.note = Note.of(fact)
        return [change.after for change in changes]

    def standing(self):
        return sorted(t.kind for t in self.tasks.values() if t.stage in ("planned", "taken"))


@pytest.fixture
def life():
    return Life()


def confirm_call(life, **but):
    [task] = [t for t in life.hears(a_fact(**but)) if t.kind == "confirm_call"]
    return task


@pytest.mark.parametrize(
    ("trade", "owner", "due"),
    [("4s", "advisor", "12:00"), ("beauty", "consultant", "13:00")],
)
def test_who_calls_before_the_visit_and_when_is_the_trade_s(life, trade, owner, due):
    """RM-01, RM-02, CON-1: a call of a person, beside the reminder that is sent."""
    task = confirm_call(life, industry=trade)

    assert (task.owner, task.due_at) == (owner, local(f"2026-03-10 {due}"))


@pytest.mark.parametrize("trade", ["restaurant", "bank", "car-beauty"])
def test_other_trades_call_nobody(life, trade):  # RM-01
    assert life.hears(a_fact(industry=trade)) == []


def test_a_store_has_its_own_lead_hour_and_patience(life):  # CON-1, RM-10, RM-11
    own = {"minutes": 300, "earliest": "09:30", "attempts": 2, "pause": 5}
    task = confirm_call(life, care={"confirm_call": own})

    assert (task.patience, task.pause_minutes) == (2, 5)
    assert task.due_at == local("2026-03-09 19:00")


def test_only_a_call_before_a_visit_is_made_by_machine(life):  # RM-21
    [task] = life.hears(a_fact(status="to_rebook", care={"rebook": {"mode": "auto"}}))

    assert (task.history[0].notes, task.call_at) == ("auto: human", None)
    assert confirm_call(Life()).history[0].notes == ""


@pytest.mark.parametrize(
    ("agreed", "channel", "stage"),
    [
        ("2026-03-10 11:59", "phone", "planned"),
        ("2026-03-10 12:00", "phone", "done"),
        ("2026-03-10 12:00", "web", "planned"),
    ],
)
def test_who_has_just_booked_by_telephone_has_been_spoken_to(life, agreed, channel, stage):  # RM-10
    made = local(agreed)
    [task] = life.hears(a_fact(created_at=made, agreed_at=made, channel=channel), made)

    assert task.stage == stage
    assert (task.outcome.outcome if task.outcome else None) == (
        "confirmed" if stage == "done" else None
    )


def test_a_move_within_the_hours_was_not_the_booking_s_own_call(life):  # RM-10
    late = local("2026-03-10 12:30")
    task = confirm_call(life, channel="phone", agreed_at=late)

    assert (task.stage, task.opens_at) == ("planned", late)


def test_a_new_time_is_another_call_and_the_old_one_is_superseded(life):  # RM-20
    first = confirm_call(life)
    moved = {"start": START + timedelta(hours=2), "agreed_at": MADE + timedelta(hours=1)}
    old, new = life.hears(a_fact(2, **moved))

    assert (old.id, old.stage, old.history[-1].notes) == (first.id, "dropped", "superseded")
    assert new.due_at == first.due_at + timedelta(hours=2)


def test_a_time_agreed_in_the_same_moment_is_another_call_as_well(life):  # RM-20
    first = confirm_call(life)
    old, new = life.hears(a_fact(2, start=START + timedelta(hours=2)))

    assert (old.id, old.stage) == (first.id, "dropped")
    assert new.due_at == first.due_at + timedelta(hours=2)


def test_a_booking_moved_back_is_called_about_all_the_same(life):  # RM-20
    confirm_call(life)
    life.hears(a_fact(2, start=START + timedelta(hours=2), agreed_at=MADE + timedelta(hours=1)))
    life.hears(a_fact(3, agreed_at=MADE + timedelta(hours=2)))

    assert life.standing() == ["confirm_call"]


@pytest.mark.parametrize("status", ["cancelled", "no_show", "completed", "arrived", "to_rebook"])
def test_a_call_is_withdrawn_when_nobody_comes_or_somebody_has(life, status):  # RM-20
    task = confirm_call(life)
    life.hears(a_fact(2, status))

    assert life.tasks[task.id].stage == "dropped"
    assert "confirm_call" not in life.standing()


def test_details_that_were_put_right_reach_whoever_calls(life):  # BK-03
    task = confirm_call(life)
    right = {"id": "c-2", "name": "王方", "phone": "+8613800138001"}
    life.hears(a_fact(2, customer=right))

    assert life.tasks[task.id].customer == right


def test_who_was_confirmed_at_the_booking_need_not_be_called(life):  # RM-01
    task = confirm_call(life)
    life.hears(a_fact(2), task.opens_at - timedelta(seconds=1), "booking_reconfirmed")
    assert life.tasks[task.id].stage == "planned"
    life.hears(a_fact(3), task.opens_at, "booking_reconfirmed")

    assert life.tasks[task.id].outcome.outcome == "confirmed"


def test_nobody_is_called_before_a_visit_that_has_begun(life):  # RM-10
    assert life.hears(a_fact(), START) == []


def vain(task, at):
    return record(task, LI, at, outcome="unreachable")


def test_who_is_not_reached_is_tried_three_times_ten_minutes_apart(life):  # RM-11
    task, ten = confirm_call(life), timedelta(minutes=10)
    noon = task.due_at - timedelta(minutes=1)
    once = vain(task, noon)

    assert (state(once, noon + ten - timedelta(seconds=1)), state(once, noon + ten)) == (
        "waiting",
        "open",
    )
    assert not overdue(once, noon + ten)
    twice = vain(once, noon + ten)
    thrice = vain(twice, noon + 2 * ten)
    assert (thrice.stage, thrice.outcome.outcome, thrice.answer) == ("done", "unreachable", None)


@pytest.mark.parametrize(
    ("outcome", "move"),
    [
        ("confirmed", "confirm"),
        ("arrives_at", "confirm"),
        ("new_time", "to_rebook"),
        ("cancelled", "cancel"),
        ("wrong_number", None),
    ],
)
def test_what_was_said_moves_the_booking(life, outcome, move):  # RM-01, CX-06, CX-08
    task = confirm_call(life)
    at = START + timedelta(minutes=10) if outcome == "arrives_at" else None
    done = record(task, LI, task.opens_at, outcome=outcome, expected_at=at)

    assert (done.answer.move if done.answer else None) == move


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ({"outcome": "reached"}, {"outcome"}),
        ({"outcome": "arrives_at"}, {"expected_at"}),
        ({"outcome": "arrives_at", "expected_at": START + timedelta(days=1)}, {"expected_at"}),
        ({"outcome": "confirmed", "expected_at": START}, {"expected_at"}),
        ({"outcome": "reached", "expected_at": START, "reason": "forgot"},
         {"outcome", "expected_at", "reason"}),
    ],
)  # fmt: skip
def test_what_such_a_call_cannot_end_with_is_refused_at_once(life, asked, faults):  # RM-01
    task = confirm_call(life)

    with pytest.raises(Invalid) as refusal:
        record(task, LI, task.opens_at, **asked)
    assert set(refusal.value.details["fields"]) == faults


OPENS = local("2026-03-10 08:00")


def new_task(life, kind, **but):
    [task] = [t for t in life.hears(a_fact(**but)) if t.kind == kind]
    return task


def test_who_booked_with_an_advisor_is_called_back_in_ten_minutes(life):  # CH-11, CF-13
    task = new_task(life, "advisor_callback", channel="advisor", open_from=MADE)
    night = new_task(Life(), "advisor_callback", channel="advisor", open_from=OPENS)

    assert (task.owner, task.due_at) == ("booking_agent", MADE + timedelta(minutes=10))
    assert night.due_at == OPENS + timedelta(minutes=10)
    assert task.answers["confirmed"] == "confirm"
    assert life.hears(a_fact(2, channel="advisor")) == []


@pytest.mark.parametrize(
    ("kind", "status", "owner"),
    [
        ("accept", "pending", "booking_agent"),  # BK-04
        ("contact", "needs_info", "booking_agent"),  # BK-03
        ("rebook", "to_rebook", "cr_clerk"),  # CX-10, CX-15
        ("alternatives", "failed", "cr_clerk"),  # CX-06, CX-07
    ],
)
def test_who_waits_is_seen_to_within_half_an_hour_of_opening(life, kind, status, owner):
    """BK-03, BK-04, CX-06, CX-07, CX-10, CX-15."""
    task = new_task(life, kind, status=status, open_from=MADE)
    own = {kind: {"minutes": 45}}
    night = new_task(Life(), kind, status=status, open_from=OPENS, care=own)

    assert (task.owner, task.due_at) == (owner, MADE + timedelta(minutes=30))
    assert night.due_at == OPENS + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("kind", "status", "then", "outcome"),
    [
        ("accept", "pending", "confirmed", "accepted"),
        ("contact", "needs_info", "confirmed", "put_right"),
        ("rebook", "to_rebook", "confirmed", "rebooked"),
        ("rebook", "to_rebook", "cancelled", "cancelled"),
    ],
)
def test_what_a_task_was_for_ends_it(life, kind, status, then, outcome):  # BK-03, BK-04, CX-10
    task = new_task(life, kind, status=status)
    life.hears(a_fact(2, then))

    assert life.tasks[task.id].outcome.outcome == outcome


def test_each_time_that_details_lack_is_a_task_of_its_own(life):  # BK-03
    new_task(life, "contact", status="needs_info")
    assert "contact" not in [task.kind for task in life.hears(a_fact(2, "needs_info"))]
    life.hears(a_fact(3))

    assert new_task(life, "contact", revision=4, status="needs_info").id == "b-1.contact.4"


def missed(life, **but):
    life.hears(a_fact(**but))
    [task] = [t for t in life.hears(a_fact(2, "no_show", **but), NOON) if t.kind == "no_show_call"]
    return task


NOON = local("2026-03-10 15:00")
FOURTH = local("2026-03-14 00:00")


def test_a_no_show_is_the_advisor_s_for_three_days_then_customer_relations(life):
    """CON-3, NS-02, NS-03, NS-04."""
    task = missed(life)

    assert (task.owner, task.accountable, task.due_at) == ("advisor", "advisor_supervisor", FOURTH)
    assert handed_on(task, FOURTH - timedelta(seconds=1)) is None
    passed = handed_on(take(task, LI, NOON), FOURTH)
    assert (passed.owner, passed.accountable, passed.taken_by) == (
        "cr_clerk",
        "cr_supervisor",
        None,
    )
    assert (state(passed, FOURTH), passed.history[-1].to) == ("open", "cr_clerk")
    assert handed_on(passed, FOURTH + timedelta(days=9)) is None


def test_the_days_are_the_store_s_to_say(life):  # CON-3, NS-02
    task = missed(life, care={"no_show_call": {"days": 1}})

    assert task.due_at == FOURTH - timedelta(days=2)


def test_why_somebody_did_not_come_is_asked_and_kept(life):  # NS-04
    task = missed(life)

    with pytest.raises(Invalid) as refusal:
        record(task, ZHAO, NOON, outcome="reached")
    assert set(refusal.value.details["fields"]) == {"reason"}
    assert record(task, ZHAO, NOON, outcome="reached", reason="price").outcome.reason == "price"


def test_a_no_show_taken_back_needs_no_call(life):  # NS-01
    task = missed(life)
    life.hears(a_fact(3, "confirmed"), NOON)

    assert (life.tasks[task.id].stage, life.standing()) == ("dropped", [])


def other(created=NOON, arrived=None, status="confirmed"):
    return Note("b-2", 1, status, "s-4s", "c-1", created, arrived)


@pytest.mark.parametrize(
    ("note", "outcome"),
    [
        (other(arrived=NOON + timedelta(days=2), status="arrived"), "recovered"),
        (other(created=MADE, arrived=NOON + timedelta(days=2), status="arrived"), "recovered"),
        (other(), "rebooked"),
        (other(created=MADE), None),
        (other(status="cancelled"), None),
        (other(created=MADE, arrived=START - timedelta(hours=3), status="completed"), None),
    ],
)
def test_who_comes_or_books_again_is_chased_no_more(life, note, outcome):  # NS-09, NS-10
    task = missed(life)
    ended = [change.after for change in come_back([task], [Note.of(a_fact()), note], NOON)]

    assert [(one.outcome.outcome, one.linked_booking_id) for one in ended] == (
        [(outcome, "b-2")] if outcome else []
    )


def test_who_comes_after_the_days_was_not_recovered(life):  # NS-10
    passed = handed_on(missed(life), FOURTH)
    here = other(created=MADE, arrived=FOURTH, status="arrived")

    [change] = come_back([passed], [here], FOURTH)
    assert change.after.outcome.outcome == "came_later"


def test_how_a_guest_of_honour_arrives_is_asked_the_day_before(life):  # RM-13
    task = new_task(life, "vip_verify", industry="hotel")

    assert (task.opens_at, task.due_at) == (local("2026-03-09 09:00"), local("2026-03-09 18:00"))
    assert record(task, {**LI, "role": "reception"}, task.opens_at, outcome="done").stage == "done"


@pytest.mark.parametrize(
    ("kind", "minutes"), [("vip_notify", 20), ("vip_hosts", 10), ("vip_lift", 5)]
)
def test_hosts_are_told_before_a_guest_arrives(life, kind, minutes):  # RM-12
    task = new_task(life, kind, industry="hotel")

    assert task.due_at == START - timedelta(minutes=minutes)
    assert record(task, {**LI, "role": "reception"}, task.opens_at, outcome="done").stage == "done"


@pytest.mark.parametrize(("care", "minutes"), [({}, 60), ({"depart": {"way": 80}}, 90)])
def test_a_technician_is_sent_in_time(life, care, minutes):  # RM-16
    task = new_task(life, "depart", industry="at-home", care=care)

    assert task.due_at == START - timedelta(minutes=minutes)


def a_missed_call(at=MADE, opens=MADE):
    there = {"timezone": "Asia/Shanghai", "open_from": opens, "care": {}}
    customer = {"id": "c-1", "name": "", "phone": "+8613800138000"}
    return to_call_back(AROUND, "m-1", "s-4s", customer, at, there, at)


def test_a_call_that_nobody_took_is_called_back_in_a_quarter_of_an_hour():  # CH-01, CH-02
    assert a_missed_call().due_at == MADE + timedelta(minutes=15)
    assert a_missed_call(opens=OPENS).due_at == OPENS + timedelta(minutes=15)
    assert a_missed_call().owner == "booking_agent"


def test_only_who_may_do_such_a_task_takes_it(life):
    """Requirements §19.1: confirmation call outcome, record no-show reason."""
    task = confirm_call(life)
    chase = missed(Life())

    assert legal_moves(task, SUN, task.opens_at) == ()
    with pytest.raises(Forbidden):
        take(task, SUN, task.opens_at)
    assert set(task.by) - {"consultant"} == {
        "booking_agent", "advisor", "advisor_supervisor", "cr_clerk",
    }  # fmt: skip
    assert set(chase.by) - {"consultant"} == {
        "advisor", "advisor_supervisor", "cr_clerk", "cr_supervisor",
    }  # fmt: skip


def test_every_role_of_the_chain_is_one_that_people_have_and_may_work():
    for trade in ("4s", "beauty", "hotel", "at-home"):
        for kind in AROUND.kinds(trade, {}):
            assert {owner.role for owner in kind.owners} <= set(kind.by), kind.name
            assert {owner.accountable for owner in kind.owners} <= set(ROLES), kind.name
            assert all("tasks:write" in ROLES[role] for role in kind.by), kind.name


def test_a_task_is_handed_on_by_whose_it_is_or_who_answers_for_it(life):  # CON-7
    task = take(confirm_call(life), LI, START - timedelta(hours=2))
    boss = {"id": "sa-sup", "kind": "staff", "role": "advisor_supervisor"}

    assert not may_reassign(task, AGENT)
    with pytest.raises(Forbidden):
        reassigned(task, AGENT, MADE, role="cr_clerk", reason="x")
    given = reassigned(task, boss, MADE, role="advisor", person="sa-wang", reason="休假")
    assert (given.stage, given.taken_by["id"], given.history[-1].notes) == (
        "taken",
        "sa-wang",
        "休假",
    )
    freed = reassigned(task, LI, MADE, role="booking_agent", reason="忙")
    assert (freed.stage, freed.taken_by, freed.owner) == ("planned", None, "booking_agent")
    with pytest.raises(Invalid):
        reassigned(task, LI, MADE, role="tracking_clerk", reason="忙")


def test_a_call_after_the_visit_is_the_clerk_s_and_the_supervisor_answers_for_it(a_task):  # CON-7
    task = a_task()

    assert (task.owner, task.accountable) == ("tracking_clerk", "business_supervisor")
    assert legal_moves(task, SUN, task.opens_at) == ("take", "record")
    assert legal_moves(replace(task), LI, task.opens_at) == ()


def test_who_books_at_a_call_that_we_made_is_recommended_and_kept(a_task):  # BK-29
    task = a_task()
    done = record(task, SUN, task.opens_at, outcome="reached", recommended_booking=True)

    assert done.outcome.recommended_booking is True
