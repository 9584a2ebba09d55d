"""A one-time code: told once to its number, never again after a doubt, and then not kept."""

from datetime import timedelta

import pytest

from common.contracts.booking import IllegalTransition
from tests.service.notification.test_sending_once import look_three_times

PHONE = "+8613800138000"


def send(desk, **but):
    told = {"code_id": "k-1", "phone": PHONE, "code": "012345", "language": "zh", **but}
    return desk.service().send_code(**told)["message_id"]


def kept(desk):
    [document] = desk.database["messages"].find()
    return document


def listed(desk):
    told = desk.service().list(store_id=None, booking_id=None, cursor=None, limit=50)
    return told["messages"]


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("zh", "验证码：012345，10分钟"),
        ("zh-Hant", "驗證碼：012345，10分鐘"),
        ("en", "Your code is 012345"),
    ],
)
def test_a_code_is_told_in_its_language(desk, twilio, language, begins):
    send(desk, language=language)
    desk.work()

    (sms,) = twilio.outbox(to=PHONE)
    assert sms["body"].startswith(begins)


def test_asked_for_twice_it_is_told_once(desk, twilio):
    assert send(desk) == send(desk)
    desk.work()

    assert len(twilio.outbox()) == 1


def test_who_lists_messages_does_not_see_the_code(desk):
    send(desk)
    before = listed(desk)[0]["body"]
    desk.work()

    assert [before, listed(desk)[0]["body"]] == [
        "验证码：••••••，10分钟内有效。请勿告诉任何人；如非本人操作，请忽略。"
    ] * 2


def test_once_it_is_sent_the_code_is_not_kept(desk):
    send(desk)
    desk.work()

    assert "012345" not in str(kept(desk))
    assert kept(desk)["state"] == "accepted"


def test_nobody_else_hears_of_it(desk):
    send(desk)
    desk.work()

    assert desk.told == []


def test_after_a_doubt_it_is_never_sent_again(desk, twilio):
    twilio.trouble("http_500")
    send(desk, code="980417")  # which no other test has had sent
    desk.work()
    twilio.reset()
    desk.clock += timedelta(minutes=1)
    look_three_times(desk)

    assert (kept(desk)["state"], kept(desk)["attempts"]) == ("failed", 1)
    assert twilio.outbox() == []
    assert "980417" not in str(kept(desk))


def test_a_code_whose_minutes_are_over_is_not_sent(desk, twilio):
    send(desk)
    desk.clock += timedelta(minutes=10)
    desk.work()

    assert twilio.outbox() == []
    assert kept(desk)["state"] == "expired"


def test_nobody_sends_a_code_again_by_hand(desk):
    id_ = send(desk)
    desk.clock += timedelta(minutes=10)
    desk.work()

    with pytest.raises(IllegalTransition):
        desk.service().resend(message_id=id_)


def test_a_code_goes_out_at_night(desk, twilio):
    desk.clock = desk.clock.replace(hour=18)
    send(desk)
    desk.work()

    assert len(twilio.outbox()) == 1
