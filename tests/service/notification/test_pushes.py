"""One intent, one push to a person's devices: taken, refused, gone; then the SMS (CF-02)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from common.actor import Actor
from common.contracts import EVENTS
from common.contracts.base import Told
from common.errors import Invalid, NotFound
from common.privacy import customer_id
from services.notification import webhook_sender
from services.notification.push_sender import WebPush
from tests.service.notification.device import Device, signed_claims
from tests.service.notification.test_wording import HEAD, keep
from tests.service.notification.webhooks.receiver import Receiver

PHONE = "+8613800138000"
WHO = customer_id(PHONE)
KEY = "bSenajGS7z2scwqxCKsU6VTEHk_nzGpA4fKt_lOjikk"
SUBJECT = "mailto:desk@slipboard.example"
VISIT = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
"""14:00 on Thursday in Shanghai."""
LI = Actor(
    "li", "staff", frozenset({"s-4s"}), frozenset({"messages:read", "messages:write"}), "agent"
)


@pytest.fixture
def service():
    """A push service on this machine."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def push_desk(desk, twilio, monkeypatch):
    monkeypatch.setattr(webhook_sender, "ANSWER_SECONDS", 1.0)
    desk.config = replace(
        desk.config, vapid_private_key=KEY, vapid_subject=SUBJECT, webhook_loopback=True
    )
    desk.push = WebPush(desk.config)
    book(desk, booking_id="b-0", start=VISIT - timedelta(days=30), status="completed")
    desk.service(LI).prefer(WHO, "push", None, None)
    return desk


@pytest.fixture
def device(push_desk, service):
    return subscribed(push_desk, service)


def subscribed(desk, service):
    device = Device(service)
    desk.service(LI).subscribe(WHO, **device.subscription)
    return device


def book(desk, event="booking_confirmed", **facts):
    customer = {"id": WHO, "phone": PHONE, **facts.pop("customer", {})}
    return desk.hear(event, customer=customer, start=facts.pop("start", VISIT), **facts)


def climb(desk):
    """Hear of the messages that failed, as notification does of its own."""
    for event in [one for one in desk.told if one["type"] == "message_failed"]:
        desk.service().climb(Told.of(event, EVENTS), message=event)
    desk.told.clear()


def the(desk, kind="confirmation", channel="push", **query):
    [found] = desk.messages(kind=kind, channel=channel, booking_id="b-1", **query)
    return found


def devices(desk):
    return desk.service(LI).devices(WHO)["push_subscriptions"]


def test_who_prefers_it_is_told_on_their_device_and_not_by_sms(push_desk, device, twilio):  # CF-02
    book(push_desk)
    push_desk.work()

    [shown] = device.shown
    message = the(push_desk)
    assert (shown["title"], shown["body"]) == (message.subject, message.body)
    assert shown["number"] == push_desk.number
    assert "安顺汽车" in shown["body"]
    assert PHONE not in json.dumps(shown)
    assert (message.state, message.to, message.cost_fen) == ("sent", WHO, 0)
    assert twilio.outbox() == []
    assert push_desk.told_types() == ["message_sent"]


def test_a_push_is_signed_kept_until_the_visit_and_replaced_by_the_next(push_desk, device):
    book(push_desk)
    push_desk.work()
    book(push_desk, "booking_changed", revision=2, start=VISIT + timedelta(days=1))
    push_desk.work()

    first, second = device.got
    claims = signed_claims(first, push_desk.push.public_key)
    assert (claims["aud"], claims["sub"]) == (device.origin, SUBJECT)
    ahead = claims["exp"] - datetime.now(UTC).timestamp()
    assert 11 * 3600 < ahead <= 12 * 3600
    assert first.headers["Content-Encoding"] == "aes128gcm"
    assert int(first.headers["TTL"]) == (VISIT - push_desk.clock).total_seconds()
    assert first.headers["Topic"] == second.headers["Topic"]
    assert len(first.headers["Topic"]) == 32
    assert [one.headers["Urgency"] for one in (first, second)] == ["normal", "high"]
    assert [one["tag"] for one in device.shown] == [first.headers["Topic"]] * 2


