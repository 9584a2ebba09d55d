"""Who prefers e-mail gets no SMS, unless no e-mail leads to them (CF-02, RM-04)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notification.domain.people.acts import Act
from services.notification.domain.people.persons import NOBODY, Preferences
from services.notification.mail import SmtpMail
from tests.mail_server import MailServer
from tests.service.notification.test_mails import FROM, TO
from tests.service.notification.test_pushes import climb

VISIT = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
"""14:00 on Thursday in Shanghai."""


@pytest.fixture
def server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def reader(desk, server, twilio):
    """A desk whose customer prefers e-mail."""
    desk.config = replace(desk.config, smtp_url=server.url, mail_from=FROM)
    desk.mail = SmtpMail(desk.config)
    desk.store.keep_preferences(replace(NOBODY, id="c-1"), Preferences(channel="email"))
    return desk


def book(desk, event="booking_confirmed", **facts):
    return desk.hear(event, customer={"email": TO}, start=facts.pop("start", VISIT), **facts)


def test_confirmation_change_and_reminder_come_by_e_mail_alone(reader, server, twilio):  # CF-02
    book(reader)
    book(reader, "booking_changed", revision=2, start=VISIT + timedelta(days=1))
    reader.work()
    reader.clock = VISIT
    reader.work()

    assert len(server.taken) == 2, "the change, and the reminder a day before"
    assert twilio.outbox() == []
    assert {one.channel for one in reader.messages()} == {"email"}


def test_without_an_address_the_sms_goes(reader, server, twilio):  # CF-02
    reader.hear("booking_confirmed", start=VISIT)
    reader.work()

    assert len(twilio.outbox()) == 1


def test_an_address_that_nobody_has_lets_the_sms_go_once(reader, server, twilio):  # CF-02
    server.at_rcpt = ["550 5.1.1 no such user"]
    book(reader)
    reader.work()
    climb(reader)
    reader.work()

    [sms] = twilio.outbox()
    assert reader.number in sms["body"]
    [text] = reader.messages(channel="sms", kind="confirmation")
    assert text.states[0]["why"] == "by_sms_instead"


def test_a_server_that_is_away_for_a_quarter_of_an_hour_lets_the_sms_go(reader, server, twilio):
    reader.mail = SmtpMail(replace(reader.config, smtp_url="smtp://127.0.0.1:9"))
    book(reader)
    reader.work()
    for minutes, state in ((15, "pending"), (1, "failed")):
        reader.clock += timedelta(minutes=minutes)
        reader.let_pass(minutes=minutes)
        reader.work()
        assert [one.state for one in reader.messages(kind="confirmation")] == [state]
    climb(reader)
    reader.work()

    assert len(twilio.outbox()) == 1


def test_news_of_a_visit_that_is_near_goes_by_sms_too(reader, server, twilio):  # CF-02
    book(reader)
    reader.work()
    reader.clock = VISIT - timedelta(hours=23)
    book(reader, "booking_cancelled", revision=2)
    reader.work()

    assert len(server.taken) == 2
    assert len(twilio.outbox()) == 1


def test_e_mail_that_is_paused_for_everybody_lets_the_sms_go(reader, server, twilio):  # CF-02
    reader.store.pause("smtp", datetime.now(UTC) + timedelta(minutes=16), 535)
    book(reader)
    reader.work()
    assert [one.why for one in reader.messages(kind="confirmation")] == ["provider_down"]

    reader.clock += timedelta(minutes=16)
    reader.let_pass(minutes=16)
    reader.work()
    assert server.taken == []
    climb(reader)
    reader.work()

    assert len(twilio.outbox()) == 1


def test_who_wants_no_reminders_by_e_mail_gets_them_by_sms(reader, server, twilio):  # PV-04
    book(reader)
    reader.work()
    no = Act(
        id="a-1", given=False, purposes=("reminder",), channels=("email",), source="staff",
        at=reader.clock,
    )  # fmt: skip
    reader.store.note("c-1", no)
    reader.clock = VISIT - timedelta(days=1)
    reader.work()
    climb(reader)
    reader.work()

    assert len(server.taken) == 1, "the confirmation"
    assert len(twilio.outbox()) == 1
    [held] = reader.messages(channel="email", lead_minutes=1440)
    assert held.why == "reminder_refused"


def test_who_wants_no_e_mails_gets_the_sms_alone_and_staff_read_why(
    reader, server, twilio
):  # PV-04
    no = Act(
        id="a-1", given=False, purposes=("all",), channels=("email",), source="staff",
        at=reader.clock,
    )  # fmt: skip
    reader.store.opt("c-1", no)
    book(reader)
    reader.work()

    assert (len(server.taken), len(twilio.outbox())) == (0, 1)
    [held] = reader.messages(channel="email", kind="confirmation")
    assert held.sentence["en"] == "The customer wants no more e-mails."
