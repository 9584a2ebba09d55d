"""A message sent once more by hand, as long as it is true (CF-15)."""

from datetime import timedelta

import pytest

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from common.errors import NotFound


def by_hand(desk, message, store="s-4s"):
    actor = Actor("chen", "staff", frozenset({store}), frozenset({"messages:write"}), "reception")
    return desk.service(by=actor).resend(message.id)


@pytest.fixture
def expired(desk, twilio):
    """A reminder of the day before that nobody sent in time."""
    desk.hear("booking_confirmed", start=desk.clock + timedelta(days=2, hours=5))
    desk.work()
    [reminder] = desk.messages(kind="reminder", lead_minutes=1440)
    desk.clock = reminder.due_at + timedelta(hours=1)
    desk.work()
    [reminder] = desk.messages(kind="reminder", lead_minutes=1440)
    assert reminder.state == "expired"
    return reminder


def test_what_expired_is_sent_when_somebody_asks_for_it_and_once(desk, twilio, expired):
    first, second = by_hand(desk, expired), by_hand(desk, expired)
    desk.work()

    assert first["id"] == second["id"]
    assert first["sentence"]["zh"] == "员工要求重发。"
    sent = [sms["body"] for sms in twilio.outbox()]
    assert sent.count(expired.body) == 1


def test_what_is_not_true_any_more_is_not_sent_and_says_why(desk, twilio, expired):
    desk.hear("booking_cancelled", revision=2)

    with pytest.raises(IllegalTransition) as refusal:
        by_hand(desk, expired)
    assert refusal.value.details["sentence"]["zh"].startswith("预约")


def test_what_may_have_arrived_is_not_sent_again(desk, twilio, expired):
    [confirmation] = desk.messages(kind="confirmation")

    with pytest.raises(IllegalTransition):
        by_hand(desk, confirmation)


def test_a_message_of_another_store_is_not_there(desk, twilio, expired):
    with pytest.raises(NotFound):
        by_hand(desk, expired, store="s-beau")
