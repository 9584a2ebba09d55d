"""Texts of customers: digits act once, carriers' words hold, words go to a person."""

from datetime import timedelta

import pytest

from common.contracts.booking import CancelWindowPassed
from common.errors import Unavailable
from common.privacy import customer_id

PHONE = "+12025550123"


@pytest.fixture
def booked(desk, twilio):
    """A visit tomorrow of somebody who is written to in English."""
    who = {"id": customer_id(PHONE), "phone": PHONE, "language": "en"}
    desk.hear("booking_confirmed", customer=who)
    desk.work()
    return desk


def write(desk, body, sid="SM1"):
    return desk.service().receive(sid, PHONE, "+15005550006", body)["answer"]


@pytest.mark.parametrize(
    ("digit", "move", "answer"),
    [
        ("1", "confirm", "Thank you, confirmed. See you then."),
        ("2", "cancel", ""),
        ("3", "to_rebook", "All right: the store will call you to agree on another time."),
    ],
)
def test_a_digit_moves_the_next_visit_once(booked, digit, move, answer):
    for _ in range(2):
        assert write(booked, digit) == answer

    [asked] = booked.booking.asked
    assert (asked["booking_id"], asked["answer"], asked["cause"]) == ("b-1", move, "sms:SM1")
    assert asked["self_service"] is True
    assert booked.told_types().count("message_received") == 0


def test_what_is_too_late_by_text_is_done_by_telephone(booked):  # CX-09
    booked.booking.refusal = CancelWindowPassed(until="2026-03-09")

    assert write(booked, "2") == "This cannot be done by text now. Please call 021-55550100."


def test_what_booking_cannot_take_now_goes_to_a_person(booked):
    booked.booking.refusal = Unavailable(part="booking")

    assert write(booked, "2") == "Thank you, the store will answer you soon."
    assert booked.told_types()[-1] == "message_received"


def test_words_are_answered_by_a_person(booked):
    assert write(booked, "Can I bring my dog?") == "Thank you, the store will answer you soon."

    [told] = [one for one in booked.told if one["type"] == "message_received"]
    assert told["data"]["body"] == "Can I bring my dog?"
    assert told["data"]["booking_id"] == "b-1"
    asked = {"store_id": "s-4s", "customer_id": None, "meaning": "words", "limit": 50}
    [text] = booked.service().texts(**asked)["texts"]
    assert (text["body"], text["booking_id"]) == ("Can I bring my dog?", "b-1")
    assert text["phone"] != PHONE, "masked for who may not read numbers"


def test_who_says_stop_hears_nothing_until_they_say_start(booked, twilio):
    assert write(booked, "STOP") == ""
    booked.hear("booking_changed", revision=2, start=booked.clock + timedelta(hours=30),
                customer={"id": customer_id(PHONE), "phone": PHONE})  # fmt: skip
    booked.work()
    assert [one.why for one in booked.messages(kind="change")] == ["opted_out"]

    write(booked, "START", sid="SM2")
    booked.hear("booking_changed", revision=3, start=booked.clock + timedelta(hours=31),
                customer={"id": customer_id(PHONE), "phone": PHONE})  # fmt: skip
    booked.work()
    assert booked.messages(kind="change", revision=3)[0].state == "accepted"


def test_help_says_what_can_be_done(booked):
    assert "Reply 1 to confirm" in write(booked, "help")


def test_a_stranger_is_nobodys_task(desk, twilio):
    assert write(desk, "hello") == ""
    assert write(desk, "2", sid="SM3") == ""
    assert desk.booking.asked == []
    assert desk.told == []


def test_the_next_visit_is_meant_not_the_last(booked):
    who = {"id": customer_id(PHONE), "phone": PHONE, "language": "en"}
    later = booked.clock + timedelta(days=9)
    booked.hear("booking_confirmed", booking_id="b-2", start=later, customer=who)

    write(booked, "1")
    assert booked.booking.asked[0]["booking_id"] == "b-1"
    booked.clock += timedelta(days=2)
    write(booked, "1", sid="SM9")
    assert booked.booking.asked[1]["booking_id"] == "b-2"
