"""What follows a message that did not arrive: which error leads where, how often, until when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain import carrier, ladder
from services.notification.domain.calling import CALL, CONFIRM_CALL, UNANSWERED
from services.notification.domain.ladder import (
    AGAIN,
    OF_CLASS,
    OF_CODE,
    PERSON,
    Rung,
    call_after,
    next_rung,
    text_after,
    text_instead,
)
from services.notification.domain.messages import EMAIL, PUSH, SMS, VOICE
from services.notification.domain.sentences import SENTENCES
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking, a_message

A_SECOND = timedelta(seconds=1)
CLASSES = (
    carrier.PERMANENT,
    carrier.OPTED_OUT,
    carrier.LATER,
    carrier.WORDS,
    carrier.SENDER_TROUBLE,
    carrier.UNKNOWN,
)


def lost(code=30006, state="undelivered", kind="confirmation", **changes):
    return replace(a_message(kind), state=state, error_code=code, **changes)


def a_call(why="rang_out", kind=CALL, **changes):
    made = {"kind": kind, "channel": VOICE, "state": "undelivered", "why": why}
    return replace(a_message(), **{**made, **changes})


def after(message, *, now=NINE, booking=None):
    rung = next_rung(message, booking or a_booking(), now)
    return rung and (rung.channel, rung.why, rung.after, rung.repeat)


NOW = timedelta()


def test_every_class_of_error_has_its_rung():  # CF-02
    assert tuple(OF_CLASS) == CLASSES
    assert OF_CLASS == {
        "permanent": VOICE,
        "opted_out": PERSON,
        "later": AGAIN,
        "words": VOICE,
        "sender_trouble": None,
        "unknown": None,
    }
    assert OF_CODE.keys() <= carrier.CLASSES.keys()


@pytest.mark.parametrize("code", [21614, 30005, 30006, 21999])
@pytest.mark.parametrize("state", ["failed", "undelivered"])
@pytest.mark.parametrize("kind", ["confirmation", "change", "reminder"])
def test_who_cannot_be_reached_by_text_is_called(code, state, kind):  # CF-02
    assert after(lost(code, state, kind)) == (VOICE, "sms_failed", NOW, 0)


@pytest.mark.parametrize("code", [21211, 21214, 21217, 30004])
def test_where_no_call_would_help_a_person_looks(code):
    assert after(lost(code)) == (PERSON, "not_textable", NOW, 0)


@pytest.mark.parametrize(("code", "minutes"), [(30001, 10), (30003, 45), (30008, 30), (30022, 30)])
def test_what_may_pass_is_written_once_more_then_called(code, minutes):
    wait = timedelta(minutes=minutes)

    assert after(lost(code)) == (SMS, "sms_again", wait, 1)
    assert after(lost(code, repeat=1)) == (VOICE, "sms_failed", NOW, 0)


@pytest.mark.parametrize(
    ("code", "rung"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", (VOICE, "sms_failed", NOW, 0)),
        ("NoApprovedTemplate", (VOICE, "sms_failed", NOW, 0)),
        ("FailedOperation.ContainSensitiveWord", (VOICE, "sms_failed", NOW, 0)),
        ("UNDELIV", (SMS, "sms_again", timedelta(minutes=30), 1)),
        ("MK:0001", (SMS, "sms_again", timedelta(minutes=30), 1)),
        ("UNKNOWN", None),
        ("UnauthorizedOperation.SdkAppIdIsDisabled", None),
    ],
)
def test_codes_that_are_words_lead_on_by_their_class(code, rung):  # CF-02
    assert after(lost(code)) == rung


def test_who_opted_out_is_called_by_a_person_only():
    gone = replace(a_message(), state="suppressed", why="opted_out")

    assert after(gone) == (PERSON, "opted_out", NOW, 0)
    assert after(a_call("opted_out", state="suppressed")) == (PERSON, "opted_out", NOW, 0)


@pytest.mark.parametrize("code", [30002, 30007, 30034, 20003, 20500, 31000, None])
def test_our_own_trouble_and_doubt_make_nobody_call(code):
    assert after(lost(code)) is None


@pytest.mark.parametrize("kind", ["cancellation", "not_reached"])
def test_what_asks_for_no_answer_is_not_called_about(kind):
    assert after(lost(kind=kind)) is None


@pytest.mark.parametrize("state", ["pending", "sent", "delivered", "expired", "unknown"])
def test_only_what_has_failed_goes_on(state):
    assert after(lost(state=state)) is None


def test_a_store_without_calls_by_machine_calls_itself():
    silent = a_booking(messages={"voice": False})

    assert after(lost(), booking=silent) == (PERSON, "voice_off", NOW, 0)
    assert after(a_call(), booking=silent) == (PERSON, "voice_off", NOW, 0)


@pytest.mark.parametrize(
    ("before", "called"),
    [(timedelta(minutes=30), True), (timedelta(minutes=30) - A_SECOND, False)],
    ids=["half an hour", "a second less"],
)
def test_nobody_is_called_who_is_nearly_there(before, called):
    now = TEN_TOMORROW - before

    assert bool(after(lost(), now=now)) is called
    assert bool(after(a_call("machine"), now=now)) is called


@pytest.mark.parametrize("why", ["line_busy", "rang_out"])
def test_who_does_not_answer_is_called_after_30_and_90_minutes(why):  # RM-11
    assert after(a_call(why)) == (VOICE, "call_again", timedelta(minutes=30), 1)
    assert after(a_call(why, repeat=1)) == (VOICE, "call_again", timedelta(minutes=60), 2)
    assert after(a_call(why, repeat=2)) == (PERSON, why, NOW, 0)


def test_a_repeat_that_would_come_too_near_is_a_persons():
    exactly = TEN_TOMORROW - timedelta(minutes=60)

    assert after(a_call(), now=exactly)[0] == VOICE
    assert after(a_call(), now=exactly + A_SECOND) == (PERSON, "rang_out", NOW, 0)


@pytest.mark.parametrize("why", sorted(UNANSWERED - {"line_busy", "rang_out"}))
def test_what_brought_no_answer_goes_to_a_person(why):  # RM-21
    assert after(a_call(why)) == (PERSON, why, NOW, 0)


@pytest.mark.parametrize("why", ["spend_cap", "budget", "voice_off"])
def test_a_call_that_is_not_made_is_a_persons(why):
    assert after(a_call(why, state="suppressed")) == (PERSON, why, NOW, 0)


@pytest.mark.parametrize("why", ["said_confirm", "said_cancel", "wants_person", "", "too_near"])
def test_an_answer_is_the_end(why):
    assert after(a_call(why)) is None


@pytest.mark.parametrize("why", sorted(UNANSWERED))
def test_of_the_call_before_a_visit_people_have_a_task_already(why):  # RM-21
    assert after(a_call(why, CONFIRM_CALL)) is None
    asked_for = a_booking(confirm_by="auto", messages={"voice": False})
    again = after(a_call(why, CONFIRM_CALL), booking=asked_for)
    assert (again is not None) is (why in ("line_busy", "rang_out"))


def test_all_that_the_ladder_says_has_a_sentence():
    said = {"sms_failed", "sms_again", "call_again", "not_textable", "voice_off", "opted_out"}
    assert said | UNANSWERED <= SENTENCES.keys()


def test_a_repeated_text_is_a_new_message_in_the_same_words():
    before = lost(30003, sid="SM1", attempts=2, tokens=("t",), rank=4)
    again = text_after(before, Rung(SMS, "sms_again", timedelta(minutes=45), 1), NINE)

    assert again.id != before.id
    assert (again.body, again.to, again.repeat) == (before.body, before.to, 1)
    assert (again.state, again.sid, again.attempts, again.tokens) == ("pending", None, 0, ())
    assert again.due_at == NINE + timedelta(minutes=45)
    assert "30003" in again.sentence["en"]


def test_each_call_is_a_message_of_its_own():
    booking, text = a_booking(), lost()
    first = call_after(text, booking, Rung(VOICE, "sms_failed"), NINE)
    second = call_after(
        replace(first, why="rang_out"),
        booking,
        Rung(VOICE, "call_again", timedelta(minutes=30), 1),
        NINE,
    )

    assert (first.kind, first.channel, first.why) == (CALL, VOICE, "sms_failed")
    assert call_after(text, booking, Rung(VOICE, "sms_failed"), NINE).id == first.id
    assert (second.id != first.id, second.repeat) == (True, 1)
    assert second.due_at == NINE + timedelta(minutes=30)
    assert "30006" in first.sentence["en"]
    assert ladder.KINDS == ("confirmation", "change", "reminder")


@pytest.mark.parametrize("why", ["not_found", "never_left"])
def test_whom_twilio_lost_sight_of_a_person_calls(why):  # CF-02
    message = lost(None, state="failed", why=why)

    assert after(message) == (PERSON, why, NOW, 0)
    assert after(replace(message, channel=VOICE, kind=CALL, why="not_found"))[0] == PERSON


def test_of_what_stays_silent_nobody_is_called():
    assert after(lost(None, state="sent", why="silent")) is None


@pytest.mark.parametrize("channel", [EMAIL, PUSH])
@pytest.mark.parametrize("state", ["failed", "undelivered"])
def test_what_went_in_the_place_of_an_sms_is_followed_by_it(channel, state):  # CF-02
    alone = lost(550, state, channel=channel, alone=True)

    assert after(alone) == (SMS, "by_sms_instead", NOW, 0)
    assert after(replace(alone, kind="cancellation")) is not None
    assert after(replace(alone, alone=False)) is None, "an SMS went beside it"
    assert after(replace(alone, state="unknown")) is None, "it may have arrived"
    assert after(replace(alone, state="suppressed", why="opted_out")) is not None
    assert after(replace(alone, state="suppressed", why="reminder_refused")) is not None
    assert after(replace(alone, state="suppressed", why="superseded")) is None


def test_the_sms_that_follows_says_the_same_anew_in_its_own_words():  # CF-02
    alone = lost(410, "failed", channel=PUSH, alone=True, to="c-1", subject="预约成功")
    booking = a_booking(revision=3, customer_id="c-1")
    rung = next_rung(alone, booking, NINE)

    text = text_instead(alone, booking, rung, NINE + A_SECOND, {})

    assert (text.channel, text.to, text.alone, text.subject) == (SMS, booking.phone, False, None)
    assert (text.revision, text.due_at, text.why) == (1, NINE + A_SECOND, "by_sms_instead")
    assert booking.number in text.body
    assert text.cost_fen > 0
    assert text.id == text_instead(alone, booking, rung, NINE, {}).id, "asked for twice it is one"
    assert text.id != a_message().id
