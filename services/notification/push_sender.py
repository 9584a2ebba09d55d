"""Handing messages to the push services of people's browsers, encrypted for the device alone.

They are named by whoever subscribes, so they are posted to as partners' webhooks are: to an
address that was checked, once, without redirect.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from prometheus_client import Counter
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from common.config import Settings
from services.notification.domain import carrier, pushes
from services.notification.domain.attempts import Outcome, Rejected
from services.notification.domain.people.subscriptions import Subscription
from services.notification.domain.pushes import Push
from services.notification.webhook_sender import exchange

log = structlog.get_logger(__name__)

PUSHED = Counter("slipboard_pushes_total", "Pushes handed to push services", ["outcome"])
SIGNED_FOR = timedelta(hours=12)
"""How long a signature is good; push services take a day at most."""
UNFIT = Rejected(0, 0, kind=carrier.PERMANENT)


class WebPush:
    """The key by which push services know us; without one nothing is sent this way."""

    def __init__(self, settings: Settings) -> None:
        key = settings.vapid_private_key
        self._vapid = Vapid02.from_string(key) if key else None
        if key:
            _pusher()
        self._subject = settings.vapid_subject
        self._loopback = settings.webhook_loopback

    @property
    def public_key(self) -> str | None:
        """Return what a browser has to name when it subscribes, None where nothing is sent."""
        return public_key_of(self._vapid) if self._vapid else None

    def send(self, subscription: Subscription, push: Push, *, real_now: datetime) -> Outcome:
        """Post *push* to one device's push service and return how that ended; never raises."""
        outcome = self._send(subscription, push, real_now)
        PUSHED.labels(type(outcome).__name__.lower()).inc()
        return outcome

    def _send(self, subscription: Subscription, push: Push, real_now: datetime) -> Outcome:
        try:
            body = encrypted(subscription, push.payload)
            headers = {
                "Content-Type": "application/octet-stream",
                "Content-Encoding": "aes128gcm",
                "User-Agent": "Slipboard-Push/1",
                "TTL": str(int(push.ttl.total_seconds())),
                "Topic": push.topic,
                "Urgency": push.urgency,
                **self._signed(subscription.endpoint, real_now),
            }
        except Exception as fault:
            # The libraries stumble in many ways over keys and addresses that are none.
            log.warning("no push can be made of this", error=type(fault).__name__)
            return UNFIT
        tried = exchange(
            subscription.endpoint, body, headers, real_now=real_now, loopback=self._loopback
        )
        if tried.status is None:
            log.warning("a push service was not reached", error=tried.error)
            return pushes.unanswered(tried.error)
        if not tried.taken:
            log.warning("a push service refused", status=tried.status)
        return pushes.answered(tried.status, tried.retry_after)

    def _signed(self, endpoint: str, real_now: datetime) -> dict[str, str]:
        if self._vapid is None:
            raise ValueError("there is no key to sign with")
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "sub": self._subject,
            "exp": int((real_now + SIGNED_FOR).timestamp()),
        }
        signed: dict[str, str] = self._vapid.sign(claims)
        return signed


def public_key_of(vapid: Vapid02) -> str:
    point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def encrypted(subscription: Subscription, payload: bytes) -> bytes:
    """Return *payload* so that none but the device reads it, as RFC 8291 has it."""
    return bytes(_pusher()(subscription.as_told()).encode(payload)["body"])


@cache
def _pusher() -> Any:
    """Return what encrypts: it brings a client of HTTP along, so only who sends loads it."""
    from pywebpush import WebPusher

    return WebPusher
