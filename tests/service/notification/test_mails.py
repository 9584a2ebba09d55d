"""One intent, one e-mail, by a real mail server: taken, refused, cut off (CF-02, RM-04)."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from services.notification.domain import attempts
from services.notification.mail import SmtpMail
from tests.mail_server import CUT, PASSWORD, USER, MailServer

FROM, TO = "desk@slipboard.example", "lilei@example.com"
BY_MAIL = {"channel": "email"}


@pytest.fixture
def server():
    yield from running(MailServer())


@pytest.fixture
def guarded():
    """A mail server that wants a login."""
    yield from running(MailServer(wants_login=True))


def running(server):
    server.start()
    yield server
    server.stop()


def by_mail(desk, url, **login):
    desk.config = replace(desk.config, smtp_url=url, mail_from=FROM, **login)
    desk.mail = SmtpMail(desk.config)
    return desk


@pytest.fixture
def mail_desk(desk, server):
    return by_mail(desk, server.url)


def book(desk, event="booking_confirmed", **facts):
    return desk.hear(event, customer={"email": TO}, **facts)


def the_mail(desk, kind="confirmation", **query):
    (found,) = desk.messages(kind=kind, **BY_MAIL, **query)
    return found


def the_sms(desk, kind="confirmation"):
    (found,) = desk.messages(kind=kind, channel="sms")
    return found


def test_a_confirmation_goes_by_sms_and_by_e_mail(mail_desk, server, twilio):  # CF-02, CF-05
    book(mail_desk)

    mail_desk.work()

    assert len(twilio.outbox()) == 1
    (mail,) = server.mails
    message = the_mail(mail_desk)
    assert (mail["To"], mail["Subject"]) == (TO, message.subject)
    assert (message.state, message.sid) == ("sent", f"<{message.id}@slipboard.example>")
    assert mail["Message-ID"] == message.sid
    assert mail_desk.told_types() == ["message_sent", "message_sent"]


def test_without_an_address_or_a_mail_server_nothing_is_intended(mail_desk, desk):
    mail_desk.hear("booking_confirmed")
    assert mail_desk.messages(**BY_MAIL) == []

    desk.config = replace(desk.config, smtp_url="", mail_from="")
    book(desk, booking_id="b-2")
    assert desk.messages(**BY_MAIL) == []


def test_a_change_and_a_cancellation_rewrite_the_calendar(mail_desk, server, twilio):  # CF-07
    book(mail_desk)
    mail_desk.work()
    book(mail_desk, "booking_changed", revision=2, start=mail_desk.clock + timedelta(hours=27))
    mail_desk.work()
    book(mail_desk, "booking_cancelled", revision=3)
    mail_desk.work()

    files = [Calendar.from_ical(text) for text in server.calendars()]
    visits = [file.events[0] for file in files]
    assert [file["METHOD"] for file in files] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [visit["SEQUENCE"] for visit in visits] == [1, 2, 3]
    assert {visit["UID"] for visit in visits} == {"b-1@slipboard"}
    assert visits[1].start == visits[0].start + timedelta(hours=2)
    assert visits[2]["STATUS"] == "CANCELLED"


def test_a_reminder_comes_by_e_mail_at_its_time(mail_desk, server, twilio):  # RM-04
    start = mail_desk.clock + timedelta(days=3)
    book(mail_desk, start=start)
    mail_desk.work()

    for before, taken in ((timedelta(days=1, seconds=1), 1), (timedelta(days=1), 2)):
        mail_desk.clock = start - before
        mail_desk.work()
        assert len(server.taken) == taken
    assert "到店提醒" in server.mails[-1]["Subject"]


def test_nobody_is_reminded_by_e_mail_once_the_visit_has_begun(mail_desk, server, twilio):  # RM-04
    start = mail_desk.clock + timedelta(days=3)
    book(mail_desk, start=start)
    mail_desk.work()

    mail_desk.clock = start
    mail_desk.work()

    assert len(server.taken) == 1
    assert {one.state for one in mail_desk.messages(kind="reminder", **BY_MAIL)} == {"expired"}


def test_a_server_that_asks_for_patience_is_asked_again(mail_desk, server, twilio):
    server.at_rcpt = ["450 4.2.1 try again"]
    book(mail_desk)
    mail_desk.work()
    assert (the_mail(mail_desk).state, the_mail(mail_desk).why) == ("pending", "carrier_busy")

    mail_desk.let_pass(minutes=5)
    mail_desk.work()

    assert len(server.taken) == 1
    assert the_mail(mail_desk).state == "sent"


def test_an_address_that_nobody_has_is_not_tried_again(mail_desk, server, twilio):
    server.at_rcpt = ["550 5.1.1 no such user"]
    book(mail_desk)
    mail_desk.work()
    mail_desk.let_pass(hours=1)
    mail_desk.work()

    message = the_mail(mail_desk)
    assert (message.state, message.why, message.error_code) == ("failed", "unreachable", 550)
    assert message.attempts == 1
    assert "550" in message.sentence["zh"]
    assert the_sms(mail_desk).state == "accepted"


def test_what_is_cut_off_after_the_text_goes_once_more_as_the_same_mail(mail_desk, server, twilio):
    server.at_data = [CUT, CUT, CUT]
    book(mail_desk)
    mail_desk.work()
    assert (the_mail(mail_desk).state, the_mail(mail_desk).why) == ("unknown", "no_answer")

    for seconds in (30, 90, 479):
        mail_desk.let_pass(seconds=seconds)
        mail_desk.work()
    assert len(server.taken) == 1
    for _ in range(4):
        mail_desk.let_pass(minutes=10)
        mail_desk.work()

    first, second = server.taken
    assert first == second
    message = the_mail(mail_desk)
    assert (message.state, message.why, message.attempts) == ("failed", "not_found", 2)


def test_a_doubt_that_outlives_the_booking_ends_without_another_mail(mail_desk, server, twilio):
    server.at_data = [CUT]
    book(mail_desk)
    mail_desk.work()
    book(mail_desk, "booking_cancelled", revision=2)
    mail_desk.work()

    for _ in range(4):
        mail_desk.let_pass(minutes=10)
        mail_desk.work()

    assert len(server.taken) == 2
    assert the_mail(mail_desk).why == "superseded"


@pytest.mark.parametrize(
    ("login", "code"), [({"smtp_user": USER, "smtp_password": "wrong"}, 535), ({}, 530)]
)
def test_a_login_that_is_refused_pauses_e_mail_alone(desk, guarded, twilio, login, code):
    by_mail(desk, guarded.url, **login)
    book(desk)
    desk.work()

    assert (the_mail(desk).why, the_mail(desk).error_code) == ("sender_trouble", code)
    assert the_sms(desk).state == "accepted"
    book(desk, booking_id="b-2", number="Z9")
    desk.work()
    (held,) = desk.messages(booking_id="b-2", kind="confirmation", **BY_MAIL)
    assert (held.why, held.attempts) == ("provider_down", 0)
    assert len(twilio.outbox()) == 2


def test_a_login_is_given_where_it_is_wanted(desk, guarded, twilio):
    by_mail(desk, guarded.url, smtp_user=USER, smtp_password=PASSWORD)
    book(desk)
    desk.work()

    assert len(guarded.taken) == 1


def test_a_paused_carrier_of_sms_holds_no_e_mail(mail_desk, server, twilio):
    mail_desk.store.pause("twilio", mail_desk.clock.replace(year=2100), 20003)
    book(mail_desk)
    mail_desk.work()

    assert (the_sms(mail_desk).why, the_mail(mail_desk).state) == ("provider_down", "sent")


def test_who_wants_no_more_sms_still_gets_e_mail(mail_desk, server, twilio):
    mail_desk.store.opt_out("+8613800138000", mail_desk.clock)
    book(mail_desk)
    mail_desk.work()

    assert (the_sms(mail_desk).state, the_mail(mail_desk).state) == ("suppressed", "sent")


def test_e_mail_is_free(mail_desk, server, twilio):
    start = mail_desk.clock + timedelta(days=3)
    book(mail_desk, start=start, messages={"spend_cap_fen": 1})
    mail_desk.work()
    mail_desk.clock = start - timedelta(days=1)
    mail_desk.work()

    (by_sms,) = mail_desk.messages(kind="reminder", lead_minutes=1440, channel="sms")
    assert by_sms.why == "spend_cap"
    assert the_mail(mail_desk, "reminder", lead_minutes=1440).state == "sent"


def test_of_two_who_hold_the_same_work_one_writes(mail_desk, server, twilio):
    book(mail_desk)
    message = the_mail(mail_desk)
    works = [mail_desk.due.claim(["send"], mail_desk.clock) for _ in range(2)]
    (work,) = [one for one in works if one.subject["message_id"] == message.id]
    together = threading.Barrier(2)

    def send():
        service = mail_desk.service()
        together.wait()
        service.send(work)

    pair = [threading.Thread(target=send) for _ in range(2)]
    for one in pair:
        one.start()
    for one in pair:
        one.join()

    assert len(server.taken) == 1


def test_a_server_that_is_away_is_tried_again_soon(mail_desk, server, twilio):
    working, mail_desk.mail = mail_desk.mail, nobody_listens(mail_desk)
    book(mail_desk)
    mail_desk.work()
    assert (the_mail(mail_desk).state, the_mail(mail_desk).why) == ("pending", "not_connected")
    mail_desk.mail = working

    mail_desk.let_pass(seconds=1)
    mail_desk.work()

    assert len(server.taken) == 1


def test_who_wakes_too_late_does_not_write(mail_desk, server, twilio, monkeypatch):
    book(mail_desk)
    with monkeypatch.context() as asleep:
        asleep.setattr(attempts, "START_SECONDS", -1)
        mail_desk.work()

    assert the_mail(mail_desk).state == "unknown"
    assert server.taken == []


def test_nothing_goes_in_the_clear_where_tls_must_be(desk, server, twilio):
    by_mail(desk, server.url.replace("smtp:", "smtp+starttls:"))
    book(desk)
    desk.work()

    assert the_mail(desk).why == "sender_trouble"
    assert server.taken == []


def test_a_listed_e_mail_has_a_subject_and_a_masked_address(mail_desk, server, clerk):  # PV-09
    book(mail_desk)
    asked = {"store_id": None, "booking_id": None, "cursor": None, "limit": 50}

    listed = mail_desk.service(clerk).list(**asked)["messages"]

    shown = {(one["channel"], one["to"], bool(one["subject"])) for one in listed}
    assert shown == {("email", "l***@example.com", True), ("sms", "+86138****8000", False)}


def nobody_listens(desk):
    return SmtpMail(replace(desk.config, smtp_url="smtp://127.0.0.1:9"))
