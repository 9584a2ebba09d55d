"""Words kept by an older version that name what nobody tells: held, told, mended, sent (CF-03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from services.notification.domain.people.persons import NOBODY, Preferences
from services.notification.domain.templates import Template
from tests.mail_server import MailServer
from tests.service.notification.test_mails import TO, by_mail, running
from tests.service.notification.test_offers import hear as hear_of_wait
from tests.service.notification.test_resending import by_hand
from tests.service.notification.test_wording import keep

HOLED = "{{ store }}：{{ plate }}恭候"


@pytest.fixture
def server():
    yield from running(MailServer())


def kept_unchecked(desk, kind="confirmation", text=HOLED, channel="sms"):
    """Put words into the store past every check, as a version before the checks did."""
    by = Actor("han", "staff", frozenset({"s-4s"}), frozenset(), "manager").as_json()
    desk.store.keep_template(
        Template(
            scope="s-4s", kind=kind, language="zh", version=1, text=text, by=by, at=desk.clock,
            channel=channel,
        )
    )  # fmt: skip


def held_facts(desk):
    return [one["data"] for one in desk.told if one["type"] == "message_held"]


@pytest.fixture
def held(desk, twilio):
    kept_unchecked(desk)
    desk.hear("booking_confirmed", start=desk.clock + timedelta(days=2, hours=5))
    desk.work()
    [confirmation] = desk.messages(kind="confirmation")
    return confirmation


def test_a_message_with_a_hole_is_kept_and_not_sent(desk, twilio, held):
    assert twilio.outbox() == []
    assert (held.state, held.why, held.attempts) == ("suppressed", "missing_variable", 0)
    assert "plate" in held.sentence["en"]
    [fact] = held_facts(desk)
    assert (fact["message_id"], fact["booking_id"], fact["kind"]) == (
        held.id,
        "b-1",
        "confirmation",
    )


def test_the_other_messages_of_the_same_fact_go_on(desk, twilio, held):
    desk.clock += timedelta(days=1, hours=5)
    desk.work()

    [sms] = twilio.outbox()
    assert sms["body"] == desk.messages(kind="reminder", lead_minutes=1440)[0].body


def test_a_fact_that_comes_again_asks_for_the_same_words_once(desk, twilio):
    kept_unchecked(desk)
    fact = desk.hear("booking_confirmed")
    desk.deliver(fact)

    assert len({one["message_id"] for one in held_facts(desk)}) == 1
    assert len(desk.messages(kind="confirmation")) == 1


def test_before_the_words_are_mended_it_is_not_sent_by_hand(desk, twilio, held):
    with pytest.raises(IllegalTransition) as refusal:
        by_hand(desk, held)

    assert "plate" in refusal.value.details["sentence"]["zh"]
    desk.work()
    assert twilio.outbox() == []


def test_mended_it_goes_in_the_new_words_once(desk, twilio, held):
    keep(desk, "{{ store }}恭候您：{{ when }}", version=1)

    first, second = by_hand(desk, held), by_hand(desk, held)
    desk.work()

    assert first["id"] == second["id"]
    [sms] = twilio.outbox()
    assert sms["body"].startswith("安顺汽车恭候您：")


def test_an_offer_with_a_hole_is_held_too(desk, twilio):
    kept_unchecked(desk, kind="offer")
    hear_of_wait(desk, "waitlist_offered")
    desk.work()

    assert twilio.outbox() == []
    [fact] = held_facts(desk)
    assert (fact["booking_id"], fact["number"], fact["kind"]) == (None, None, "offer")


def test_a_hole_in_the_e_mail_holds_it_alone_until_it_is_mended(desk, server, twilio):
    by_mail(desk, server.url)
    kept_unchecked(desk, text="{{ plate }}\n{{ when }}", channel="email")
    desk.hear("booking_confirmed", customer={"email": TO})
    desk.work()

    assert (len(twilio.outbox()), server.mails) == (1, [])
    [held] = desk.messages(kind="confirmation", channel="email")
    assert (held.state, held.why, held.to) == ("suppressed", "missing_variable", TO)
    [fact] = held_facts(desk)
    assert (fact["message_id"], fact["customer"]["phone"]) == (held.id, "+8613800138000")
    with pytest.raises(IllegalTransition) as refusal:
        by_hand(desk, held)
    assert "邮件" in refusal.value.details["sentence"]["zh"]

    keep(desk, "{{ store }}恭候\n{{ when }}", version=1, channel="email")
    by_hand(desk, held)
    desk.work()
    [mail] = server.mails
    assert mail["Subject"] == "安顺汽车恭候"
    assert len(server.calendars()) == 1
    assert len(twilio.outbox()) == 1


def test_who_prefers_e_mail_is_told_by_sms_when_its_words_have_a_hole(desk, server, twilio):
    by_mail(desk, server.url)
    desk.store.keep_preferences(replace(NOBODY, id="c-1"), Preferences(channel="email"))
    kept_unchecked(desk, text="{{ plate }}\n{{ when }}", channel="email")
    desk.hear("booking_confirmed", customer={"email": TO}, start=desk.clock + timedelta(days=3))
    desk.work()

    assert [sms["body"] for sms in twilio.outbox()] == [
        one.body for one in desk.messages(kind="confirmation", channel="sms")
    ]
    assert desk.messages(kind="reminder", channel="sms") == []


def test_a_reminder_planned_anew_with_a_hole_is_held_and_asked_about(desk, twilio):
    desk.hear("booking_confirmed", start=desk.clock + timedelta(days=3))
    desk.work()
    kept_unchecked(desk, kind="reminder")
    by = Actor(
        "li", "staff", frozenset({"s-4s"}), frozenset({"messages:read", "messages:write"}), "agent"
    )
    desk.service(by).prefer("c-1", None, {"from": "18:00", "until": "20:00"}, None)

    held = desk.messages(kind="reminder", why="missing_variable")
    assert {one.lead_minutes for one in held} == {1440, 120}
    assert [fact["kind"] for fact in held_facts(desk)] == ["reminder"]
    desk.clock += timedelta(days=2)
    desk.work()
    assert len(twilio.outbox()) == 1, "the confirmation, and no reminder"
