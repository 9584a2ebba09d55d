"""Customers whom no message reached: one call by a person, ended by the first answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.tasks import legal_moves, record
from services.followup.domain.wanted_calls import overtaken, wanted
from tests.unit.followup.test_caring import AGENT, LI, MADE, START, Life, a_fact, confirm_call

BESIDE = Around.of(chains.read("beside-booking"))


def told(**but):
    return {
        "message_id": "m-1",
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "customer": {"id": "c-1", "name": "", "phone": "+862155550188", "language": "zh"},
        "start": START,
        "why": "rang_out",
        "sentence": {"zh": "电话无人接听。", "en": "Nobody took the call."},
        "from_at": MADE,
        **but,
    }


@pytest.fixture
def task():
    return wanted(BESIDE, told(), [], MADE)


def test_somebody_calls_within_half_an_hour(task):  # CF-02
    assert (task.kind, task.owner, task.accountable) == (
        "confirm_by_person", "booking_agent", "manager",
    )  # fmt: skip
    assert (task.opens_at, task.due_at) == (MADE, MADE + timedelta(minutes=30))
    assert task.brief == "电话无人接听。 Nobody took the call."
    assert legal_moves(task, AGENT, MADE) == legal_moves(task, LI, MADE) == ("take", "record")


def test_nobody_is_called_at_night():
    morning = MADE + timedelta(hours=9)
    task = wanted(BESIDE, told(from_at=morning), [], MADE)

    assert (task.opens_at, task.due_at) == (morning, morning + timedelta(minutes=30))


def test_the_customer_is_called_by_the_name_that_is_known():
    known = confirm_call(Life())

    assert wanted(BESIDE, told(), [known], MADE).customer["name"] == "王芳"


def test_a_customer_is_called_by_one_person_only(task):
    assert wanted(BESIDE, told(message_id="m-2"), [task], MADE) is None
    before_visit = confirm_call(Life())
    assert wanted(BESIDE, told(), [before_visit], before_visit.opens_at) is None
    assert wanted(BESIDE, told(), [before_visit], MADE) is not None
    assert wanted(BESIDE, told(message_id="m-2"), [replace(task, stage="done")], MADE) is not None


@pytest.mark.parametrize(
    ("outcome", "move"),
    [("confirmed", "confirm"), ("new_time", "to_rebook"), ("cancelled", "cancel")],
)
def test_what_they_say_moves_the_booking(task, outcome, move):
    assert record(task, AGENT, MADE, outcome=outcome).answer.move == move


@pytest.mark.parametrize(
    ("type", "but", "stage", "said"),
    [
        ("booking_reconfirmed", {}, "done", "confirmed"),
        ("booking_cancelled", {"status": "cancelled"}, "dropped", "cancelled"),
        ("booking_to_rebook", {"status": "to_rebook"}, "dropped", "to_rebook"),
        ("booking_arrived", {"status": "arrived"}, "dropped", "arrived"),
        ("booking_changed", {"start": START + timedelta(hours=1)}, "dropped", "superseded"),
    ],
)
def test_the_first_answer_ends_it(task, type, but, stage, said):  # RM-20
    [change] = overtaken([task], type, a_fact(2, **but), MADE)

    last = change.after.history[-1]
    assert (change.after.stage, last.outcome or last.notes) == (stage, said)


def test_details_that_are_put_right_are_no_answer(task):
    assert list(overtaken([task], "booking_amended", a_fact(2), MADE)) == []
    assert list(overtaken([confirm_call(Life())], "booking_cancelled", a_fact(2), MADE)) == []
