"""Calls before a visit that a machine makes first: when, and when people's turn comes."""

from datetime import timedelta

import pytest

from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.caring import Note, cared_for
from services.followup.domain.facts import fact
from services.followup.domain.tasks import state
from tests.unit.followup.test_caring import MADE, START, a_fact
from tests.worlds import local

AROUND = Around.of(chains.read("around-booking"))


def the_call(mode=None, **but):
    care = {"confirm_call": {"mode": mode}} if mode else {}
    told = a_fact(care=care, **but)
    [change] = cared_for(AROUND, "booking_confirmed", told, None, [], MADE)
    return change.after, told


def test_a_person_calls_where_a_store_says_nothing_else():  # RM-21
    for mode in (None, "human"):
        task, _ = the_call(mode)
        assert (task.call_at, task.opens_at) == (None, local("2026-03-10 11:45"))


@pytest.mark.parametrize(
    ("mode", "start", "call_at", "opens_at", "due_at"),
    [
        ("auto_then_human", START, "11:45", "11:55", "12:10"),
        ("auto", START, "12:00", "13:30", "13:45"),
    ],
)
def test_a_machine_calls_first_and_people_after_it(mode, start, call_at, opens_at, due_at):  # RM-21
    task, _ = the_call(mode, start=start)

    assert task.call_at == local(f"2026-03-10 {call_at}")
    assert task.opens_at == local(f"2026-03-10 {opens_at}")
    assert task.due_at == local(f"2026-03-10 {due_at}")
    assert task.history[0].notes == mode
    assert fact(task, MADE)["call_at"] == task.call_at.isoformat()


def test_at_a_salon_repeats_end_half_an_hour_before_the_visit():  # RM-02, RM-21
    task, _ = the_call("auto", industry="beauty")

    assert task.call_at == local("2026-03-10 13:00")
    assert task.opens_at == local("2026-03-10 13:30")


@pytest.mark.parametrize(
    ("type", "status", "stage"),
    [
        ("booking_reconfirmed", "confirmed", "done"),
        ("booking_cancelled", "cancelled", "dropped"),
        ("booking_to_rebook", "to_rebook", "dropped"),
        ("booking_amended", "confirmed", "planned"),
    ],
)
def test_an_answer_to_the_machine_leaves_people_nothing_to_do(type, status, stage):  # RM-21
    task, told = the_call("auto_then_human")
    now = task.call_at + timedelta(minutes=1)
    assert state(task, now) == "waiting"

    after = a_fact(2, status, care=told["care"])
    changes = list(cared_for(AROUND, type, after, Note.of(told), [task], now))

    assert [change.after.stage for change in changes if change.before] == [stage][
        : stage != "planned"
    ]


def test_an_answer_before_the_machine_called_leaves_the_call_to_be_made():  # RM-01
    task, told = the_call("auto")
    early = task.call_at - timedelta(seconds=1)
    after = a_fact(2, care=told["care"])
    assert list(cared_for(AROUND, "booking_reconfirmed", after, Note.of(told), [task], early)) == []


def test_who_was_told_by_text_only_is_called_still():
    """Without a machine, a confirmation before the window is open is not that call's answer."""
    task, told = the_call()
    told = a_fact(2, care=told["care"])

    assert list(cared_for(AROUND, "booking_reconfirmed", told, Note.of(told), [task], MADE)) == []
