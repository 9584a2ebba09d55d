"""One sender of SMS before all others: it hands each message to whom the routes name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from common.config import Settings
from common.sms_routes import TENCENT, TWILIO, routes_of, sender_of
from services.notification.domain.attempts import Outcome, Seen
from services.notification.domain.messages import Message
from services.notification.senders.tencent_sms import TencentSms
from services.notification.senders.twilio_sms import TwilioSms


class SmsSender(Protocol):
    def send(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        """Hand one SMS over and return how that ended; never raises.

        After *start_before* on the monotonic clock it is not even tried.
        """

    def sent_to(self, to: str, since: datetime) -> Iterable[Seen]:
        """Return what the provider says that it has sent to *to* since the moment *since*.

        Raises:
            Unavailable: it does not say.
        """

    def told_of(self, message: Message) -> Seen | None:
        """Return what the provider says now of one that it took, or None if it knows none.

        Raises:
            Unavailable: it does not say.
        """


MADE: Mapping[str, Callable[[Settings], SmsSender]] = {TWILIO: TwilioSms, TENCENT: TencentSms}


class SmsByPrefix:
    """Every sender that a route names, and Twilio for all other numbers."""

    def __init__(self, settings: Settings) -> None:
        self._routes = routes_of(settings.sms_routes)
        named = {TWILIO, *self._routes.values()}
        self._senders = {name: MADE[name](settings) for name in sorted(named)}

    def send(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        return self._of(message.to).send(message, callback=callback, start_before=start_before)

    def sent_to(self, to: str, since: datetime) -> Iterable[Seen]:
        return self._of(to).sent_to(to, since)

    def told_of(self, message: Message) -> Seen | None:
        return self._of(message.to).told_of(message)

    def _of(self, phone: str) -> SmsSender:
        return self._senders[sender_of(phone, self._routes)]
