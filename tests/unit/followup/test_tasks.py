from dataclasses import replace
from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from common.contracts.followup import AGENDA, OUTCOMES, TaskDone, TaskPlanned
from common.errors import Stale
from services.followup.domain.facts import announcements, fact
from services.followup.domain.tasks import legal_moves, overdue, record, state, take

A_SECOND = timedelta(seconds=1)
LI = {"id": "li", "kind": "person", "role": "tracking_clerk"}
HE = {"id": "he", "kind": "person", "role": "tracking_clerk"}


@pytest.fixture
def task(a_task):
    return a_task()


@pytest.fixture
def nine(task):
    """The moment at which the task opens."""
    return task.opens_at


def test_a_task_keeps_what_the_caller_needs_and_no_more(task):  # FU-01
    assert task.id == "b-1.first_call"
    assert task.customer == {"id": "c-1", "name": "王芳", "phone": "+8613800138000"}
    assert [move.move for move in task.history] == ["plan"]


def test_a_task_waits_until_its_window_opens(task, nine):  # FU-01
    assert state(task, nine - A_SECOND) == "waiting"
    assert state(task, nine) == "open"
    assert state(task, task.due_at) == "open"


def test_a_task_is_overdue_from_the_first_moment_after_its_last_day(task, nine):  # FU-01, RP-26
    assert not overdue(task, task.due_at - A_SECOND)
    assert overdue(task, task.due_at)
    assert overdue(take(task, LI, nine), task.due_at)
    assert not overdue(record(task, LI, nine, outcome="reached"), task.due_at)


def test_a_waiting_task_allows_nothing(task, nine):  # FU-01
    early = nine - A_SECOND

    assert legal_moves(task, LI, early) == ()
    for move in (take, lambda *who: record(*who, outcome="reached")):
        with pytest.raises(IllegalTransition) as refusal:
            move(task, LI, early)
        assert refusal.value.details["state"] == "waiting"
        assert refusal.value.details["legal"] == []


def test_an_open_task_is_taken_by_one(task, nine):
    taken = take(task, LI, nine)

    assert (taken.taken_by, taken.revision, state(taken, nine)) == (LI, 2, "taken")
    assert legal_moves(taken, LI, nine) == ("record",)
    assert legal_moves(taken, HE, nine) == ()
    assert (taken.history[-1].move, taken.history[-1].by, taken.history[-1].at) == (
        "take",
        LI,
        nine,
    )


def test_taking_twice_is_harmless_even_with_the_old_revision(task, nine):
    taken = take(task, LI, nine, 1)

    assert take(taken, LI, nine, 1) is taken


def test_a_task_of_somebody_else_says_whose_it_is(task, nine):
    taken = take(task, LI, nine)

    for move in (take, lambda *who: record(*who, outcome="reached")):
        with pytest.raises(IllegalTransition) as refusal:
            move(taken, HE, nine)
        assert refusal.value.details["holder"] == LI
        assert refusal.value.details["legal"] == []


def test_a_namesake_of_another_kind_is_somebody_else(task, nine):
    with pytest.raises(IllegalTransition):
        take(take(task, LI, nine), {**LI, "kind": "partner"}, nine)


def test_what_was_read_must_still_stand(task, nine):
    taken = take(task, LI, nine)

    with pytest.raises(Stale) as refusal:
        record(taken, LI, nine, if_revision=1, outcome="reached")
    assert refusal.value.details == {"revision": 2}
    with pytest.raises(Stale):
        take(task, LI, nine, 2)


def test_recording_takes_the_task_first(task, nine):
    done = record(task, LI, nine, if_revision=1, outcome="reached")

    assert [move.move for move in done.history] == ["plan", "take", "record"]
    assert (done.revision, done.taken_by, state(done, nine)) == (3, LI, "done")


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - {"unreachable", "call_later"}))
def test_a_conversation_ends_the_task(task, nine, outcome):
    assert state(record(task, LI, nine, outcome=outcome), nine) == "done"


@pytest.mark.parametrize("outcome", ["unreachable", "call_later"])
def test_the_third_vain_attempt_ends_the_task(task, nine, outcome):
    once = record(task, LI, nine, outcome=outcome)
    twice = record(once, HE, nine, outcome=outcome)
    thrice = record(twice, LI, nine, outcome=outcome)

    assert [(state(t, nine), t.attempts) for t in (once, twice, thrice)] == [
        ("open", 1),
        ("open", 2),
        ("done", 3),
    ]
    assert (once.taken_by, once.outcome) == (None, None)
    assert thrice.outcome.outcome == outcome


def test_vain_attempts_of_both_kinds_count_together(task, nine):
    once = record(task, LI, nine, outcome="call_later")
    twice = record(once, LI, nine, outcome="unreachable")

    assert record(twice, LI, nine, outcome="unreachable").outcome.outcome == "unreachable"
    assert record(twice, LI, nine, outcome="reached").outcome.outcome == "reached"


def test_a_finished_task_stays_finished(task, nine):
    done = record(task, LI, nine, outcome="reached")

    assert legal_moves(done, LI, nine) == ()
    with pytest.raises(IllegalTransition):
        record(done, LI, nine, outcome="complaint")
    with pytest.raises(IllegalTransition):
        take(done, LI, nine)


def test_what_was_talked_about_is_kept_in_the_order_of_the_agenda(task, nine):  # FU-04, FU-11
    done = record(
        task,
        LI,
        nine,
        outcome="reached",
        notes="满意",
        agenda=["visit", "knowledge", "visit"],
        recommended_booking=True,
    )

    assert done.outcome.agenda == ("knowledge", "visit")
    assert done.outcome.recommended_booking is True
    assert (done.outcome.notes, done.history[-1].notes) == ("满意", "满意")


def test_the_agenda_has_the_seven_points():  # FU-04
    assert len(AGENDA) == 7


@pytest.mark.parametrize(("late", "in_time"), [(-A_SECOND, True), (timedelta(0), False)])
def test_a_call_is_in_time_until_its_last_day_is_over(task, late, in_time):  # FU-01, RP-26
    assert record(task, LI, task.due_at + late, outcome="reached").outcome.in_time is in_time


def test_a_plan_and_an_end_are_told_and_nothing_between(task, nine):
    vain = record(task, LI, nine, outcome="unreachable")
    done = record(vain, LI, nine, outcome="reached")
    told = [announcements(t, nine, "x") for t in (task, take(task, LI, nine), vain, done)]

    assert [[event["id"] for event in events] for events in told] == [
        ["task_planned:b-1.first_call:1"],
        [],
        [],
        ["task_done:b-1.first_call:5"],
    ]
    TaskPlanned().load(told[0][0]["data"])
    ended = TaskDone().load(told[3][0]["data"])
    assert (ended["state"], ended["outcome"], ended["in_time"]) == ("done", "reached", True)


def test_a_fact_says_where_the_task_stands_now(task, nine):
    assert fact(task, nine - A_SECOND)["state"] == "waiting"
    assert fact(task, nine)["state"] == "open"


def test_a_dropped_task_is_nobodys(task, nine):
    dropped = replace(task, stage="dropped")

    assert state(dropped, nine) == "dropped"
    assert legal_moves(dropped, LI, nine) == ()
    assert not overdue(dropped, task.due_at)
