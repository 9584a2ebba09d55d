from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain.whether import (
    hearing,
    not_reached,
    offer_unwanted,
    overtaken,
    unwanted,
)
from tests.unit.notification.made import NINE, TEN_TOMORROW, a_booking, a_message, a_reminder

ELEVEN_TOMORROW = TEN_TOMORROW + timedelta(hours=1)


def heard(event, told, known=None, now=NINE):
    return hearing(event, told, known, now=now, correlation_id="trace-1")


def kinds(outcome):
    return [(message.kind, message.lead_minutes) for message in outcome.messages]


def test_a_confirmed_booking_asks_for_a_confirmation_and_its_reminders():  # CF-05, RM-03
    outcome = heard("booking_confirmed", a_booking())

    assert kinds(outcome) == [("confirmation", 0), ("reminder", 1440), ("reminder", 120)]
    assert outcome.booking.spoken == 1


def test_a_change_asks_for_a_new_confirmation_with_the_new_time():  # CF-07, RM-20
    moved = a_booking(revision=2, start=ELEVEN_TOMORROW)

    outcome = heard("booking_changed", moved, a_booking())

    assert kinds(outcome) == [("change", 0), ("reminder", 1440), ("reminder", 120)]
    assert "11:00" in outcome.messages[0].body
    assert outcome.messages[1].due_at == ELEVEN_TOMORROW - timedelta(days=1)


def test_a_cancellation_is_confirmed_and_nothing_is_reminded_of():  # CX-04
    outcome = heard("booking_cancelled", a_booking(revision=2, status="cancelled"), a_booking())

    assert kinds(outcome) == [("cancellation", 0)]


@pytest.mark.parametrize("event", ["booking_reconfirmed", "booking_arrived"])
def test_what_the_customer_does_needs_no_message(event):
    outcome = heard(event, a_booking(revision=2), a_booking())

    assert outcome.messages == ()
    assert outcome.booking.revision == 2
    assert outcome.booking.spoken == 1


def test_an_older_fact_after_a_newer_one_says_nothing():  # CF-07
    moved = a_booking(revision=2, spoken=2, start=ELEVEN_TOMORROW)

    outcome = heard("booking_confirmed", a_booking(), moved)

    assert outcome.booking == moved
    assert outcome.messages == ()


def test_a_cancelled_booking_is_not_confirmed_afterwards():  # CX-04
    cancelled = a_booking(revision=2, spoken=2, status="cancelled")

    assert heard("booking_confirmed", a_booking(), cancelled).messages == ()


def test_a_change_that_arrives_after_its_reconfirmation_is_told_all_the_same():  # CF-07
    known = a_booking(revision=3, spoken=1, start=ELEVEN_TOMORROW)
    moved = a_booking(revision=2, start=ELEVEN_TOMORROW)

    outcome = heard("booking_changed", moved, known)

    assert kinds(outcome)[0] == ("change", 0)
    assert outcome.booking == replace(known, spoken=2)


def test_a_change_that_was_itself_changed_meanwhile_is_not_told():  # CF-07
    known = a_booking(revision=4, spoken=1, start=ELEVEN_TOMORROW)
    moved = a_booking(revision=2, start=TEN_TOMORROW + timedelta(hours=3))

    assert heard("booking_changed", moved, known).messages == ()


def test_the_same_intent_has_the_same_id_and_another_one_another():
    first = heard("booking_confirmed", a_booking()).messages
    again = heard("booking_confirmed", a_booking()).messages
    later = heard("booking_changed", a_booking(revision=2), a_booking()).messages

    assert [one.id for one in first] == [one.id for one in again]
    assert len({one.id for one in (*first, *later)}) == 6


def test_a_message_about_the_booking_as_it_stands_is_wanted():
    assert overtaken(a_message(), a_booking(revision=4)) is None


@pytest.mark.parametrize(
    ("booking", "why"),
    [
        (a_booking(revision=2, spoken=2), "superseded"),
        (a_booking(revision=2, start=ELEVEN_TOMORROW), "superseded"),
        (a_booking(revision=2, status="arrived"), "not_booked"),
        (a_booking(revision=2, status="no_show"), "not_booked"),
        (a_booking(revision=2, status="to_rebook"), "not_booked"),
    ],
)
@pytest.mark.parametrize("message", [a_message(), a_reminder(120)])
def test_a_message_is_withdrawn_when_the_booking_moves_on(message, booking, why):  # RM-20
    verdict = overtaken(message, booking)

    assert (verdict.state, verdict.why) == ("suppressed", why)


def test_a_cancellation_is_wanted_as_long_as_the_booking_is_cancelled():  # CX-04
    cancelled = a_booking(status="cancelled")

    assert overtaken(a_message("cancellation"), cancelled) is None
    assert overtaken(a_message("cancellation"), a_booking()).why == "not_booked"


def test_at_the_moment_of_sending_the_booking_is_asked_first():  # RM-20
    moved = a_booking(revision=2, spoken=2)

    assert unwanted(a_message(), moved, NINE).why == "superseded"


