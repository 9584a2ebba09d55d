from dataclasses import replace
from itertools import permutations

import pytest

from services.notification.domain.messages import UNSENT, Verdict
from services.notification.domain.status import forward, is_of, told_by_step, told_by_verdict
from tests.unit.notification.made import NINE, a_message

ORDER = ("accepted", "queued", "sending", "sent", "delivered", "read")


def after(*statuses):
    """Return the state and rank of a message that Twilio told *statuses* about, in order."""
    message = a_message(state="submitting")
    for status in statuses:
        step = forward(message, status, None)
        if step:
            message = a_message(state=step.state, rank=step.rank)
    return message.state, message.rank


def test_a_status_moves_a_message_forward():  # CF-15
    assert [after(*ORDER[:n]) for n in range(1, 7)] == [
        ("accepted", 0),
        ("accepted", 1),
        ("accepted", 2),
        ("sent", 3),
        ("delivered", 4),
        ("delivered", 5),
    ]


@pytest.mark.parametrize("order", [*permutations(("queued", "sent", "delivered"))])
def test_whatever_the_order_a_delivered_message_is_delivered(order):  # CF-15
    assert after(*order) == ("delivered", 4)


def test_the_same_word_twice_is_one_step():  # CF-15
    message = a_message(state="sent", rank=3)

    assert forward(message, "sent", None) is None


def test_a_word_that_is_no_other_state_is_no_news_of_a_message_whose_id_is_known():
    message = a_message(state="accepted", rank=1)

    assert forward(replace(message, sid="SM1"), "sending", None) is None
    assert forward(message, "sending", None).rank == 2, "it brings the id"
    assert forward(replace(message, sid="SM1"), "sent", None).state == "sent"


@pytest.mark.parametrize("ended", ["delivered", "undelivered", "failed"])
@pytest.mark.parametrize(
    "late", ["queued", "sent", "delivered", "undelivered", "failed", "canceled"]
)
def test_what_has_ended_stays_ended(ended, late):  # CF-15
    assert after("sent", ended, late) == (ended, 4)


def test_only_reading_comes_after_the_end():  # CF-15
    assert after("delivered", "read") == ("delivered", 5)


def test_a_word_that_we_do_not_know_proves_that_twilio_has_it():
    assert forward(a_message(), "partially_delivered", None).state == "accepted"
    assert forward(a_message(state="sent", rank=3), "partially_delivered", None) is None


def test_the_carriers_reason_is_kept():
    assert forward(a_message(), "undelivered", 30005).error_code == 30005


@pytest.mark.parametrize("state", ["submitting", "unknown", "pending", "suppressed", "expired"])
def test_proof_that_twilio_took_it_overrules_our_own_judgement(state):
    message = a_message(state=state, rank=UNSENT)

    assert forward(message, "queued", None).state == "accepted"


def news(message, status, error_code=None):
    step = forward(message, status, error_code)
    return [
        (event["type"], event["id"].split(":")[-1]) for event in told_by_step(message, step, NINE)
    ]


def test_acceptance_and_delivery_are_told_once_each():  # CF-15
    assert news(a_message(), "queued") == [("message_sent", "accepted")]
    assert news(a_message(state="accepted", rank=0), "sent") == []
    assert news(a_message(state="sent", rank=3), "delivered") == [
        ("message_delivered", "delivered")
    ]
    assert news(a_message(state="delivered", rank=4), "read") == []


def test_a_delivery_that_comes_first_proves_the_sending_too():  # CF-15
    assert news(a_message(), "delivered") == [
        ("message_sent", "accepted"),
        ("message_delivered", "delivered"),
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [("undelivered", "undelivered"), ("failed", "failed"), ("canceled", "failed")],
)
def test_a_message_that_will_not_arrive_is_told_with_its_reason(status, state):  # CF-15
    message = a_message(state="sent", rank=3)

    (event,) = told_by_step(message, forward(message, status, 30005), NINE)

    assert event["id"] == f"message_failed:{message.id}:{state}"
    assert event["correlation_id"] == "trace-1"
    assert event["data"] == {
        "message_id": message.id,
        "booking_id": "b-1",
        "kind": "confirmation",
        "channel": "sms",
        "state": state,
        "error_code": 30005,
        "error_word": None,
    }


def test_a_code_that_is_a_word_is_told_as_one():  # CF-15
    message = a_message(state="sent", rank=3)

    (event,) = told_by_step(message, forward(message, "undelivered", "UNDELIV"), NINE)

    assert (event["data"]["error_code"], event["data"]["error_word"]) == (None, "UNDELIV")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict("failed", "unreachable", 21211), True),
        (Verdict("expired", "too_late"), True),
        (Verdict("suppressed", "opted_out"), True),
        (Verdict("suppressed", "superseded"), False),
        (Verdict("suppressed", "not_booked"), False),
        (Verdict("pending", "carrier_busy"), False),
        (Verdict("unknown", "no_answer"), False),
    ],
)
def test_what_fails_by_our_judgement_is_told_and_what_is_withdrawn_is_not(verdict, told):  # CF-15
    assert bool(told_by_verdict(a_message(), verdict, NINE)) is told


def test_a_token_belongs_to_its_message_alone():
    message = a_message(tokens=("first", "second"))

    assert is_of(message, "first")
    assert is_of(message, "second")
    assert not is_of(message, "third")
    assert not is_of(message, "第三")
    assert not is_of(a_message(), "")
