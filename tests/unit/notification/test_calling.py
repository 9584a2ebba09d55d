"""A call by machine: what it came to, when it is of no use, who may ask what it says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.errors import Forbidden
from services.notification.domain import calling, talks
from services.notification.domain.attempts import Seen
from services.notification.domain.calling import forward, of_no_use, recognised, until_asked
from services.notification.domain.messages import VOICE
from services.notification.domain.talks import Heard, Talk, as_it_stands, check
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking, a_message

A_SECOND = timedelta(seconds=1)
SID = "CA" + "0" * 32


def a_call(**changes):
    made = {"kind": calling.CALL, "channel": VOICE, "tokens": ("t-1", "t-2"), "attempted_at": NINE}
    return replace(a_message(), **{**made, **changes})


@pytest.mark.parametrize(
    ("word", "outcome", "state", "why"),
    [
        ("queued", None, "accepted", ""),
        ("initiated", None, "accepted", ""),
        ("ringing", None, "accepted", ""),
        ("in-progress", None, "sent", ""),
        ("completed", "said_confirm", "delivered", "said_confirm"),
        ("completed", "wants_person", "delivered", "wants_person"),
        ("completed", "machine", "undelivered", "machine"),
        ("completed", "no_input", "undelivered", "no_input"),
        ("completed", None, "undelivered", "hung_up"),
        ("busy", None, "undelivered", "line_busy"),
        ("no-answer", None, "undelivered", "rang_out"),
        ("failed", None, "failed", "call_failed"),
        ("canceled", None, "failed", "call_failed"),
        ("a word of tomorrow", None, "accepted", ""),
    ],
)
def test_twilios_word_and_the_talk_say_how_far_a_call_came(word, outcome, state, why):  # RM-21
    step = forward(a_call(), word, outcome)

    assert (step.state, step.why) == (state, why)


def test_a_call_never_goes_back():
    over = a_call(rank=4)

    assert forward(over, "ringing", None) is None
    assert forward(over, "busy", None) is None


@pytest.mark.parametrize(
    ("left", "verdict"),
    [(timedelta(minutes=30), None), (timedelta(minutes=30) - A_SECOND, "too_near")],
)
def test_half_an_hour_before_the_visit_machines_are_silent(left, verdict):
    said = of_no_use(a_call(), True, TEN_TOMORROW - left)

    assert (said and said.why) == verdict


def test_a_store_may_do_without_calls_but_for_those_it_asked_for():
    assert of_no_use(a_call(), False, NINE).why == "voice_off"
    assert of_no_use(a_call(kind=calling.CONFIRM_CALL), False, NINE) is None


def test_a_call_is_recognised_by_not_being_another_one():
    listed = [Seen("CA1", "", "busy", None), Seen("CA2", "", "queued", None)]

    assert recognised(listed, {"CA1"}).sid == "CA2"
    assert recognised(listed, {"CA1", "CA2"}) is None


def test_the_end_of_a_call_is_asked_for_every_five_minutes_for_an_hour():
    call = a_call(state="sent")

    assert until_asked(call, NINE) == timedelta(minutes=5)
    assert until_asked(call, NINE + timedelta(minutes=7)) == timedelta(0)
    assert until_asked(call, NINE + timedelta(hours=1, seconds=1)) is None


@pytest.mark.parametrize("token", ["t-1", "t-2"])
def test_a_call_asks_with_the_token_that_it_was_given(token):
    check(a_call(), token, SID, NINE + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("changes", "token", "later"),
    [
        ({}, "t-3", timedelta()),
        ({}, "", timedelta()),
        ({"tokens": ()}, "t-1", timedelta()),
        ({"channel": "sms"}, "t-1", timedelta()),
        ({"sid": "CA1"}, "t-1", timedelta()),
        ({}, "t-1", timedelta(minutes=15, seconds=1)),
        ({"attempted_at": None}, "t-1", timedelta()),
    ],
    ids=["another", "none", "never called", "a text", "another call", "expired", "not begun"],
)
def test_nobody_else_goes_on_with_a_talk(changes, token, later):
    with pytest.raises(Forbidden):
        check(a_call(**changes), token, SID, NINE + later)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"status": "needs_info"}, None),
        ({"status": "cancelled"}, "already_cancelled"),
        ({"status": "to_rebook"}, "already_asked"),
        ({"status": "arrived"}, "ended"),
        ({"spoken": 3}, "moved"),
        ({"start": TEN_TOMORROW + A_SECOND}, "moved"),
        ({"answered": 9}, None),
    ],
)
def test_what_is_said_is_true_of_the_booking_as_it_stands(changes, said):
    assert as_it_stands(a_call(), a_booking(**changes)) == said


def test_a_talk_remembers_what_came_of_it():
    turns = (Heard("", ("a",), "menu", 0), Heard("1", ("b",), "over", 0, "said_confirm"))

    assert Talk("t", SID, turns).outcome == "said_confirm"
    assert Talk("t", SID, turns[:1]).outcome is None
    assert Talk("t", SID, turns[:1]).place.step == "menu"


def test_a_person_is_wanted_once_a_message_when_people_may_be_called():
    late = NINE + timedelta(hours=13)
    fact = talks.wanted(a_call(), a_booking(), "rang_out", late, "trace-1")

    assert fact["id"] == f"call_wanted:{a_call().id}"
    assert fact["data"]["from_at"] == "2026-03-10T09:00:00+08:00"
    assert fact["data"]["sentence"]["en"] == "Nobody took the call."
