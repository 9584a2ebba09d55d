"""Having Twilio call people, and asking what became of the calls."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import Counter

from common.config import Settings
from common.errors import Unavailable
from services.notification.domain.attempts import Outcome, Seen
from services.notification.senders.twilio_client import LISTED, client_of, handed_over

CALLED = Counter("slipboard_voice_total", "Attempts to hand a call to Twilio", ["outcome"])

RING_SECONDS = 25
LONGEST_SECONDS = 120
TOLD = ["initiated", "answered", "completed"]
"""What Twilio reports of a call: the first brings its id, the last how it ended."""


class TwilioVoice:
    """The same account and number, to call from; safe to use from many greenlets."""

    def __init__(self, settings: Settings) -> None:
        self._from = settings.twilio_from
        self._client = client_of(settings)

    def call(
        self, to: str, *, url: str, fallback: str, callback: str, start_before: float
    ) -> Outcome:
        """Have Twilio call *to* and fetch what to say at *url*; as ``TwilioSms.send``."""
        outcome = handed_over(
            lambda: self._client.calls.create(
                to=to,
                from_=self._from,
                url=url,
                fallback_url=fallback,
                status_callback=callback,
                status_callback_event=TOLD,
                timeout=RING_SECONDS,
                time_limit=LONGEST_SECONDS,
                machine_detection="Enable",
            ),
            start_before,
        )
        CALLED.labels(type(outcome).__name__.lower()).inc()
        return outcome

    def called(self, to: str, since: datetime) -> Iterator[Seen]:
        """Yield the calls that Twilio has made to *to* since the moment *since*.

        Raises:
            Unavailable: Twilio does not say.
        """
        try:
            listed = self._client.calls.list(to=to, start_time_after=since, limit=LISTED)
        except Exception as fault:
            raise Unavailable(part="twilio") from fault
        return (Seen(one.sid, "", one.status, None) for one in listed)

    def status(self, sid: str) -> str:
        """Return Twilio's word on how far a call came.

        Raises:
            Unavailable: Twilio does not say.
        """
        try:
            return str(self._client.calls(sid).fetch().status)
        except Exception as fault:
            raise Unavailable(part="twilio") from fault
