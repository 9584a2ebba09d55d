"""Handing SMS and calls to Twilio, and asking what became of them."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from prometheus_client import Counter
from requests import ConnectionError, ConnectTimeout, RequestException
from requests.adapters import HTTPAdapter
from requests.exceptions import SSLError
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from common.bus.doing import AT_ONCE
from common.config import Settings
from common.errors import Unavailable
from services.notification.domain.attempts import (
    Accepted,
    NotSent,
    Outcome,
    Rejected,
    Seen,
    Unknown,
)

log = structlog.get_logger(__name__)

API = "https://api.twilio.com"
ANSWER_SECONDS = 10
LISTED = 100
SENT = Counter("slipboard_sms_total", "Attempts to hand an SMS to Twilio", ["outcome"])
CALLED = Counter("slipboard_voice_total", "Attempts to hand a call to Twilio", ["outcome"])

RING_SECONDS = 25
LONGEST_SECONDS = 120
TOLD = ["initiated", "answered", "completed"]
"""What Twilio reports of a call: the first brings its id, the last how it ended."""


class SlowDown(TwilioException):
    """Too many requests; the library would drop the header that says for how long."""

    def __init__(self, retry_after: timedelta | None) -> None:
        self.retry_after = retry_after
        super().__init__("too many requests")


class RebasedHttpClient(TwilioHttpClient):
    """Twilio's own client, patient for 10 s, with requests going to *base* where one is named."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=ANSWER_SECONDS, max_retries=0)
        # As many connections are kept as requests are under way at once.
        self.session.mount("https://", HTTPAdapter(pool_maxsize=AT_ONCE))
        self.session.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))
        self._base = urlsplit(base)
        # Proxies and certificates named by the environment are read once, not at each request.
        found = self.session.merge_environment_settings(base or API, {}, None, None, None)
        self.session.proxies, self.session.verify = found["proxies"], found["verify"]
        self.session.trust_env = False

    def request(self, method: str, url: str, *rest: Any, **more: Any) -> Response:
        if self._base.netloc:
            url = urlunsplit(
                urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc)
            )
        response = super().request(method, url, *rest, **more)
        if response.status_code == 429:
            raise SlowDown(_seconds(response.headers.get("Retry-After", "")))
        return response


class TwilioSms:
    """One account and one number to send from; safe to use from many greenlets."""

    def __init__(self, settings: Settings) -> None:
        self._from = settings.twilio_from
        self._client = _client(settings)

    def send(self, to: str, body: str, *, callback: str, start_before: float) -> Outcome:
        """Hand one SMS to Twilio and return how that ended; never raises.

        After *start_before* on the monotonic clock it is not even tried: whoever
        wakes that late may have been given up, and somebody else may be sending.
        """
        outcome = _handed_over(
            lambda: self._client.messages.create(
                to=to, from_=self._from, body=body, status_callback=callback
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

    def status(self, sid: str) -> Seen | None:
        """Return what Twilio says now of one message, or None if it knows none.

        Raises:
            Unavailable: Twilio does not say.
        """
        try:
            one = self._client.messages(sid).fetch()
        except Exception as fault:
            if isinstance(fault, TwilioRestException) and fault.status == 404:
                return None
            raise Unavailable(part="twilio") from fault
        return Seen(sid, one.body, one.status, one.error_code)


class TwilioVoice:
    """The same account and number, to call from; safe to use from many greenlets."""

    def __init__(self, settings: Settings) -> None:
        self._from = settings.twilio_from
        self._client = _client(settings)

    def call(
        self, to: str, *, url: str, fallback: str, callback: str, start_before: float
    ) -> Outcome:
        """Have Twilio call *to* and fetch what to say at *url*; as ``TwilioSms.send``."""
        outcome = _handed_over(
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


def _client(settings: Settings) -> Client:
    return Client(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        http_client=RebasedHttpClient(settings.twilio_url),
    )


def _handed_over(create: Callable[[], Any], start_before: float) -> Outcome:
    """Return how *create*, which makes a message or a call, ended."""
    if time.monotonic() > start_before:
        return Unknown()
    try:
        taken = create()
    except SlowDown as busy:
        return Rejected(20429, 429, busy.retry_after)
    except (TwilioRestException, TwilioServiceException) as no:
        log.warning("twilio refused", code=no.code, status=no.status)
        return Rejected(no.code or no.status, no.status)
    except RequestException as fault:
        log.warning("twilio did not answer", error=type(fault).__name__)
        return NotSent() if _never_left(fault) else Unknown()
    except Exception as fault:
        # The library stumbles in many ways over an answer that is not Twilio's.
        log.warning("twilio's answer makes no sense", error=type(fault).__name__)
        return Unknown()
    return Accepted(taken.sid, taken.status) if taken.sid else Unknown()


def _never_left(fault: RequestException) -> bool:
    """Say whether it is certain that no request reached Twilio: no connection was made."""
    if isinstance(fault, ConnectTimeout):
        return True
    cause = fault.args[0] if fault.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    if isinstance(fault, SSLError):
        return "CERTIFICATE_VERIFY_FAILED" in str(fault)
    return isinstance(fault, ConnectionError) and isinstance(reason, NewConnectionError)


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() else None
