"""Handing e-mails to a mail server.

A server says nothing of an e-mail after it has taken it, and cannot be asked.  So one whose
taking is in doubt may arrive twice, at most: both have the same ``Message-ID``, by which
most mailboxes keep one, and the same calendar event, of which every calendar keeps one.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
)
from ssl import create_default_context
from urllib.parse import urlsplit

import structlog
from prometheus_client import Counter

from common.config import Settings
from services.notification.domain import carrier
from services.notification.domain.attempts import Accepted, NotSent, Outcome, Rejected, Unknown
from services.notification.domain.envelopes import enveloped, message_id, plain_address
from services.notification.domain.mail_server import refused
from services.notification.domain.messages import Message

log = structlog.get_logger(__name__)

ANSWER_SECONDS = 10.0
HURRY_SECONDS = 40.0
"""How long it may take to come so far that the text can be handed over; then it is not."""

PORTS = {"smtp": 587, "smtp+starttls": 587, "smtps": 465}
NEVER = Rejected(553, 553, kind=carrier.PERMANENT)
INSECURE = Rejected(0, 0, kind=carrier.SENDER_TROUBLE)
HERE = ("127.0.0.1", "::1", "localhost")
TRIED = Counter("slipboard_mails_total", "Attempts to hand over an e-mail", ["outcome"])


class SmtpMail:
    """One mail server and one address to send from; each e-mail has a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._server = urlsplit(settings.smtp_url)
        self._login = (settings.smtp_user, settings.smtp_password)
        self._sender = settings.mail_from
        self._trusted = create_default_context()

    def send(self, message: Message, *, start_before: float) -> Outcome:
        """Hand over one e-mail and return how that ended; never raises.

        After *start_before* on the monotonic clock it is not even tried: whoever
        wakes that late may have been given up, and somebody else may be sending.
        """
        if time.monotonic() > start_before:
            outcome: Outcome = Unknown()
        else:
            outcome = self._send(message)
        TRIED.labels(type(outcome).__name__.lower()).inc()
        return outcome

    def _send(self, message: Message) -> Outcome:
        hurry = time.monotonic() + HURRY_SECONDS
        try:
            to, text = plain_address(message.to), enveloped(message, self._sender)
        except Exception as fault:
            # The library stumbles in many ways over an address that is none.
            log.warning("no e-mail can be made of this", error=type(fault).__name__)
            return NEVER
        try:
            with self._connected() as smtp:
                return self._handed_over(smtp, message, to, text, hurry)
        except SMTPNotSupportedError as fault:
            log.error("the mail server cannot do what is asked of it", error=str(fault))
            return INSECURE
        except SMTPResponseException as no:
            return _refused(no.smtp_code)
        except (SMTPException, OSError, ValueError) as fault:
            log.warning("the mail server was not reached", error=type(fault).__name__)
            return NotSent()

    def _handed_over(
        self, smtp: SMTP, message: Message, to: str, text: bytes, hurry: float
    ) -> Outcome:
        """Name sender and recipient, then hand over the text: from there on the end may be lost."""
        code, _ = smtp.mail(self._sender)
        if code != 250:
            return _refused(code)
        code, _ = smtp.rcpt(to)
        if code not in (250, 251):
            return _refused(code, of_address=True)
        if time.monotonic() > hurry:
            return NotSent()
        try:
            code, _ = smtp.data(text)
        except SMTPDataError as no:
            return _refused(no.smtp_code)
        except (SMTPException, OSError) as fault:
            log.warning("the mail server did not confirm", error=type(fault).__name__)
            return Unknown()
        if code == 250:
            return Accepted(message_id(message, self._sender), "sent")
        return _refused(code) if 400 <= code < 600 else Unknown()

    @contextmanager
    def _connected(self) -> Iterator[SMTP]:
        """Yield a connection on which e-mails may be handed over.

        A password goes over TLS only, or to this very machine.

        Raises:
            SMTPNotSupportedError: the server offers no TLS, or no log-in, where there must be.
        """
        scheme, host = self._server.scheme, self._server.hostname or ""
        smtp = self._greeted(scheme, host)
        try:
            smtp.ehlo_or_helo_if_needed()
            must = scheme == "smtp+starttls" or (bool(self._login[0]) and host not in HERE)
            if scheme != "smtps" and (must or smtp.has_extn("starttls")):
                smtp.starttls(context=self._trusted)
                smtp.ehlo_or_helo_if_needed()
            if self._login[0]:
                smtp.login(*self._login)
            yield smtp
            with suppress(SMTPException, OSError):
                smtp.putcmd("quit")
        finally:
            smtp.close()

    def _greeted(self, scheme: str, host: str) -> SMTP:
        """Return a connection to a server that has said hello."""
        port, name = self._server.port or PORTS.get(scheme, 0), self._sender.rpartition("@")[2]
        if scheme == "smtps":
            return SMTP_SSL(host, port, name, timeout=ANSWER_SECONDS, context=self._trusted)
        return SMTP(host, port, name, timeout=ANSWER_SECONDS)


def _refused(code: int, *, of_address: bool = False) -> Outcome:
    log.warning("the mail server refused", code=code)
    return refused(code, of_address=of_address)
