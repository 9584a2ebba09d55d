"""Twilio's own library, made patient, and what its answers come to."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from requests import RequestException
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from common.bus.doing import AT_ONCE
from common.config import Settings
from services.notification.domain.attempts import (
    Accepted,
    NotSent,
    Outcome,
    Rejected,
    Unknown,
)
from services.notification.senders import reached

log = structlog.get_logger(__name__)

API = "https://api.twilio.com"
LISTED = 100


class SlowDown(TwilioException):
    """Too many requests; the library would drop the header that says for how long."""

    def __init__(self, retry_after: timedelta | None) -> None:
        self.retry_after = retry_after
        super().__init__("too many requests")


class RebasedHttpClient(TwilioHttpClient):
    """Twilio's own client, patient for 10 s, with requests going to *base* where one is named."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=reached.ANSWER_SECONDS, max_retries=0)
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


def client_of(settings: Settings) -> Client:
    return Client(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        http_client=RebasedHttpClient(settings.twilio_url),
    )


def handed_over(create: Callable[[], Any], start_before: float) -> Outcome:
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
        return NotSent() if reached.never_left(fault) else Unknown()
    except Exception as fault:
        # The library stumbles in many ways over an answer that is not Twilio's.
        log.warning("twilio's answer makes no sense", error=type(fault).__name__)
        return Unknown()
    return Accepted(taken.sid, taken.status) if taken.sid else Unknown()


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.isdecimal() else None
