"""One intent, one SMS: whatever is delivered twice, hangs, breaks or dies in between."""

import threading
from dataclasses import replace

import pytest

from common.config import settings
from services.notification.domain import attempts
from services.notification.senders import TwilioSms


class Killed(BaseException):
    """The process ends here."""


class DyingSms:
    """A sender whose process is killed, before or after Twilio took the message."""

    def __init__(self, sms, *, after_sending):
        self._sms = sms
        self._after_sending = after_sending

    def send(self, *args, **kwargs):
        if self._after_sending:
            self._sms.send(*args, **kwargs)
        raise Killed


def nobody_listens():
    return TwilioSms(replace(settings(), twilio_url="http://127.0.0.1:9"))


def look_three_times(desk):
    for seconds in (30, 90, 480):
        desk.let_pass(seconds=seconds)
        desk.work()


def only_message(desk):
    message, *_ = desk.messages(kind="confirmation")
    return message


def test_a_confirmed_booking_brings_one_sms(desk, twilio):  # CF-05, CF-15
    desk.hear("booking_confirmed")

    desk.work()

    (sms,) = twilio.outbox()
    assert sms["to"] == "+8613800138000"
    assert sms["body"] == only_message(desk).body
    assert only_message(desk).sid == sms["sid"]
    assert [step["state"] for step in only_message(desk).states] == [
        "pending",
        "submitting",
        "accepted",
    ]
    assert desk.told_types() == ["message_sent"]


def test_a_fact_delivered_twice_sends_nothing_more(desk, twilio):
    fact = desk.hear("booking_confirmed")
    desk.work()

    desk.deliver(fact)
    desk.work()

    assert len(twilio.outbox()) == 1
    assert len(desk.messages()) == 3


def test_the_intent_is_there_before_twilio_is_called(desk, twilio):
    desk.hear("booking_confirmed")

    assert twilio.outbox() == []
    assert only_message(desk).state == "pending"


def test_an_answer_that_never_comes_is_looked_up_and_not_sent_again(desk, twilio):
    twilio.trouble("accept_then_hang")
    desk.hear("booking_confirmed")
    desk.work()
    assert only_message(desk).state == "unknown"

    assert desk.work() == 0
    desk.let_pass(seconds=30)
    desk.work()

    (sms,) = twilio.outbox()
    assert only_message(desk).sid == sms["sid"]
    assert only_message(desk).why == ""
    assert desk.told_types() == ["message_sent", "message_delivered"]
    look_three_times(desk)
    assert len(twilio.outbox()) == 1


@pytest.mark.parametrize("trouble", ["accept_then_500", "accept_then_reset"])
def test_an_answer_that_breaks_is_looked_up_and_not_sent_again(desk, twilio, trouble):
    twilio.trouble(trouble)
    desk.hear("booking_confirmed")
    desk.work()
    assert only_message(desk).state == "unknown"

    look_three_times(desk)

    (sms,) = twilio.outbox()
    assert only_message(desk).sid == sms["sid"]


@pytest.mark.parametrize("trouble", ["http_500", "drop_connection_before_accept"])
def test_what_twilio_never_took_is_sent_once_more_after_ten_minutes(desk, twilio, trouble):
    twilio.trouble(trouble, times=1)
    desk.hear("booking_confirmed")
    desk.work()

    for seconds in (30, 90, 479):
        desk.let_pass(seconds=seconds)
        desk.work()
    assert twilio.outbox() == []
    desk.let_pass(seconds=1)
    desk.work()

    (sms,) = twilio.outbox()
    assert only_message(desk).sid == sms["sid"]
    assert only_message(desk).attempts == 2


def test_never_a_third_time(desk, twilio):
    twilio.trouble("http_500")
    desk.hear("booking_confirmed")
    desk.work()

    for _ in range(3):
        look_three_times(desk)

    assert only_message(desk).attempts == 2
    assert (only_message(desk).state, only_message(desk).why) == ("failed", "not_found")


def test_a_doubt_that_outlives_the_booking_ends_without_another_sms(desk, twilio):  # RM-20
    twilio.trouble("http_500", times=1)
    desk.hear("booking_confirmed")
    desk.work()
    desk.hear("booking_cancelled", revision=2)
    desk.work()

    look_three_times(desk)

    (sms,) = twilio.outbox()
    assert "取消" in sms["body"]
    assert (only_message(desk).state, only_message(desk).why) == ("suppressed", "superseded")


