"""The box in which every e-mail ends, the newest of them kept."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import MIMEPart
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 1000


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail as a mailbox reads it; ``calendar`` is the file that came with it, if one did."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    body: str
    calendar: str | None
    at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.sender,
            "to": list(self.recipients),
            "subject": self.subject,
            "body": self.body,
            "calendar": self.calendar,
            "at": self.at.isoformat(timespec="milliseconds"),
        }


def read(sender: str, recipients: list[str], content: bytes, at: datetime) -> Mail:
    """Return what *content*, an e-mail as it travels, says."""
    parsed = message_from_bytes(content, policy=policy.default)
    text = parsed.get_body(preferencelist=("plain", "html"))
    calendars = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
    return Mail(
        sender=sender,
        recipients=tuple(recipients),
        subject=str(parsed["Subject"] or ""),
        body=_text(text),
        calendar=_text(calendars[0]) if calendars else None,
        at=at,
    )


def _text(part: "MIMEPart[Any, Any] | None") -> str:
    return str(part.get_content()).strip() if part else ""


class Box:
    """Takes e-mails from the thread that speaks SMTP, shows them to those that speak HTTP."""

    def __init__(self) -> None:
        self._mails: deque[Mail] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take an e-mail; the name is what aiosmtpd calls."""
        content = envelope.original_content or b""
        sender = envelope.mail_from or ""
        mail = read(sender, list(envelope.rcpt_tos), content, datetime.now(UTC))
        with self._lock:
            self._mails.append(mail)
        return "250 OK"

    def newest(self, to: str = "") -> list[Mail]:
        """Return the e-mails to *to*, or all, the newest first."""
        with self._lock:
            mails = list(self._mails)
        return [mail for mail in reversed(mails) if not to or to in mail.recipients]

    def empty(self) -> None:
        with self._lock:
            self._mails.clear()
