"""An e-mail as it travels, read back as a mailbox reads it."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from services.notification.domain.envelopes import enveloped, plain_address
from services.notification.domain.whether import hearing
from tests.unit.notification.made import NINE, a_booking

SENDER = "desk@slipboard.example"


def intended(event="booking_confirmed", **changes):
    booking = a_booking(**{"email": "lilei@example.com", "spoken": 0, **changes})
    outcome = hearing(event, booking, None, now=NINE, correlation_id="trace-1", sender=SENDER)
    return [message for message in outcome.messages if message.channel == "email"]


def read(message):
    return message_from_bytes(enveloped(message, SENDER), policy=policy.default)


def test_subject_text_and_calendar_arrive_as_they_were_written():  # CF-02
    message, *_ = intended()
    mail = read(message)

    assert (mail["From"], mail["To"]) == (SENDER, "lilei@example.com")
    assert mail["Subject"] == message.subject
    text, calendar = mail.iter_parts()
    assert text.get_content().splitlines() == message.body.splitlines()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert "UID:b-1@slipboard" in calendar.get_content()


def test_a_cancellation_says_so_outside_the_calendar_too():
    (message,) = intended("booking_cancelled", status="cancelled")

    *_, calendar = read(message).iter_parts()
    assert calendar.get_param("method") == "CANCEL"


def test_a_reminder_is_plain_text():  # RM-04
    *_, reminder = intended()

    assert read(reminder).get_content_type() == "text/plain"


def test_a_repeat_is_the_same_to_the_byte():
    message, *_ = intended()

    assert enveloped(message, SENDER) == enveloped(replace(message, attempts=2), SENDER)
    assert read(message)["Message-ID"] == f"<{message.id}@slipboard.example>"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("lilei@example.com", "lilei@example.com"),
        ("a.b+c@sub.example.com", "a.b+c@sub.example.com"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_written_as_every_server_takes_them(address, plain):
    assert plain_address(address) == plain


@pytest.mark.parametrize("address", ["李雷@example.com", "a@b\r\nRCPT TO:<c@d>", "@", "a b@c.cn"])
def test_what_no_server_takes_is_refused(address):
    with pytest.raises(Exception):  # noqa: B017, PT011
        plain_address(address)