def test_a_reminder_comes_on_the_device_at_its_time(push_desk, device, twilio):  # RM-03, RM-04
    book(push_desk, customer={"email": "li@example.com"})
    push_desk.work()
    push_desk.clock = VISIT - timedelta(days=1)
    push_desk.work()

    assert device.shown[-1]["title"].startswith("到店提醒")
    assert twilio.outbox() == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_the_sms_goes(
    push_desk, device, service, twilio, status
):  # CF-02
    service.answers(status)
    book(push_desk)
    push_desk.work()

    message = the(push_desk)
    assert (message.state, message.why, message.error_code) == ("failed", "unreachable", status)
    assert "改发短信" in message.sentence["zh"]
    assert devices(push_desk) == []
    climb(push_desk)
    push_desk.work()
    [sms] = twilio.outbox()
    assert push_desk.number in sms["body"]
    text = the(push_desk, channel="sms")
    assert (text.state, text.states[0]["why"]) == ("accepted", "by_sms_instead")


@pytest.mark.parametrize("status", [302, 400, 401, 403, 413])
def test_what_a_push_service_refuses_goes_by_sms_and_the_device_is_kept(
    push_desk, device, service, twilio, status
):
    service.answers(status, headers={"Location": "http://127.0.0.1:1/"})
    book(push_desk)
    push_desk.work()
    climb(push_desk)
    push_desk.work()

    assert the(push_desk).error_code == status
    assert len(twilio.outbox()) == 1
    assert len(devices(push_desk)) == 1


def test_a_push_service_that_asks_for_patience_is_given_it(push_desk, device, service, twilio):
    service.answers(429, headers={"Retry-After": "7"})
    service.answers(503)
    book(push_desk)
    push_desk.work()
    assert (the(push_desk).state, the(push_desk).why) == ("pending", "carrier_busy")

    push_desk.let_pass(seconds=6)
    assert push_desk.work() == 0
    push_desk.let_pass(seconds=1)
    push_desk.work()
    assert the(push_desk).state == "pending"
    push_desk.let_pass(seconds=5)
    push_desk.work()
    assert the(push_desk).state == "sent"
    assert len(device.got) == 3
    assert twilio.outbox() == []


def test_what_hangs_is_pushed_again_under_the_same_topic(push_desk, device, service, monkeypatch):
    monkeypatch.setattr(webhook_sender, "ANSWER_SECONDS", 0.3)
    service.answers(201, seconds=0.6)
    book(push_desk)
    push_desk.work()
    assert (the(push_desk).state, the(push_desk).why) == ("pending", "not_connected")

    push_desk.let_pass(seconds=1)
    push_desk.work()

    assert the(push_desk).state == "sent"
    assert len({one.headers["Topic"] for one in device.got}) == 1
    assert len(device.shown) == 2


def test_what_cannot_be_handed_over_for_a_quarter_of_an_hour_goes_by_sms(
    push_desk, device, service, twilio
):
    service.answers(*[503] * 9)
    book(push_desk)
    push_desk.work()
    for minutes in (15, 1):
        push_desk.clock += timedelta(minutes=minutes)
        push_desk.let_pass(minutes=minutes)
        push_desk.work()

    assert (the(push_desk).state, the(push_desk).why) == ("failed", "given_up")
    climb(push_desk)
    push_desk.work()
    assert len(twilio.outbox()) == 1


def test_every_device_of_a_person_is_told_and_one_is_enough(push_desk, device, service, twilio):
    other = subscribed(push_desk, service)
    service.answers(410)
    book(push_desk)
    push_desk.work()

    assert the(push_desk).state == "sent"
    assert len(device.got) == len(other.got) == 1
    assert len(devices(push_desk)) == 1


def test_news_of_a_visit_that_is_near_goes_by_sms_too(push_desk, device, twilio):  # CF-02
    soon = push_desk.clock + timedelta(hours=24)
    book(push_desk, start=soon)
    push_desk.work()
    assert twilio.outbox() == []

    push_desk.clock += timedelta(seconds=1)
    book(push_desk, "booking_cancelled", revision=2, start=soon)
    push_desk.work()

    assert device.shown[-1]["title"].startswith("预约已取消")
    assert len(twilio.outbox()) == 1
    assert not the(push_desk, "cancellation").alone


def test_without_a_key_or_a_device_or_the_wish_all_goes_as_ever(push_desk, service, twilio):
    book(push_desk, booking_id="b-2")
    subscribed(push_desk, service)
    push_desk.config = replace(push_desk.config, vapid_private_key="")
    book(push_desk, booking_id="b-3")
    push_desk.config = replace(push_desk.config, vapid_private_key=KEY)
    push_desk.service(LI).prefer(WHO, None, None, None)
    book(push_desk, booking_id="b-4")
    push_desk.work()

    assert len(twilio.outbox()) == 3
    assert push_desk.messages(channel="push", kind="confirmation") == []
    assert {one.why for one in push_desk.messages(channel="push")} == {"wished_anew"}


