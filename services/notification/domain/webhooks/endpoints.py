"""An endpoint: where a partner hears of its bookings, and whether anything may be sent there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from common import outside
from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.contracts.notification.webhooks import EVERY
from common.errors import Invalid, Stale
from common.outside import Inside
from services.notification.domain.webhooks.deliveries import Tried

ACTIVE, PAUSED, DISABLED = "active", "paused", "disabled"
BY_REQUEST, FAILING, GONE = "by_request", "failing", "gone"
SENTENCES = {
    BY_REQUEST: {
        "zh": "已按要求暂停；恢复后会发送暂停期间的通知。",
        "en": "Paused on request; what waits is sent when it is resumed.",
    },
    FAILING: {
        "zh": "连续 5 天未能送达，已暂停；请修复接收地址后恢复，等待中的通知会再次发送。",
        "en": "Nothing could be delivered for 5 days: mend the receiver and resume; what waits is "
        "sent then.",
    },
    GONE: {
        "zh": "接收地址回复 410，已停用；请更新地址后恢复。",
        "en": "The receiver answered 410 Gone: name another address and resume.",
    },
}

MOST = 10
"""So many endpoints one partner has at the most."""
BOTH_VALID = timedelta(hours=24)
PATIENCE = timedelta(days=5)
FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(minutes=5)
LONGEST_ASKED = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """``secret`` counts the secrets so far; they are derived from it and never kept.

    ``failures`` counts the tries that failed since the last that did not, ``failing_since`` is the
    first of them; until ``rests_until`` nothing is tried.  These and ``rotated_at`` are real
    time, the others business time.  ``asked`` is the fingerprint of what created it.
    """

    id: str
    partner_id: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    asked: str
    revision: int = 1
    state: str = ACTIVE
    because: str | None = None
    stopped_at: datetime | None = None
    secret: int = 1
    rotated_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None

    def wants(self, event_type: str) -> bool:
        return self.state != DISABLED and (EVERY in self.events or event_type in self.events)

    @property
    def follows_availability(self) -> bool:
        """Say whether it hears of other people's bookings: only where it was asked for by name."""
        return self.state != DISABLED and AVAILABILITY_CHANGED in self.events

    def old_secret_until(self, real_now: datetime) -> datetime | None:
        """Return when the secret before this one ends, None if it has."""
        if self.rotated_at is None or real_now >= self.rotated_at + BOTH_VALID:
            return None
        return self.rotated_at + BOTH_VALID

    def secrets(self, real_now: datetime) -> tuple[int, ...]:
        """Return which secrets sign, the newest first: two while a rotation lasts."""
        return (self.secret, self.secret - 1) if self.old_secret_until(real_now) else (self.secret,)


@dataclass(frozen=True, slots=True)
class Health:
    """How an endpoint stands after a try; ``stops`` says into which state and why, if it does."""

    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    stops: tuple[str, str] | None = None


HEALTHY = Health()


def opened(
    id: str,
    partner_id: str,
    now: datetime,
    *,
    url: str,
    events: Iterable[str],
    asked: str,
    beside: int,
    loopback: bool,
) -> Endpoint:
    """Return a new endpoint; *beside* is how many the partner has already.

    Raises:
        Invalid: the address leads inside, or there are too many.
    """
    if beside >= MOST:
        raise Invalid.of(url=f"is beyond the {MOST} endpoints of one partner")
    return Endpoint(
        id=id,
        partner_id=partner_id,
        url=_outside(url, loopback),
        events=_told_once(events),
        created_at=now,
        asked=asked,
    )


def changed(
    endpoint: Endpoint,
    now: datetime,
    *,
    loopback: bool = False,
    if_revision: int | None = None,
    url: str | None = None,
    events: Iterable[str] | None = None,
    state: str | None = None,
) -> Endpoint:
    """Return *endpoint* with what was named put right; a new address or ``active`` starts afresh.

    Raises:
        Stale: it is not at *if_revision* any more.
        Invalid: the address leads inside.
    """
    if if_revision not in (None, endpoint.revision):
        raise Stale(revision=endpoint.revision)
    changes: dict[str, Any] = {}
    if url is not None:
        changes["url"] = _outside(url, loopback)
    if events is not None:
        changes["events"] = _told_once(events)
    if url is not None or state == ACTIVE:
        changes |= {"failures": 0, "failing_since": None, "rests_until": None}
    if state == ACTIVE:
        changes |= {"state": ACTIVE, "because": None, "stopped_at": None}
    elif state == PAUSED and endpoint.state == ACTIVE:
        changes |= {"state": PAUSED, "because": BY_REQUEST, "stopped_at": now}
    return replace(endpoint, revision=endpoint.revision + 1, **changes)


def rotated(endpoint: Endpoint, real_now: datetime, *, at_once: bool) -> Endpoint:
    """Return *endpoint* with a new secret; the one before signs for another day.

    Asked again within that day it stays as it is, so that an answer that was lost does no harm.
    *at_once* ends every secret so far.
    """
    if endpoint.old_secret_until(real_now) and not at_once:
        return endpoint
    return replace(
        endpoint,
        revision=endpoint.revision + 1,
        secret=endpoint.secret + 1,
        rotated_at=None if at_once else real_now,
    )


def after(endpoint: Endpoint, tried: Tried, real_now: datetime) -> Health:
    """Say how *endpoint* stands after *tried*.

    Whoever fails is left alone for a while, at least as long as they ask for, so that the
    dead keep nobody waiting.  Five days without one success stop it, and 410 does at once.
    """
    if tried.taken:
        return HEALTHY
    failures, since = endpoint.failures + 1, endpoint.failing_since or real_now
    rest = min(FIRST_REST * 2 ** min(failures - 1, 20), LONGEST_REST)
    if tried.retry_after:
        rest = max(rest, min(tried.retry_after, LONGEST_ASKED))
    stops = None
    if tried.gone:
        stops = DISABLED, GONE
    elif real_now - since >= PATIENCE:
        stops = PAUSED, FAILING
    return Health(failures, since, real_now + rest, stops)


def _outside(url: str, loopback: bool) -> str:
    try:
        outside.target(url, loopback=loopback)
    except Inside as fault:
        raise Invalid.of(url=str(fault)) from fault
    return url


def _told_once(events: Iterable[str]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(events))
    beside = (AVAILABILITY_CHANGED,) if AVAILABILITY_CHANGED in named else ()
    return (EVERY, *beside) if EVERY in named else named