def test_a_late_reminder_expires():  # RM-03
    reminder = a_reminder(120)
    in_time = reminder.due_at + timedelta(minutes=30)

    assert unwanted(reminder, a_booking(), in_time) is None
    verdict = unwanted(reminder, a_booking(), in_time + timedelta(seconds=1))
    assert (verdict.state, verdict.why) == ("expired", "too_late")


NEW_NUMBER = "+8613900139000"


def amended(**changes):
    return a_booking(revision=2, **changes)


def test_a_number_that_was_put_right_hears_of_the_visit_anew():  # BK-27, CF-05
    outcome = heard("booking_amended", amended(phone=NEW_NUMBER), a_booking(spoken=1))

    assert kinds(outcome) == [("confirmation", 0), ("reminder", 1440), ("reminder", 120)]
    assert {message.to for message in outcome.messages} == {NEW_NUMBER}
    for waiting in (a_message(), a_reminder(120)):
        assert overtaken(waiting, outcome.booking).why == "superseded"


def test_other_details_that_were_put_right_need_no_message():  # BK-27
    outcome = heard("booking_amended", amended(), a_booking(spoken=1))

    assert outcome.messages == ()
    assert overtaken(a_message(), outcome.booking) is None


def test_a_confirmation_that_comes_after_the_amendment_goes_to_the_new_number():  # BK-27
    known = heard("booking_amended", amended(phone=NEW_NUMBER)).booking

    outcome = heard("booking_confirmed", a_booking(), known)

    assert {message.to for message in outcome.messages} == {NEW_NUMBER}
    assert outcome.booking.revision == 2


def test_who_is_asked_for_details_is_still_reminded():  # BK-03
    asked = a_booking(revision=2, spoken=1, status="needs_info")

    assert overtaken(a_reminder(120), asked) is None


def test_who_cannot_be_served_is_not_reminded():  # BK-20
    assert overtaken(a_reminder(120), a_booking(revision=2, status="failed")).why == "not_booked"


CALL = {"kind": "confirm_call", "outcome": "unreachable"}


@pytest.mark.parametrize(
    ("call", "booking", "written"),
    [
        (CALL, a_booking(), True),
        (CALL, a_booking(revision=3), True),
        ({**CALL, "outcome": "confirmed"}, a_booking(), False),
        ({**CALL, "kind": "no_show_call"}, a_booking(), False),
        (CALL, a_booking(status="arrived"), False),
        (CALL, a_booking(status="cancelled"), False),
    ],
)
def test_who_was_not_reached_before_the_visit_is_written_to(call, booking, written):  # RM-11
    message = not_reached(call, booking, NINE, "trace-1")

    assert (message is not None) is written
    if message:
        assert overtaken(message, booking) is None
        assert overtaken(message, a_booking(spoken=2)) is not None


def an_offered_place():
    return a_message("offer", until=NINE + timedelta(minutes=15), revision=2)


@pytest.mark.parametrize(("latest", "wanted"), [(0, True), (2, True), (3, False)])
def test_an_offer_is_wanted_until_something_later_is_told_of_the_wait(latest, wanted):
    verdict = offer_unwanted(an_offered_place(), latest, NINE)

    assert (verdict is None) is wanted
    if verdict:
        assert (verdict.state, verdict.why) == ("suppressed", "superseded")


def test_an_offer_is_not_told_at_its_end():
    until = NINE + timedelta(minutes=15)

    assert offer_unwanted(an_offered_place(), 2, until - timedelta.resolution) is None
    verdict = offer_unwanted(an_offered_place(), 2, until)
    assert (verdict.state, verdict.why) == ("expired", "too_late")


@pytest.mark.parametrize(
    ("late", "changes", "why"),
    [
        (timedelta(minutes=15), {}, None),
        (timedelta(minutes=15, seconds=1), {}, "given_up"),
        (timedelta(minutes=15, seconds=1), {"alone": False}, None),
        (timedelta(minutes=15, seconds=1), {"attempts": 0}, "given_up"),
    ],
)
def test_what_goes_in_the_place_of_an_sms_is_given_up_after_a_quarter_of_an_hour(
    late, changes, why
):  # CF-02
    booking = a_booking(email="li@example.com")
    mail = {"channel": "email", "to": booking.email, "alone": True, "attempts": 3}
    message = replace(a_message(booking=booking), **{**mail, **changes})

    verdict = unwanted(message, booking, NINE + late)

    assert (verdict and verdict.why) == why


def test_what_comes_too_late_is_not_given_up_but_left_out():  # RM-03
    booking = a_booking(email="li@example.com")
    mail = {"channel": "email", "to": booking.email, "alone": True, "attempts": 3}
    message = replace(a_reminder(120, booking=booking), **mail)

    verdict = unwanted(message, booking, message.due_at + timedelta(minutes=31))

    assert (verdict.state, verdict.why) == ("expired", "too_late")
