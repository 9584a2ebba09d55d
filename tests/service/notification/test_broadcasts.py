"""A broadcast from draft to end: each person once, at the rate, with a way back."""

from datetime import timedelta

import pytest

from tests.service.notification import crowd

TICK = timedelta(seconds=5)


@pytest.fixture
def many(desk):
    """300 people with 400 bookings, a hundred of them with two."""
    crowd.book(desk, *range(100), times=2)
    crowd.book(desk, *range(100, 300))
    return desk


def test_each_person_is_written_to_once_at_the_rate(many, twilio):  # RM-15, CM-09
    running = crowd.started(many, crowd.announcement(many))
    assert twilio.outbox() == [], "within the minute to undo it"

    sent = []
    while crowd.shown(many, running)["state"] == "running":
        many.work()
        sent.append(len(twilio.outbox()))
        many.clock += TICK

    assert sent == [50, 100, 150, 200, 250, 300, 300]
    to = [sms["to"] for sms in twilio.outbox()]
    assert len(set(to)) == 300
    ended = crowd.shown(many, running)
    assert (ended["state"], ended["recipients"]) == ("finished", 300)
    assert sum(ended["progress"]["people"].values()) == 300
