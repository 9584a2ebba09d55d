"""Word that a store's free time changed, for who asked for it: a few seconds of it in one.

It says of which days, and nothing of what was booked or by whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from common.contracts.notification.feed import AVAILABILITY_CHANGED
from services.notification.domain.webhooks.feed import Entry, as_change, is_own

TOGETHER = timedelta(seconds=5)
"""So much real time of one store's changes goes out as one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed of a store up to number ``sequence``: on which ``days``, as ISO texts."""

    store_id: str
    timezone: str
    days: tuple[str, ...]
    sequence: int
    occurred_at: datetime


def change_for(partner_id: str, entries: Iterable[Entry]) -> Change | None:
    """Return what *entries* of one store change for a partner: what it did not do itself."""
    others = [one for one in entries if not is_own(one, partner_id)]
    if not others:
        return None
    told = [as_change(one) for one in others]
    return Change(
        store_id=others[-1].store_id,
        timezone=told[-1]["timezone"],
        days=tuple(sorted({day for one in told for day in one["days"]})),
        sequence=max(one.number for one in others),
        occurred_at=others[-1].occurred_at,
    )


def goes_out_at(real_now: datetime) -> datetime:
    """Return when the few seconds end that *real_now* is in."""
    passed = (real_now - datetime.fromtimestamp(0, UTC)) % TOGETHER
    return real_now - passed + TOGETHER


def event_id(store_id: str, at: datetime) -> str:
    return f"{AVAILABILITY_CHANGED}:{store_id}:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def in_order(told: dict[str, Any]) -> dict[str, Any]:
    """Return the payload of what was put together, its days one after the other."""
    return {**told, "days": sorted(told["days"])}
