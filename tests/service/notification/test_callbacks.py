"""Twilio's word on how far a message came, in any order and any number (CF-15)."""

from itertools import permutations

import pytest

from common.errors import NotFound


@pytest.fixture
def sent(desk, twilio):
    """Return the callbacks of one confirmation that reached its handset, none delivered yet."""
    desk.hear("booking_confirmed")
    desk.work()
    (sms,) = twilio.outbox()
    return twilio.wait_for_callbacks(sms["sid"], "delivered")


def state(desk):
    message, *_ = desk.messages(kind="confirmation")
    return message.state


def test_callbacks_move_a_message_to_its_handset(desk, sent):
    assert [told["status"] for told in sent] == ["sending", "sent", "delivered"]

    # That it is sending is no news of a message that Twilio is known to have.
    assert [desk.callback(**told)["taken"] for told in sent] == [False, True, True]
    assert state(desk) == "delivered"
    assert desk.told_types() == ["message_sent", "message_delivered"]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_in_any_order_the_message_ends_delivered_and_is_told_once(desk, sent, order):
    for place in (*order, *order):
        desk.callback(**sent[place])

    assert state(desk) == "delivered"
    assert desk.told_types() == ["message_sent", "message_delivered"]


def test_a_callback_that_comes_again_is_not_taken(desk, sent):
    desk.callback(**sent[-1])

    assert desk.callback(**sent[-1]) == {"taken": False}


def test_a_message_that_did_not_arrive_says_why(desk, twilio):
    twilio.trouble({"final_status": {"status": "undelivered", "error_code": 30005}})
    desk.hear("booking_confirmed")
    desk.work()
    (sms,) = twilio.outbox()

    for told in twilio.wait_for_callbacks(sms["sid"], "undelivered"):
        desk.callback(**told)

    message, *_ = desk.messages(kind="confirmation")
    assert (message.state, message.error_code) == ("undelivered", 30005)
    assert desk.told[-1]["type"] == "message_failed"
    assert desk.told[-1]["data"]["error_code"] == 30005


def test_a_callback_before_the_answer_brings_the_sid(desk, twilio):
    twilio.trouble({"accept_then_hang": {}, "callbacks": {"early": True}})
    desk.hear("booking_confirmed")
    desk.work()
    (sms,) = twilio.outbox()

    for told in twilio.wait_for_callbacks(sms["sid"], "delivered"):
        desk.callback(**told)
    desk.let_pass(minutes=10)
    desk.work()

    message, *_ = desk.messages(kind="confirmation")
    assert (message.state, message.sid, message.attempts) == ("delivered", sms["sid"], 1)
    assert desk.told_types() == ["message_sent", "message_delivered"]


def test_a_callback_while_the_request_is_open_settles_it(desk, twilio):
    desk.hear("booking_confirmed")
    sending = desk.sms.send

    class Slow:
        """An answer that comes after all callbacks."""

        def send(self, *args, **kwargs):
            outcome = sending(*args, **kwargs)
            for told in twilio.wait_for_callbacks(outcome.sid, "delivered"):
                desk.callback(**told)
            return outcome

    desk.sms = Slow()
    desk.work()

    assert state(desk) == "delivered"
    assert desk.told_types() == ["message_sent", "message_delivered"]


def test_a_stranger_cannot_tell_of_a_message(desk, sent):
    with pytest.raises(NotFound):
        desk.callback(**{**sent[-1], "attempt": "guessed"})
    with pytest.raises(NotFound):
        desk.callback(**{**sent[-1], "message_id": "m-unknown"})

    assert state(desk) == "accepted"
