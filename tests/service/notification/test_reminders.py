"""Reminders: in time or not at all, and of the visit as it stands."""

from datetime import timedelta

import pytest

DAY_BEFORE, TWO_HOURS = 1440, 120


def reminder(desk, lead, revision=1):
    (found,) = desk.messages(kind="reminder", lead_minutes=lead, revision=revision)
    return found


@pytest.fixture
def booked(desk, twilio):
    """A visit in three days at 14:00, its confirmation sent; return when it begins."""
    start = desk.clock + timedelta(days=3, hours=5)
    desk.hear("booking_confirmed", start=start)
    desk.work()
    return start


def test_a_visit_is_remembered_a_day_and_two_hours_before(desk, twilio, booked):  # RM-03
    for moment, sent in (
        (timedelta(days=1, seconds=1), 1),
        (timedelta(days=1), 2),
        (timedelta(hours=2, seconds=1), 2),
        (timedelta(hours=2), 3),
    ):
        desk.clock = booked - moment
        desk.work()
        assert len(twilio.outbox()) == sent

    assert "温馨提醒" in twilio.outbox()[-1]["body"]
    assert "准时" in twilio.outbox()[-1]["body"]  # RM-17


def test_a_changed_visit_is_remembered_at_its_new_time(desk, twilio, booked):  # RM-20
    moved = booked + timedelta(days=2)
    desk.hear("booking_changed", revision=2, start=moved)
    desk.work()
    twilio.reset()

    desk.clock = booked - timedelta(days=1)
    desk.work()
    assert twilio.outbox() == []
    assert reminder(desk, DAY_BEFORE).state == "suppressed"
    assert reminder(desk, DAY_BEFORE).why == "superseded"

    desk.clock = moved - timedelta(days=1)
    desk.work()
    (sms,) = twilio.outbox()
    assert sms["body"] == reminder(desk, DAY_BEFORE, revision=2).body


@pytest.mark.parametrize(
    ("event", "why"), [("booking_cancelled", "superseded"), ("booking_arrived", "not_booked")]
)
def test_nobody_is_reminded_of_a_visit_that_is_off_or_under_way(desk, twilio, booked, event, why):
    # RM-20
    desk.hear(event, revision=2, start=booked)
    desk.work()
    twilio.reset()

    for lead in (DAY_BEFORE, TWO_HOURS):
        desk.clock = booked - timedelta(minutes=lead)
        desk.work()
        assert (reminder(desk, lead).state, reminder(desk, lead).why) == ("suppressed", why)

    assert twilio.outbox() == []
    assert desk.due.pending(booked) == 0


def test_a_reconfirmed_visit_keeps_its_reminders(desk, twilio, booked):
    desk.hear("booking_reconfirmed", revision=2, start=booked)

    desk.clock = booked - timedelta(days=1)
    desk.work()

    assert reminder(desk, DAY_BEFORE).state == "accepted"


def test_a_reminder_that_is_half_an_hour_late_is_still_sent(desk, twilio, booked):  # RM-03
    desk.clock = booked - timedelta(hours=1, minutes=30)
    desk.work()

    assert reminder(desk, TWO_HOURS).state == "accepted"


def test_a_later_one_expires_and_is_told_as_failed(desk, twilio, booked):  # RM-03
    twilio.reset()
    desk.clock = booked - timedelta(hours=1, minutes=29, seconds=59)
    desk.work()

    assert twilio.outbox() == []
    for lead in (DAY_BEFORE, TWO_HOURS):
        assert (reminder(desk, lead).state, reminder(desk, lead).why) == ("expired", "too_late")
    assert desk.told_types() == ["message_sent", "message_failed", "message_failed"]


def test_a_fact_that_comes_late_withdraws_at_the_moment_of_sending(desk, twilio, booked):  # RM-20
    """The change is known, the reminder of the old time is claimed already."""
    desk.clock = booked - timedelta(days=1)
    work = desk.due.claim(["send"], desk.clock)
    desk.hear("booking_changed", revision=2, start=booked + timedelta(days=2))
    twilio.reset()

    assert desk.service().send(work) is None

    assert twilio.outbox() == []
