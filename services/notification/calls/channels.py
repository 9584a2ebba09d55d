"""The ways by which messages go, and the providers behind them, each paused by itself."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from common.sms_routes import TWILIO, routes_of, sender_of
from services.notification.domain.attempts import Outcome, Seen, search_from
from services.notification.domain.messages import EMAIL, SMS, Message
from services.notification.mail import SmtpMail
from services.notification.senders import SmsSender

SMTP = "smtp"


class Channel(Protocol):
    def hand_over(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        """Make one attempt; *callback* is where the provider reports, if it does."""

    def listed(self, message: Message) -> Iterable[Seen]:
        """Return what the provider says that it sent to whom *message* is for.

        Raises:
            Unavailable: it does not say.
        """

    def told_of(self, message: Message) -> Seen | None:
        """Return what the provider says now of a message that it took; None: nothing at all.

        Raises:
            Unavailable: it does not say.
        """


class BySms:
    def __init__(self, sms: SmsSender) -> None:
        self._sms = sms

    def hand_over(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        return self._sms.send(message, callback=callback, start_before=start_before)

    def listed(self, message: Message) -> Iterable[Seen]:
        return self._sms.sent_to(message.to, search_from(message))

    def told_of(self, message: Message) -> Seen | None:
        return self._sms.told_of(message)


class ByEmail:
    """Mail servers report nothing and cannot be asked."""

    def __init__(self, mail: SmtpMail) -> None:
        self._mail = mail

    def hand_over(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        return self._mail.send(message, start_before=start_before)

    def listed(self, message: Message) -> Iterable[Seen]:
        return ()

    def told_of(self, message: Message) -> Seen | None:
        return None


def provider_of(message: Message, routes: str) -> str:
    """Return who carries *message*; calls are Twilio's, texts go by the *routes* of settings."""
    if message.channel == EMAIL:
        return SMTP
    return sender_of(message.to, routes_of(routes)) if message.channel == SMS else TWILIO


def by_name(*, sms: SmsSender, mail: SmtpMail) -> Mapping[str, Channel]:
    return {SMS: BySms(sms), EMAIL: ByEmail(mail)}
