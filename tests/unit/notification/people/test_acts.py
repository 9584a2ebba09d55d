"""What people said: the latest act counts, for its purpose and its channel (PV-04)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notification.domain.people import opt_outs
from services.notification.domain.people.acts import (
    ALL,
    BOOKING,
    CARRIER,
    CHANNELS,
    MARKETING,
    OF_A_NUMBER,
    REMINDER,
    STAFF,
    TEXT,
    Act,
    of_booking,
)
from services.notification.domain.people.persons import Person
from tests.worlds import local

NOON = local("2026-03-10 12:00")
LATER = NOON + timedelta(minutes=1)


def an_act(**changes):
    act = Act(id="a-1", given=True, purposes=(MARKETING,), channels=CHANNELS, source=STAFF, at=NOON)
    return replace(act, **changes)


def a_person(*acts):
    return Person(id="c-1", acts=acts)


def test_who_said_nothing_agreed_to_nothing_and_refused_nothing():
    person = a_person()

    assert person.agreed(MARKETING, "sms") is None
    assert person.refused_at(REMINDER, "sms") is None
    assert not person.has_opted_out("sms")
    assert list(person.consents()) == []


def test_the_latest_word_counts_whatever_order_it_is_heard_in():  # PV-04
    yes, no = an_act(), an_act(id="a-2", given=False, at=LATER)

    for acts in ((yes, no), (no, yes)):
        assert a_person(*acts).agreed(MARKETING, "sms") is False
        assert a_person(*acts).refused_at(MARKETING, "sms") == LATER


def test_of_one_moment_the_word_that_was_heard_later_counts():
    assert a_person(an_act(given=False), an_act(id="a-2")).agreed(MARKETING, "sms") is True


def test_a_word_is_about_its_purpose_and_its_channel_alone():  # PV-04
    person = a_person(an_act(given=False, purposes=(REMINDER,), channels=("sms",)))

    assert person.refused_at(REMINDER, "sms") == NOON
    assert person.refused_at(REMINDER, "email") is None
    assert person.refused_at(MARKETING, "sms") is None
    [(purpose, channel, act)] = person.consents()
    assert (purpose, channel, act.given) == (REMINDER, "sms", False)


def test_opting_in_again_grants_no_consent_that_was_taken_back():  # PV-04, CM-11
    person = a_person(
        an_act(given=False),
        an_act(id="a-2", given=False, purposes=(ALL,), at=LATER),
        an_act(id="a-3", purposes=(ALL,), at=LATER + timedelta(minutes=1)),
    )

    assert not person.has_opted_out("sms")
    assert person.agreed(MARKETING, "sms") is False


def test_the_same_is_said_when_it_is_said_of_all_that_was_asked():
    person = a_person(an_act(channels=("sms",)))

    assert person.has_said(True, [MARKETING], ["sms"])
    assert not person.has_said(True, [MARKETING], ["sms", "email"])
    assert not person.has_said(False, [MARKETING], ["sms"])


@pytest.mark.parametrize("agreed", [True, False])
def test_a_booking_says_what_was_agreed_to_with_it(agreed):  # PV-04
    fact = {
        "booking_id": "b-1",
        "consents": {"marketing": agreed, "privacy_version": "2026-01"},
        "created_at": NOON,
        "channel": "web",
    }

    act = of_booking(fact)

    assert (act.given, act.purposes, act.channels) == (agreed, (MARKETING,), CHANNELS)
    assert (act.source, act.page, act.proof, act.at) == (BOOKING, "web", "b-1", NOON)
    assert act.reason == "2026-01"
    assert a_person(act).refused_at(MARKETING, "sms") is None, "not to agree is not to refuse"


def test_what_was_agreed_while_waiting_does_not_undo_what_was_said_since():  # PV-04
    consents = {"marketing": True, "said_at": NOON.isoformat()}
    made_later = LATER + timedelta(days=1)
    fact = {"booking_id": "b-1", "consents": consents, "created_at": made_later, "channel": "web"}
    said_since = an_act(id="a-2", given=False, at=LATER)

    assert a_person(said_since, of_booking(fact)).agreed(MARKETING, "sms") is False


def test_a_booking_at_which_nobody_asked_says_nothing():
    assert of_booking({"booking_id": "b-1", "consents": None}) is None


# who hears nothing any more


def out(source=STAFF, channels=CHANNELS, **changes):
    return an_act(given=False, purposes=(ALL,), channels=channels, source=source, **changes)


def back(source=STAFF, channels=CHANNELS, **changes):
    return an_act(id="a-2", purposes=(ALL,), channels=channels, source=source, **changes)


def after(*acts):
    stands = None
    for act in acts:
        stands = opt_outs.after(stands, "c-1", act)
    return stands


def test_since_when_and_by_whose_word_is_that_of_the_first():
    stands = after(out(TEXT, OF_A_NUMBER, proof="SM1"), out(at=LATER, reason="by phone"))

    assert (stands.at, stands.source, stands.proof) == (NOON, TEXT, "SM1")
    assert stands.channels == CHANNELS


def test_what_is_taken_up_again_is_no_longer_ended():
    assert after(out(), back()) is None
    assert after(out(), back(channels=("email",))).channels == ("sms", "voice", "push")
    assert after(back()) is None


@pytest.mark.parametrize("source", [TEXT, CARRIER])
def test_after_a_stop_only_the_customer_takes_texts_up_again(source):
    stopped = after(out(source, OF_A_NUMBER))

    assert stopped.barred
    assert opt_outs.taken_up_by(stopped, CHANNELS) == ("voice",)
    again = opt_outs.after(stopped, "c-1", back(channels=("voice",)))
    assert (again.channels, again.barred) == (("sms",), True)
    assert opt_outs.after(again, "c-1", back(TEXT, OF_A_NUMBER)) is None


def test_start_leaves_ended_what_staff_were_told_to_end():
    stands = after(out(), out(TEXT, OF_A_NUMBER, at=LATER), back(TEXT, OF_A_NUMBER))

    assert (stands.channels, stands.barred) == (("email", "push"), False)


def test_what_stands_already_is_not_said_again():
    stands = after(out(channels=("sms",)))

    assert opt_outs.ended_by(stands, ("sms",)) == ()
    assert opt_outs.ended_by(stands, CHANNELS) == ("voice", "email", "push")
    assert opt_outs.ended_by(None, ("email", "sms")) == ("sms", "email")
    assert opt_outs.taken_up_by(stands, CHANNELS) == ("sms",)
    assert opt_outs.taken_up_by(None, CHANNELS) == ()
