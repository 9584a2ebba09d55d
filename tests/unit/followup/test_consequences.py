"""What an outcome brings: cases, files with the next call, letters (FU-05, FU-06, CU-04)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from common.errors import Invalid
from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.cases import moved, opened
from services.followup.domain.consequences import (
    Before,
    consequences,
    opened_case,
    solved_case,
)
from services.followup.domain.passing import handed_on
from services.followup.domain.tasks import record

CHAIN = Around.of(chains.read("beside-booking"))
SUN = {"id": "sun", "kind": "staff", "role": "tracking_clerk"}
BOSS = {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"}
FILE = {
    "address": "示范路1号",
    "model": "C 260",
    "kind": "轿车",
    "cycle_months": 6,
    "next_on": date(2026, 9, 10),
    "wishes": "代步车",
}


@pytest.fixture
def call(a_task):
    return a_task()


@pytest.fixture
def nine(call):
    return call.opens_at


def after(task, now, outcome, before=Before(), notes="", **said):  # noqa: B008
    done = record(task, SUN, now, outcome=outcome, notes=notes)
    return consequences(CHAIN, done, before, now, **said)


def faults(*args, **more):
    with pytest.raises(Invalid) as refusal:
        after(*args, **more)
    return refusal.value.details["fields"]


def test_a_call_without_a_complaint_brings_nothing(call, nine):
    made = after(call, nine, "reached")

    assert (made.tasks, made.case, made.file) == ((), None, None)


def test_a_complaint_becomes_a_case_and_its_task_is_the_clerks(call, nine):  # FU-05, FU-06
    made = after(call, nine, "complaint", notes="刹车异响")

    assert (made.case.state, made.case.words, made.case.channel) == (
        "open",
        "刹车异响",
        "follow_up_call",
    )
    [task] = made.tasks
    assert (task.kind, task.case_id, task.taken_by) == ("case_report", made.case.id, SUN)
    assert task.due_at == made.case.report_by
    assert task.brief == "刹车异响"


def test_a_wish_in_a_call_is_a_case_as_well(call, nine):  # FU-05
    said = {"kind": "request", "words": "想要代步车", "answer": None}

    assert after(call, nine, "reached", case=said).case.kind == "request"


def test_what_is_answered_at_once_needs_no_task(call, nine):  # FU-06
    said = {"kind": "question", "words": "几点关门", "answer": "六点"}

    made = after(call, nine, "reached", case=said)
    assert (made.case.state, made.case.solution, made.tasks) == ("closed", "六点", ())


def test_a_complaint_says_of_what(call, nine):  # FU-05
    assert faults(call, nine, "complaint") == {"notes": ["is missing"]}


def a_case(call, now):
    return after(call, now, "complaint", notes="刹车异响")


def test_the_report_passes_to_the_supervisor_when_it_is_overdue(call, nine):  # FU-06, CP-02
    [task] = a_case(call, nine).tasks

    assert handed_on(task, task.due_at - timedelta(seconds=1)) is None
    alarmed = handed_on(task, task.due_at)
    assert (alarmed.owner, alarmed.accountable, alarmed.taken_by) == (
        "business_supervisor",
        "manager",
        None,
    )


@pytest.mark.parametrize(("outcome", "state"), [("reported", "reported"), ("answered", "closed")])
def test_the_case_goes_where_its_task_says(call, nine, outcome, state):  # FU-06
    made = a_case(call, nine)
    [task] = made.tasks

    assert faults(task, nine, outcome, Before(case=made.case)) == {"notes": ["is missing"]}
    then = after(task, nine, outcome, Before(case=made.case), notes="磨合期")
    assert (then.case.state, then.case.steps[-1].words) == (state, "磨合期")


def test_a_solution_ends_the_report_and_has_the_customer_told(call, nine):  # FU-07
    made = a_case(call, nine)
    [report] = made.tasks
    solved = moved(made.case, "solve", BOSS, nine, "换新")

    then = solved_case(CHAIN, solved, report, nine)
    [tell], [ended] = then.tasks, then.ended
    assert (tell.kind, tell.brief, tell.due_at) == ("case_tell", "刹车异响\n换新", solved.tell_by)
    assert (ended.id, ended.stage) == (report.id, "dropped")
    assert solved_case(CHAIN, solved, None, nine).ended == ()
    told = after(tell, nine, "told", Before(case=solved))
    assert told.case.state == "closed"
    again = after(tell, nine, "unreachable", Before(case=solved))
    assert again.case is None


def test_who_does_no_such_tasks_leaves_it_open(call, nine):  # CP-01
    guard = {"id": "g", "kind": "staff", "role": "consultant"}
    case = opened(
        "c-9", guard, nine, kind="complaint", channel="reception", store_id="s-4s",
        timezone="Asia/Shanghai", customer={"id": "c"}, subject=None, booking_id=None,
        booking_number=None, from_task_id=None, words="等太久",
    )  # fmt: skip

    [task] = opened_case(CHAIN, case, guard, nine, None).tasks
    assert (task.stage, task.taken_by) == ("planned", None)


@pytest.fixture
def filing(call):
    return replace(call, kind="customer_file", outcomes=("filed",), by=("tracking_clerk",))


def test_a_file_brings_the_plan_of_the_next_call(filing, nine):  # CU-04
    at = nine + timedelta(days=3, hours=1)

    made = after(filing, nine, "filed", file=FILE, next_call={"at": at, "content": "新胎如何"})
    [call] = made.tasks
    assert (call.kind, call.opens_at, call.brief) == ("planned_call", at, "新胎如何")
    assert call.due_at == datetime.fromisoformat("2026-03-17T00:00:00+08:00")
    assert made.file.address == "示范路1号"


def test_a_file_without_the_next_call_is_not_done(filing, nine):  # CU-04
    assert faults(filing, nine, "filed", file=FILE) == {"next_call": ["is missing"]}
    past = {"at": nine, "content": "新胎如何"}
    assert faults(filing, nine, "filed", file=FILE, next_call=past) == {
        "next_call.at": ["is in the past"]
    }
    assert set(faults(filing, nine, "filed", file={**FILE, "wishes": ""}, next_call=past)) == {
        "file.wishes",
        "next_call.at",
    }


def test_nothing_is_taken_that_nobody_asks_for(call, filing, nine):
    said = {"kind": "request", "words": "x", "answer": None}
    plan = {"at": nine + timedelta(days=1), "content": "x"}
    wrong = {"is not asked for here"}

    told = faults(call, nine, "reached", file=FILE, next_call=plan)
    assert {name: set(fault) for name, fault in told.items()} == {
        "file": wrong,
        "next_call": wrong,
    }
    assert set(faults(filing, nine, "filed", file=FILE, next_call=plan, case=said)) == {"case"}
    assert set(faults(call, nine, "call_later", case=said)) == {"case"}
