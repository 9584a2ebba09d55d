"""A delivery: one fact owed to one endpoint, tried ten times over three days."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.contracts.base import Told
from services.notification.domain.webhooks import payloads

PENDING, WAITING, DELIVERED, FAILED = "pending", "waiting", "delivered", "failed"
SETTLED = (DELIVERED, FAILED)
GONE = 410
WAITS = (
    timedelta(), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30),
    timedelta(hours=2), timedelta(hours=5), timedelta(hours=10), timedelta(hours=14),
    timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""How long each of the ten tries waits after the one before."""
SPREAD = 0.1
LONGEST_ASKED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Tried:
    """How one try ended: the ``status`` that was answered, or the ``error`` that kept it away.

    ``error`` is ``refused_address``, ``unresolved``, ``unreachable``, ``tls``, ``timeout`` or
    ``broken``; ``answer`` is how the receiver's words begin.
    """

    status: int | None
    seconds: float
    error: str = ""
    answer: str = ""
    retry_after: timedelta | None = None

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        return self.status == GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """``told`` is the payload without the customer, who is added at the moment of sending.

    ``tried`` counts the tries since it was last asked for, ``round`` how often that was;
    ``takes`` is the fence: whoever holds it notes how the try ended under that number.
    ``booking_id`` is None where it is about a store's free time.
    ``occurred_at`` is business time, ``next_at`` real time.
    """

    id: str
    endpoint_id: str
    event_id: str
    event_type: str
    booking_id: str | None
    occurred_at: datetime
    told: dict[str, Any]
    state: str = PENDING
    next_at: datetime | None
    tried: int = 0
    round: int = 1
    takes: int = 0
    tries: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a delivery after a try; ``next_at`` is None when nothing does."""

    state: str
    next_at: datetime | None = None


def delivery_id(endpoint_id: str, event_id: str) -> str:
    """Return the key under which one fact is owed to one endpoint once."""
    return f"d-{hashlib.sha256(f'{endpoint_id}|{event_id}'.encode()).hexdigest()[:24]}"


def owed(endpoint_id: str, told: Told, real_now: datetime) -> Delivery:
    """Return what is owed to an endpoint now that *told* was heard."""
    return Delivery(
        id=delivery_id(endpoint_id, told.id),
        endpoint_id=endpoint_id,
        event_id=told.id,
        event_type=told.type,
        booking_id=told.data["booking_id"],
        occurred_at=told.occurred_at,
        told=payloads.without_person(told.data),
        next_at=real_now,
    )


def after(delivery: Delivery, tried: Tried, real_now: datetime, spread: float) -> Verdict:
    """Say what becomes of *delivery* after *tried*; *spread* is drawn from ± ``SPREAD``.

    Only 2xx is success.  A receiver that asks for a longer wait gets it, up to a day.
    """
    if tried.taken:
        return Verdict(DELIVERED)
    tries = delivery.tried + 1
    if tried.gone or tries >= len(WAITS):
        return Verdict(FAILED)
    wait = WAITS[tries] * (1 + spread)
    if tried.retry_after:
        wait = max(wait, min(tried.retry_after, LONGEST_ASKED))
    return Verdict(PENDING, real_now + wait)


def noted(tried: Tried, real_now: datetime) -> dict[str, Any]:
    """Return *tried* as the log of a delivery keeps it."""
    return {
        "at": real_now,
        "status": tried.status,
        "seconds": round(tried.seconds, 3),
        "error": tried.error,
        "answer": tried.answer,
    }
