"""Requests the account makes to the product, signed as Twilio signs them."""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode
from uuid import uuid4

from twilio.request_validator import RequestValidator
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError

from devstack.twilio.moments import now

log = logging.getLogger(__name__)

CARRIERS = 16
KEPT_DELIVERIES = 5000


@dataclass(frozen=True)
class Webhook:
    url: str
    fields: Mapping[str, str]
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """What the product said; status 0 when it could not be reached or did not answer in time."""

    status: int
    text: str = ""
    fault: str = ""

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Overrides:
    """How patient and how stubborn a webhook is; an address may say so after its ``#``."""

    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 15.0
    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, fragment: str) -> "Overrides":
        """Twilio's ``#ct=&rt=&tt=&rc=&rp=``: milliseconds, a count, and what is worth a retry."""
        given = dict(parse_qsl(fragment))
        policy = frozenset(given.get("rp", "ct").split(","))
        return cls(
            connect_seconds=_within(given.get("ct"), 100, 10000, 5000) / 1000,
            read_seconds=_within(given.get("rt"), 100, 15000, 15000) / 1000,
            total_seconds=_within(given.get("tt"), 100, 15000, 15000) / 1000,
            retries=_within(given.get("rc"), 0, 5, 1),
            policy=frozenset({"4xx", "5xx", "ct", "rt"}) if "all" in policy else policy,
        )


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver a webhook, kept to look at."""

    url: str
    fields: Mapping[str, str]
    answer: Answer
    attempt: int
    at: str = field(default_factory=lambda: now().isoformat(timespec="milliseconds"))

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "url": self.url,
            "fields": dict(self.fields),
            "attempt": self.attempt,
            "status": self.answer.status,
            "fault": self.answer.fault,
        }


class Postman:
    """Carries webhooks; those of one message or call arrive in the order they were posted."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)
        self._carriers = ThreadPoolExecutor(CARRIERS, thread_name_prefix="postman")
        self._lock = threading.Lock()
        self._lines: dict[str, deque[Webhook]] = {}
        self._connections = PoolManager(maxsize=CARRIERS)
        self.deliveries: deque[Delivery] = deque(maxlen=KEPT_DELIVERIES)

    def post(self, line: str, webhook: Webhook) -> None:
        """Deliver *webhook* soon, after whatever was posted on *line* before it."""
        with self._lock:
            if line in self._lines:
                self._lines[line].append(webhook)
                return
            self._lines[line] = deque([webhook])
        self._carriers.submit(self._walk, line)

    def wait(self, line: str, seconds: float) -> None:
        """Come back once everything posted on *line* has been delivered, or after *seconds*."""
        deadline = time.monotonic() + seconds
        while line in self._lines and time.monotonic() < deadline:
            time.sleep(0.005)

    def deliver(self, webhook: Webhook) -> Answer:
        """Deliver *webhook* now, again where its overrides ask for that, and bring the answer."""
        url, fragment = urldefrag(webhook.url)
        overrides = Overrides.of(fragment)
        deadline = time.monotonic() + overrides.total_seconds
        # The same on every attempt, so that the receiver can tell a retry from a new event.
        token = str(uuid4())
        for attempt in range(1 + overrides.retries):
            answer = self._attempt(webhook, url, token, overrides, deadline)
            self.deliveries.append(Delivery(url, webhook.fields, answer, attempt))
            if answer.fault not in overrides.policy or time.monotonic() >= deadline:
                break
        return answer

    def _walk(self, line: str) -> None:
        while True:
            with self._lock:
                if not self._lines[line]:
                    del self._lines[line]
                    return
                webhook = self._lines[line].popleft()
            try:
                self.deliver(webhook)
            except Exception:
                log.exception("webhook to %s failed", webhook.url)

    def _attempt(
        self,
        webhook: Webhook,
        url: str,
        token: str,
        overrides: Overrides,
        deadline: float,
    ) -> Answer:
        left = max(deadline - time.monotonic(), 0.1)
        patience = Timeout(
            connect=min(overrides.connect_seconds, left), read=min(overrides.read_seconds, left)
        )
        body: Mapping[str, str] = webhook.fields
        if webhook.method == "GET":
            url, body = _with_query(url, webhook.fields), {}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": self._validator.compute_signature(url, body),
        }
        try:
            response = self._connections.request(
                webhook.method,
                url,
                body=urlencode(body) or None,
                headers=headers,
                timeout=patience,
                retries=False,
                redirect=False,
            )
        except ReadTimeoutError:
            return Answer(0, fault="rt")
        except HTTPError as unreachable:
            log.debug("webhook to %s: %s", url, unreachable)
            return Answer(0, fault="ct")
        fault = f"{response.status // 100}xx" if response.status >= 400 else ""
        return Answer(response.status, response.data.decode(errors="replace"), fault)


def _with_query(url: str, fields: Mapping[str, str]) -> str:
    return url + ("&" if "?" in url else "?") + urlencode(fields)


def _within(text: str | None, least: int, most: int, default: int) -> int:
    if text is None or not text.isdecimal() or len(text) > 9:
        return default
    return min(max(int(text), least), most)
