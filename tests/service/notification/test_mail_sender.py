"""Which ends of a conversation with a mail server are certain, and which leave a doubt."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from common.config import settings
from services.notification import mail
from services.notification.domain.attempts import Accepted, NotSent, Unknown
from services.notification.domain.carrier import LATER, PERMANENT, SENDER_TROUBLE
from services.notification.domain.mail_server import refused
from services.notification.mail import SmtpMail
from tests.unit.notification.made import a_message

FROM, TO = "desk@slipboard.example", "lilei@example.com"
WELL = {
    "hello": "220 mail.example.com",
    "EHLO": "250 mail.example.com",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 go on",
    ".": "250 OK",
}
HANG_UP, SILENCE = "hang up", "silence"


@contextmanager
def server(**said):
    """A mail server that says what it is told to at each command, else that all is well."""
    says = {**WELL, **said}
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def converse():
            taken, _ = listening.accept()
            with taken, taken.makefile("rb") as heard:
                step, in_text = "hello", False
                while says[step] != HANG_UP:
                    if says[step] == SILENCE:
                        heard.read()
                        return
                    taken.sendall(f"{says[step]}\r\n".encode())
                    in_text = says[step].startswith("354")
                    if not (step := next_step(heard, in_text=in_text)):
                        return

        thread = threading.Thread(target=converse, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(5)


def next_step(heard, *, in_text):
    """Return the next command, or the dot that ends a text; None at the end."""
    for line in heard:
        if not in_text or line == b".\r\n":
            command = line.split()[0].decode().upper()
            return command if command != "QUIT" else None
    return None


def send(url, start_before=float("inf"), **changes):
    desk = SmtpMail(replace(settings(), smtp_url=url, mail_from=FROM))
    written = {"channel": "email", "to": TO, "subject": "预约已确认", **changes}
    message = a_message(**written)
    return desk.send(message, start_before=start_before)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(mail, "ANSWER_SECONDS", 0.3)


def test_what_was_taken_is_known_by_its_message_id():
    with server() as url:
        outcome = send(url)

    assert outcome == Accepted(f"<{a_message().id}@slipboard.example>", "sent")


@pytest.mark.parametrize("trouble", [HANG_UP, SILENCE, "HTTP/1.1 400 Bad Request"])
@pytest.mark.parametrize("step", ["hello", "EHLO", "MAIL", "RCPT"])
def test_before_the_text_nothing_can_have_been_taken(step, trouble):
    with server(**{step: trouble, "HELO": trouble}) as url:
        outcome = send(url)

    assert outcome == NotSent()


@pytest.mark.parametrize("trouble", [HANG_UP, SILENCE, "nonsense"])
def test_after_the_text_it_may_have_been(trouble):
    with server(**{".": trouble}) as url:
        assert send(url) == Unknown()


@pytest.mark.parametrize(
    ("step", "said", "kind"),
    [
        ("hello", "421 too busy", LATER),
        ("hello", "554 not you", SENDER_TROUBLE),
        ("MAIL", "550 not from there", SENDER_TROUBLE),
        ("RCPT", "452 mailbox full", LATER),
        ("RCPT", "550 no such user", PERMANENT),
        ("DATA", "451 try again", LATER),
        (".", "451 try again", LATER),
        (".", "554 looks like spam", SENDER_TROUBLE),
    ],
)
def test_a_no_is_told_with_its_code_and_kind(step, said, kind):
    with server(**{step: said}) as url:
        outcome = send(url)

    assert outcome == refused(int(said[:3]), of_address=step == "RCPT")
    assert outcome.meaning == kind


def test_a_line_that_begins_with_a_dot_does_not_end_the_text():
    with server() as url:
        assert isinstance(send(url, body="一\n.\n二"), Accepted)


def test_an_address_that_cannot_be_written_is_not_tried():
    assert send("smtp://127.0.0.1:9", to="李雷@example.com").meaning == PERMANENT


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:9", "smtps://127.0.0.1:9"])
def test_where_nobody_listens_nothing_was_sent(url):
    assert send(url) == NotSent()


def test_who_comes_too_late_does_not_try():
    assert send("smtp://127.0.0.1:9", start_before=time.monotonic() - 1) == Unknown()


def test_a_server_that_takes_its_time_gets_no_text(monkeypatch):
    monkeypatch.setattr(mail, "HURRY_SECONDS", -1)
    with server() as url:
        assert send(url) == NotSent()
