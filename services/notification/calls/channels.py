"""The ways by which messages go, and the providers behind them, each paused by itself."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from common import clock
from common.sms_routes import TWILIO, routes_of, sender_of
from services.notification.domain import pushes
from services.notification.domain.attempts import Outcome, Seen, Unknown, search_from
from services.notification.domain.messages import EMAIL, PUSH, SMS, Message
from services.notification.mail import SmtpMail
from services.notification.push_sender import WebPush
from services.notification.senders import SmsSender
from services.notification.store import NotificationStore

PROVIDERS = {EMAIL: "smtp", PUSH: "push"}
"""Who carries what goes neither as a text nor as a call."""

HURRY_SECONDS = 30.0
"""How long the devices of one person are told one after the other; then it is enough."""


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


class ByPush:
    """To each device of a person; one that wants nothing more is forgotten."""

    def __init__(
        self, push: WebPush, store: NotificationStore, now: Callable[[], datetime]
    ) -> None:
        self._push = push
        self._store = store
        self._now = now

    def hand_over(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        if time.monotonic() > start_before:
            return Unknown()
        return pushes.of_all(self._told(message, time.monotonic() + HURRY_SECONDS), message)

    def listed(self, message: Message) -> Iterable[Seen]:
        return ()

    def told_of(self, message: Message) -> Seen | None:
        return None

    def _told(self, message: Message, hurry: float) -> Iterator[Outcome]:
        """Yield how it ended on each device, as long as there is time."""
        booking = self._store.booking(message.booking_id)
        push = pushes.prepared(message, booking.number if booking else "", self._now())
        for device in self._store.subscriptions(message.customer_id):
            if time.monotonic() > hurry:
                return
            outcome = self._push.send(device, push, real_now=clock.real())
            if pushes.is_gone(outcome):
                self._store.unsubscribe(device.customer_id, device.id)
            yield outcome


def provider_of(message: Message, routes: str) -> str:
    """Return who carries *message*; calls are Twilio's, texts go by the *routes* of settings."""
    if message.channel == SMS:
        return sender_of(message.to, routes_of(routes))
    return PROVIDERS.get(message.channel, TWILIO)


def by_name(
    *,
    sms: SmsSender,
    mail: SmtpMail,
    push: WebPush,
    store: NotificationStore,
    now: Callable[[], datetime],
) -> Mapping[str, Channel]:
    return {SMS: BySms(sms), EMAIL: ByEmail(mail), PUSH: ByPush(push, store, now)}