def test_who_opted_out_of_pushes_is_told_by_sms(push_desk, device, twilio):
    push_desk.service(LI).opt_out(WHO, "too loud", None, ["push"])
    book(push_desk)
    push_desk.work()

    assert device.got == []
    assert len(twilio.outbox()) == 1


def test_who_opts_out_before_it_is_sent_is_told_by_sms(push_desk, device, twilio):
    book(push_desk)
    push_desk.service(LI).opt_out(WHO, "too loud", None, ["push"])
    push_desk.work()
    assert the(push_desk).why == "opted_out"
    climb(push_desk)
    push_desk.work()

    assert len(twilio.outbox()) == 1


def test_who_names_a_device_after_booking_is_reminded_on_it(push_desk, service, twilio):  # CF-02
    book(push_desk)
    push_desk.work()
    assert len(twilio.outbox()) == 1
    device = subscribed(push_desk, service)
    subscribed_again = push_desk.service(LI).subscribe(WHO, **device.subscription)
    assert subscribed_again["push_service"] == device.origin

    push_desk.clock = VISIT - timedelta(days=1)
    push_desk.work()
    assert len(device.shown) == 1
    assert len(twilio.outbox()) == 1

    push_desk.service(LI).prefer(WHO, "sms", None, None)
    push_desk.clock = VISIT - timedelta(hours=2)
    push_desk.work()
    assert len(device.shown) == 1
    assert len(twilio.outbox()) == 2


def test_a_device_that_is_gone_before_the_reminder_lets_the_sms_go(push_desk, device, twilio):
    book(push_desk)
    push_desk.work()
    [known] = devices(push_desk)
    push_desk.service(LI).unsubscribe(WHO, known["id"])

    push_desk.clock = VISIT - timedelta(days=1)
    push_desk.work()
    climb(push_desk)
    push_desk.work()
    assert len(twilio.outbox()) == 1
    assert the(push_desk, "reminder", "sms").state == "accepted"


# devices


def test_a_device_is_listed_without_its_secrets_and_forgotten(push_desk, device):
    push_desk.service(LI).subscribe(WHO, **device.subscription)
    [one] = devices(push_desk)
    assert one["push_service"] == device.origin
    assert device.path not in str(one)

    push_desk.service(LI).unsubscribe(WHO, one["id"])
    assert devices(push_desk) == []
    with pytest.raises(NotFound):
        push_desk.service(LI).unsubscribe(WHO, one["id"])


def test_a_device_that_leads_inside_or_has_no_keys_is_refused_with_every_fault(push_desk):
    with pytest.raises(Invalid) as refused:
        push_desk.service(LI).subscribe(
            WHO, "https://10.0.0.1/push", {"p256dh": "AAAA", "auth": "not base64!"}
        )

    assert set(refused.value.details["fields"]) == {"endpoint", "keys.p256dh", "keys.auth"}


def test_a_name_that_leads_inside_later_is_not_posted_to(push_desk, device, twilio):
    push_desk.push = WebPush(replace(push_desk.config, webhook_loopback=False))
    book(push_desk)
    push_desk.work()

    assert device.got == []
    assert (the(push_desk).state, the(push_desk).why) == ("failed", "unreachable")


def test_without_a_key_nobody_subscribes(desk, service):
    book(desk)
    with pytest.raises(Invalid, match="not set up"):
        desk.service(LI).subscribe(WHO, **Device(service).subscription)
    assert desk.service(LI).devices(WHO)["public_key"] is None


def test_somebody_elses_customer_has_no_devices_here(push_desk, service):
    with pytest.raises(NotFound):
        push_desk.service(LI).subscribe("c-nobody", **Device(service).subscription)


def test_the_chain_s_title_stands_over_a_push(push_desk, device, twilio):
    keep(push_desk, "总部：{{ when }}\n{{ store }}", by=HEAD, store=None, channel="push")

    book(push_desk)
    push_desk.work()
    [pushed] = device.shown
    assert (pushed["title"], pushed["body"]) == ("总部：3月12日（周四）14:00", "安顺汽车")
