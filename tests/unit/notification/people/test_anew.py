"""Reminders follow what their customer says after they were planned (RM-09, CF-02)."""

from dataclasses import replace
from datetime import time, timedelta

from services.notification.domain.people.anew import reminders_anew
from services.notification.domain.people.persons import NOBODY, Preferences
from services.notification.domain.people.windows import Window
from services.notification.domain.whether import hearing
from services.notification.domain.words import NONE
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking

SENDER = "desk@slipboard.example"
BOOKING = a_booking(email="li@example.com", customer_id="c-1", start=TEN_TOMORROW)
EVENING = Window(time(18), time(20))
A_SECOND = timedelta(seconds=1)


def planned(person=NOBODY, booking=BOOKING):
    outcome = hearing(
        "booking_confirmed",
        replace(booking, spoken=0),
        None,
        now=NINE,
        correlation_id="trace-1",
        sender=SENDER,
        person=person,
    )
    return [one for one in outcome.messages if one.kind == "reminder"]


def anew(waiting, *, way=None, hours=None, now=NINE, revision=1, booking=BOOKING, texts=NONE):
    person = replace(NOBODY, id="c-1", revision=revision, preferences=Preferences(hours=hours))
    return reminders_anew(waiting, booking, person, way=way, sender=SENDER, now=now, texts=texts)


def named(messages):
    return sorted((one.lead_minutes, one.channel) for one in messages)


def test_who_wants_nothing_new_gets_nothing_new():
    outcome = anew(planned())

    assert (outcome.wanted, outcome.withdrawn) == ((), ())


def test_another_way_takes_the_place_of_the_sms():  # CF-02
    outcome = anew(planned(), way="push")

    assert named(outcome.wanted) == [(120, "push"), (1440, "push")]
    assert all(one.alone for one in outcome.wanted)
    assert named(outcome.withdrawn) == [(120, "sms"), (1440, "sms")], "the e-mails stay beside it"


def test_an_e_mail_that_was_beside_the_sms_goes_in_its_place():  # CF-02
    outcome = anew(planned(), way="email")

    assert named(outcome.wanted) == [(120, "email"), (1440, "email")]
    assert {one.alone for one in outcome.wanted} == {True}
    assert len(outcome.withdrawn) == 4


def test_other_hours_move_every_message_of_a_reminder():  # RM-09
    outcome = anew(planned(), hours=EVENING)

    due = {one.lead_minutes: one.due_at for one in outcome.wanted}
    assert due[120] == TEN_TOMORROW - timedelta(hours=14, minutes=30)
    assert named(outcome.withdrawn) == named(planned())
    assert {one.revision for one in outcome.wanted} == {BOOKING.spoken}


def test_what_is_due_or_begun_stays_as_it_is():
    waiting = planned()
    at_its_moment = TEN_TOMORROW - timedelta(days=1)

    assert named(anew(waiting, way="push", now=at_its_moment).wanted) == [(120, "push")]
    assert len(anew(waiting, way="push", now=at_its_moment - A_SECOND).wanted) == 2
    begun = [replace(one, attempts=1) for one in waiting]
    assert anew(begun, way="push").wanted == ()


def test_what_was_sent_by_whatever_way_is_not_planned_again():
    left = [one for one in planned() if one.lead_minutes == 120]

    assert named(anew(left, way="push").wanted) == [(120, "push")]


def test_going_back_and_forth_each_has_a_name_of_its_own():
    first = anew(planned(), way="push", revision=1)
    back = anew(first.wanted, way=None, revision=2)
    forth = anew([one for one in back.wanted if one.channel == "sms"], way="push", revision=3)

    assert named(one for one in back.wanted if one.channel == "sms") == [
        (120, "sms"), (1440, "sms")
    ]  # fmt: skip
    pushes = {one.id for one in (*first.wanted, *forth.wanted) if one.channel == "push"}
    assert len(pushes) == 4
    assert not {one.id for one in planned()} & {one.id for one in back.wanted}


def test_it_goes_that_way_in_the_words_of_the_store():
    own = {("reminder.push", "zh"): "{{ store }}恭候\n{{ when }}"}

    assert {one.subject for one in anew(planned(), way="push", texts=own).wanted} == {"丽颜恭候"}


def test_words_with_a_hole_are_held_and_the_rest_is_planned():
    holed = {("reminder", "zh"): "{{ plate }}"}
    outcome = anew(planned(), hours=EVENING, texts=holed)

    states = {one.channel: one.state for one in outcome.wanted}
    assert states == {"sms": "suppressed", "email": "pending"}
