from datetime import UTC, datetime, timedelta

import pytest

from devstack.twilio.announcements import Announcer, call_status, message_status
from devstack.twilio.resources import Call, Message, Script
from devstack.twilio.trouble import CallbackTrouble
from devstack.twilio.webhooks import Webhook

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


class Posted(list):
    def post(self, _line, webhook):
        self.append(webhook.url)


class Later(list):
    def after(self, seconds, act, *args):
        self.append(seconds)
        act(*args)


def told(trouble, *urls):
    posted, later = Posted(), Later()
    announcer = Announcer("SM1", posted, later, trouble)
    for url in urls:
        announcer.tell(Webhook(url, {}), last=url == urls[-1])
    return posted, later


@pytest.mark.parametrize(
    ("trouble", "posted", "later"),
    [
        (CallbackTrouble(), ["a", "b"], []),
        (CallbackTrouble(duplicate=1), ["a", "a", "b", "b"], []),
        (CallbackTrouble(reverse=True), ["b", "a"], []),
        (CallbackTrouble(reverse=True, duplicate=1), ["b", "b", "a", "a"], []),
        (CallbackTrouble(lose=True), [], []),
        (CallbackTrouble(delay_seconds=2), ["a", "b"], [2, 2]),
    ],
)
def test_callbacks_go_out_as_their_trouble_has_it(trouble, posted, later):
    assert told(trouble, "a", "b") == (posted, later)


def a_message(**more):
    return Message(
        **{
            "sid": "SM" + "0" * 32,
            "account_sid": "AC" + "5" * 32,
            "to": "+8613800000001",
            "sender": "+15005550006",
            "body": "x",
            "status": "sent",
            "created": NOON,
            "updated": NOON,
            **more,
        }
    )


def test_an_error_code_is_told_with_a_failure_only():
    assert "ErrorCode" not in message_status(a_message())
    assert message_status(a_message(status="failed", error_code=30008))["ErrorCode"] == "30008"


def a_call(**more):
    return Call(
        **{
            "sid": "CA" + "0" * 32,
            "account_sid": "AC" + "5" * 32,
            "to": "+8613800000001",
            "sender": "+15005550006",
            "status": "completed",
            "created": NOON,
            "updated": NOON,
            "script": Script(),
            "answered": NOON,
            "ended_at": NOON,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("length", "seconds", "minutes"),
    [
        (timedelta(0), "0", "0"),
        (timedelta(milliseconds=1), "1", "1"),
        (timedelta(seconds=60), "60", "1"),
        (timedelta(seconds=60, milliseconds=1), "61", "2"),
    ],
)
def test_a_call_lasts_the_seconds_and_minutes_it_began(length, seconds, minutes):
    form = call_status(a_call(ended_at=NOON + length), "completed", 3)

    assert (form["CallDuration"], form["Duration"]) == (seconds, minutes)


def test_the_first_event_has_a_status_of_its_own():
    form = call_status(a_call(status="ringing", ended_at=None), "initiated", 0)

    assert (form["CallStatus"], form["SequenceNumber"]) == ("initiated", "0")
    assert "CallDuration" not in form
