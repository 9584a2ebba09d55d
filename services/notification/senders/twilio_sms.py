"""Handing SMS to Twilio, and asking what became of them."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import Counter
from twilio.base.exceptions import TwilioRestException

from common.config import Settings
from common.errors import Unavailable
from services.notification.domain.attempts import Outcome, Seen
from services.notification.domain.messages import Message
from services.notification.senders.twilio_client import LISTED, client_of, handed_over

SENT = Counter("slipboard_sms_total", "Attempts to hand an SMS to Twilio", ["outcome"])


class TwilioSms:
    """One account and one number to send from; safe to use from many greenlets."""

    def __init__(self, settings: Settings) -> None:
        self._from = settings.twilio_from
        self._client = client_of(settings)

    def send(self, message: Message, *, callback: str, start_before: float) -> Outcome:
        """Hand one SMS to Twilio and return how that ended; never raises.

        After *start_before* on the monotonic clock it is not even tried: whoever
        wakes that late may have been given up, and somebody else may be sending.
        """
        outcome = handed_over(
            lambda: self._client.messages.create(
                to=message.to, from_=self._from, body=message.body, status_callback=callback
            ),
            start_before,
        )
        SENT.labels(type(outcome).__name__.lower()).inc()
        return outcome

    def sent_to(self, to: str, since: datetime) -> Iterator[Seen]:
        """Yield what Twilio has sent to *to* since the moment *since*.

        Raises:
            Unavailable: Twilio does not say.
        """
        try:
            listed = self._client.messages.list(to=to, date_sent_after=since, limit=LISTED)
        except Exception as fault:
            raise Unavailable(part="twilio") from fault
        return (Seen(one.sid, one.body, one.status, one.error_code) for one in listed)

    def told_of(self, message: Message) -> Seen | None:
        """Return what Twilio says now of one message, or None if it knows none.

        Raises:
            Unavailable: Twilio does not say.
        """
        if not message.sid:
            return None
        try:
            one = self._client.messages(message.sid).fetch()
        except Exception as fault:
            if isinstance(fault, TwilioRestException) and fault.status == 404:
                return None
            raise Unavailable(part="twilio") from fault
        return Seen(message.sid, one.body, one.status, one.error_code)
