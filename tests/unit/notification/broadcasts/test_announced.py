"""A call of a broadcast: what it says, whether it is made once more (RM-15)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain import calling
from services.notification.domain.broadcasts import announced, releasing
from services.notification.domain.messages import VOICE
from tests.unit.notification.broadcasts.made import NOON, a_draft, going_out, to

A_SECOND = timedelta(seconds=1)
TEN_PAST = NOON + timedelta(minutes=10)
BY_CALL = going_out(a_draft(channel=VOICE))


def a_call(language="zh", **changes):
    [message] = releasing.messages_for(BY_CALL, [to(language=language)], NOON)
    return replace(message, **{"attempted_at": NOON, **changes})


def again_at(call, word, *, state="running", now=NOON):
    return announced.again_at(call, calling.forward(call, word, None), state, now)


@pytest.mark.parametrize(
    ("language", "goodbye"),
    [("zh", "谢谢，再见。"), ("zh-Hant", "謝謝，再見。"), ("en", "Thank you, goodbye.")],
)
def test_the_words_are_said_twice_then_goodbye(language, goodbye):  # RM-15
    call = a_call(language)
    heard = announced.turn(call, 0, "human")

    assert heard.says == (call.body, call.body, goodbye)
    assert (heard.step, heard.outcome) == ("over", "words_said")


@pytest.mark.parametrize("who", ["machine_start", "machine_end_beep", "fax"])
def test_a_machine_hears_the_same_words(who):
    machine, person = announced.turn(a_call(), 0, who), announced.turn(a_call(), 0, "unknown")

    assert machine.says == person.says
    assert (machine.outcome, person.outcome) == ("words_to_machine", "words_said")


def test_a_later_turn_is_goodbye_and_comes_to_nothing():
    heard = announced.turn(a_call(), 1, "human")

    assert (heard.says, heard.outcome) == (("谢谢，再见。",), "")


@pytest.mark.parametrize("outcome", ["words_said", "words_to_machine"])
def test_who_heard_the_words_has_them(outcome):
    step = calling.forward(a_call(), "completed", outcome)

    assert (step.state, step.why) == ("delivered", outcome)


@pytest.mark.parametrize(
    ("word", "at"),
    [
        ("busy", TEN_PAST),
        ("no-answer", TEN_PAST),
        ("failed", None),
        ("completed", None),
        ("in-progress", None),
    ],
)
def test_only_who_did_not_take_the_call_is_called_again_ten_minutes_later(word, at):
    assert again_at(a_call(), word) == at


def test_nobody_is_called_a_third_time():
    assert again_at(a_call(repeat=1), "busy") is None


@pytest.mark.parametrize(("state", "again"), [("running", 1), ("paused", 1), ("stopped", 0)])
def test_what_was_stopped_calls_nobody_again(state, again):
    assert bool(again_at(a_call(), "busy", state=state)) is bool(again)


@pytest.mark.parametrize(("before", "again"), [(A_SECOND, True), (timedelta(), False)])
def test_what_is_over_by_then_calls_nobody_again(before, again):
    now = BY_CALL.until - timedelta(minutes=10) - before

    assert bool(again_at(a_call(), "busy", now=now)) is again


def test_it_is_about_no_visit_so_none_is_too_near_nor_unwanted_at_the_store():
    assert calling.of_no_use(a_call(), False, BY_CALL.until - A_SECOND) is None


def test_a_message_of_it_is_a_call():
    call = a_call()

    assert (call.channel, call.segments, call.cost_fen) == (VOICE, 1, 50)
    assert call.id != releasing.message_of(going_out(), to())


@pytest.mark.parametrize(
    ("rate", "size", "seconds"), [(600, 2, 4), (30, 2, 4), (29, 2, 120 / 29), (1, 1, 60)]
)
def test_people_are_called_at_a_pace_of_calls(rate, size, seconds):
    lot = releasing.lot(replace(BY_CALL, rate_per_minute=rate), 0, NOON)

    assert (lot.size, lot.wait.total_seconds()) == (size, pytest.approx(seconds))
    done = releasing.done_at(replace(BY_CALL, rate_per_minute=rate), 1, NOON)
    assert (done - NOON).total_seconds() == pytest.approx(60 / min(rate, 30))