def test_while_twilio_cannot_be_asked_nothing_is_sent_again(desk, twilio):
    twilio.trouble("accept_then_hang", times=1)
    desk.hear("booking_confirmed")
    desk.work()
    working, desk.sms = desk.sms, nobody_listens()

    look_three_times(desk)
    assert (only_message(desk).state, only_message(desk).looks) == ("unknown", 0)
    desk.sms = working
    desk.let_pass(seconds=30)
    desk.work()

    assert only_message(desk).state == "delivered"
    assert len(twilio.outbox()) == 1


@pytest.mark.parametrize(("after_sending", "requests"), [(True, 1), (False, 2)])
def test_a_process_killed_while_sending_leaves_one_sms(desk, twilio, after_sending, requests):
    working, desk.sms = desk.sms, DyingSms(desk.sms, after_sending=after_sending)
    desk.hear("booking_confirmed")
    with pytest.raises(Killed):
        desk.work()
    assert only_message(desk).state == "submitting"
    desk.sms = working

    assert desk.work() == 0
    desk.let_pass(seconds=61)
    desk.work()
    look_three_times(desk)

    (sms,) = twilio.outbox()
    assert (only_message(desk).sid, only_message(desk).attempts) == (sms["sid"], requests)


def test_a_process_killed_before_it_sends_again_loses_nothing(desk, twilio):
    twilio.trouble("http_500", times=1)
    desk.hear("booking_confirmed")
    desk.work()
    for seconds in (30, 90):
        desk.let_pass(seconds=seconds)
        desk.work()
    desk.let_pass(minutes=8)
    work = desk.due.claim(["reconcile"], desk.clock)
    desk.service().reconcile(work)
    assert only_message(desk).state == "pending"

    desk.let_pass(seconds=61)
    desk.work()

    assert len(twilio.outbox()) == 1


def test_who_wakes_too_late_does_not_send(desk, twilio, monkeypatch):
    desk.hear("booking_confirmed")
    with monkeypatch.context() as asleep:
        asleep.setattr(attempts, "START_SECONDS", -1)
        desk.work()

    assert only_message(desk).state == "unknown"
    assert twilio.outbox() == []
    look_three_times(desk)
    assert len(twilio.outbox()) == 1


def test_of_two_who_hold_the_same_work_one_sends(desk, twilio):
    desk.hear("booking_confirmed")
    work = desk.due.claim(["send"], desk.clock)
    together = threading.Barrier(2)

    def send():
        service = desk.service()
        together.wait()
        service.send(work)

    pair = [threading.Thread(target=send) for _ in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join()

    assert len(twilio.outbox()) == 1


def test_the_answer_of_a_sender_that_was_given_up_still_counts(desk, twilio):
    desk.hear("booking_confirmed")
    work = desk.due.claim(["send"], desk.clock)
    service = desk.service()
    sending = desk.sms.send

    class Overtaken:
        def send(self, *args, **kwargs):
            desk.service().send(work)
            assert only_message(desk).state == "unknown"
            return sending(*args, **kwargs)

    service.sms = Overtaken()
    service.send(work)

    assert only_message(desk).state == "accepted"
    look_three_times(desk)
    assert len(twilio.outbox()) == 1


def test_a_number_nobody_listens_on_is_tried_again_soon(desk, twilio):
    working, desk.sms = desk.sms, nobody_listens()
    desk.hear("booking_confirmed")
    desk.work()
    assert (only_message(desk).state, only_message(desk).why) == ("pending", "not_connected")
    desk.sms = working

    assert desk.work() == 0
    desk.let_pass(seconds=1)
    desk.work()

    assert len(twilio.outbox()) == 1
    assert only_message(desk).state == "accepted"


def test_a_change_while_the_first_sms_waits_sends_only_the_new_time(desk, twilio):  # CF-07
    desk.hear("booking_confirmed")
    desk.hear("booking_changed", revision=2)

    desk.work()

    (sms,) = twilio.outbox()
    assert "更改" in sms["body"]
    assert (only_message(desk).state, only_message(desk).why) == ("suppressed", "superseded")


def test_the_same_words_twice_are_two_sms(desk, twilio):  # CF-07
    """Moved to ten, to eleven, and to ten again: the last one must not take the first one's sid."""
    twilio.trouble("accept_then_500")
    start = {"start": desk.clock.replace(day=11)}
    for revision in (2, 3):
        desk.hear("booking_changed", revision=revision, **start)
        desk.work()

    look_three_times(desk)

    first, second = desk.messages(kind="change")
    assert first.body == second.body
    assert {first.sid, second.sid} == {sms["sid"] for sms in twilio.outbox()}
    assert len(twilio.outbox()) == 2
