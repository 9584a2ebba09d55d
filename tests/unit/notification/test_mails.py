"""Which e-mails are intended beside the SMS."""

from dataclasses import replace
from datetime import timedelta

from services.notification.domain.whether import hearing, overtaken
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking

SENDER, TO, ANOTHER = "desk@slipboard.example", "lilei@example.com", "lei@example.com"
SAID = [("confirmation", 0), ("reminder", 1440), ("reminder", 120)]


def heard(event, told, known=None, *, now=NINE, sender=SENDER):
    return hearing(event, told, known, now=now, correlation_id="trace-1", sender=sender)


def kinds(outcome, channel):
    found = [message for message in outcome.messages if message.channel == channel]
    return [(message.kind, message.lead_minutes) for message in found]


def mails(outcome):
    return [message for message in outcome.messages if message.channel == "email"]


def test_who_left_an_address_is_written_to_by_both_channels():  # CF-02, RM-04
    outcome = heard("booking_confirmed", a_booking(email=TO))

    assert kinds(outcome, "sms") == kinds(outcome, "email") == SAID
    assert len({message.id for message in outcome.messages}) == 6
    assert {message.to for message in mails(outcome)} == {TO}
    confirmation, *reminders = mails(outcome)
    assert confirmation.subject.startswith("预约已确认")
    assert "SEQUENCE:1" in confirmation.calendar
    assert [reminder.calendar for reminder in reminders] == [None, None]
    assert {(message.cost_fen, message.segments) for message in mails(outcome)} == {(0, 0)}


def test_an_e_mail_is_due_and_meant_as_its_sms_is():  # RM-04
    outcome = heard("booking_confirmed", a_booking(email=TO))

    def about(channel):
        same = [message for message in outcome.messages if message.channel == channel]
        return [(message.due_at, message.purpose, message.revision) for message in same]

    assert about("sms") == about("email")


def test_without_an_address_or_a_mail_server_there_is_none():
    assert mails(heard("booking_confirmed", a_booking())) == []
    assert mails(heard("booking_confirmed", a_booking(email=TO), sender="")) == []


def test_changes_and_cancellations_go_by_e_mail_too():  # CF-07
    known = a_booking(email=TO)
    changed = heard("booking_changed", a_booking(email=TO, revision=2), known)
    cancelled = heard(
        "booking_cancelled", a_booking(email=TO, revision=3, status="cancelled"), known
    )

    assert kinds(changed, "email") == [("change", 0), *SAID[1:]]
    assert "SEQUENCE:2" in mails(changed)[0].calendar
    assert kinds(cancelled, "email") == [("cancellation", 0)]
    assert "METHOD:CANCEL" in mails(cancelled)[0].calendar


def test_a_new_address_hears_of_the_visit_by_e_mail_alone():  # CF-02
    known = a_booking(email=TO)
    before = mails(heard("booking_confirmed", replace(known, spoken=0)))

    outcome = heard("booking_amended", a_booking(email=ANOTHER, revision=2), known)

    assert kinds(outcome, "sms") == []
    assert kinds(outcome, "email") == SAID
    assert {message.to for message in outcome.messages} == {ANOTHER}
    assert outcome.booking.spoken == 1
    assert {overtaken(one, outcome.booking).why for one in before} == {"superseded"}
    assert [overtaken(one, outcome.booking) for one in outcome.messages] == [None] * 3
    assert not {one.id for one in before} & {one.id for one in outcome.messages}


def test_who_goes_back_to_an_address_hears_of_the_visit_again():
    known = a_booking(email=ANOTHER, revision=2)
    first = mails(heard("booking_confirmed", a_booking(email=TO, spoken=0)))

    outcome = heard("booking_amended", a_booking(email=TO, revision=3), known)

    assert not {one.id for one in first} & {one.id for one in outcome.messages}


def test_a_new_address_is_not_reminded_of_what_is_past():
    at_three = a_booking(start=TEN_TOMORROW + timedelta(hours=5))
    noon, told = TEN_TOMORROW + timedelta(hours=2), replace(at_three, email=TO, revision=2)

    outcome = heard("booking_amended", told, at_three, now=noon)

    assert kinds(outcome, "email") == [SAID[0], SAID[2]]


def test_a_note_that_was_put_right_is_no_news():
    known = a_booking(email=TO)

    assert heard("booking_amended", a_booking(email=TO, revision=2), known).messages == ()


def test_facts_out_of_order_reach_the_latest_address():
    amended = heard("booking_amended", a_booking(email=ANOTHER, revision=2, spoken=0)).booking

    outcome = heard("booking_confirmed", a_booking(email=TO, spoken=0), amended)

    assert {message.to for message in mails(outcome)} == {ANOTHER}


def test_sms_to_a_number_that_stays_are_not_overtaken_by_a_new_address():
    by_sms = [m for m in heard("booking_confirmed", a_booking()).messages if m.channel == "sms"]
    latest = heard("booking_amended", a_booking(email=TO, revision=2), a_booking()).booking

    assert [overtaken(one, latest) for one in by_sms] == [None] * 3
