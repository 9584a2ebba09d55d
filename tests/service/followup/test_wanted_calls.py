"""A call that only a person can make: planned once, recorded like any other, ended by an answer."""

from datetime import timedelta

import pytest

from common.contracts import EVENTS
from common.contracts.base import Told
from services.followup.calls.answering import ANSWER
from tests.service.followup.team import MADE, START, record


def want(team, message_id="m-1", **but):
    told = {
        "message_id": message_id,
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "customer": {"id": "c-1", "name": "", "phone": "+862155550188", "language": "zh"},
        "start": START.isoformat(),
        "why": "rang_out",
        "sentence": {"zh": "电话无人接听。", "en": "Nobody took the call."},
        "from_at": team.now.isoformat(),
        **but,
    }
    message = EVENTS["call_wanted"].happened(
        message_id, at=team.now, store_id="s-4s", correlation_id="x", data=told
    )
    team().want_call(Told.of(message, EVENTS), message=message)


def wanted(team):
    return [one for one in team.tasks() if one["kind"] == "confirm_by_person"]


@pytest.fixture
def asked(team):
    """A booking of tomorrow whose customer no message reached."""
    team.hears("booking_confirmed")
    want(team)
    return team


def test_whom_no_message_reached_a_person_calls(asked):  # CF-02
    want(asked)
    want(asked, "m-2")

    [task] = wanted(asked)
    assert (task["state"], task["owner"]) == ("open", "booking_agent")
    assert task["customer"]["name"] == "王芳"
    assert task["brief"] == "电话无人接听。 Nobody took the call."


def test_what_the_person_hears_moves_the_booking_once(asked):
    [task] = wanted(asked)
    record(asked("agent", "booking_agent"), task, "confirmed")
    asked.works(ANSWER)

    [said] = asked.booking.asked
    assert (said["answer"], said["cause"]) == ("confirm", task["id"])


@pytest.mark.parametrize(
    ("event", "status", "state"),
    [
        ("booking_reconfirmed", "confirmed", "done"),
        ("booking_cancelled", "cancelled", "dropped"),
        ("booking_to_rebook", "to_rebook", "dropped"),
    ],
)
def test_an_answer_that_comes_otherwise_ends_it(asked, event, status, state):  # RM-20
    asked.now = MADE + timedelta(minutes=1)
    asked.hears(event, 2, status)

    assert [task["state"] for task in wanted(asked)] == [state]


def test_nobody_is_called_about_a_booking_that_is_gone(team):
    team.hears("booking_cancelled", 2, "cancelled")
    want(team)

    assert wanted(team) == []


def test_people_are_asked_only_where_the_machine_had_no_answer(team):  # RM-21
    team.hears("booking_confirmed", care={"confirm_call": {"mode": "auto_then_human"}})
    [task] = team.tasks(kind="confirm_call")
    assert task["state"] == "waiting"

    team.now = START - timedelta(hours=2, minutes=10)
    team.hears("booking_reconfirmed", 2)
    [task] = team.tasks(kind="confirm_call")
    assert (task["state"], task["outcome"]["outcome"]) == ("done", "confirmed")
