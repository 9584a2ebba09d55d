"""On which terms a configuration is changed, and what the change would bring."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Terms:
    """``if_version`` is what the caller read; *accept* takes it on that bookings are stranded."""

    reason: str = ""
    dry_run: bool = False
    accept_affected: bool = False
    effective_at: datetime | None = None
    if_version: int | None = None

    def seen(self, version: int) -> "Terms":
        """Return the terms of a change that was worked out from *version* and fits no other."""
        return self if self.if_version is not None else replace(self, if_version=version)

    def waits_until(self, now: datetime) -> datetime | None:
        """Return when it is to be made, None if that is at once."""
        return self.effective_at if self.effective_at and self.effective_at > now else None


@dataclass(frozen=True, slots=True)
class Affected:
    """One booking that a change would strand, and why."""

    store: Store
    booking: Booking
    reasons: list[str]

    def as_read(self) -> dict[str, Any]:
        return {
            "store_id": self.store.id,
            "booking_id": self.booking.id,
            "number": self.booking.number,
            "start": self.store.local(self.booking.start).isoformat(),
            "reasons": self.reasons,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change brings, or would bring: ``version`` is the one in force after it."""

    version: int
    changes: list[dict[str, Any]] = field(default_factory=list)
    affected: list[Affected] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=dict)
    saved: bool = False
    waiting: str | None = None
    rows: int = 0

    def as_read(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "saved": self.saved,
            "waiting": self.waiting,
            "changes": self.changes,
            "affected": told(self.affected),
            "faults": self.faults,
        }


def told(affected: list[Affected]) -> dict[str, Any]:
    """Return how many are affected, and the first of them by their starts."""
    ordered = sorted(affected, key=lambda one: (one.booking.start, one.booking.id))
    return {
        "count": len(affected),
        "bookings": [one.as_read() for one in ordered[:MOST_SHOWN]],
    }


def check_accepted(affected: list[Affected], terms: Terms) -> None:
    """Refuse a change that strands bookings which nobody takes on, or not with a reason.

    Raises:
        Invalid: ``affected`` says which bookings.
    """
    if not affected or (terms.accept_affected and terms.reason.strip()):
        return
    if terms.accept_affected:
        faults = {"reason": ["must be given"]}
    else:
        faults = {"accept_affected": [f"{len(affected)} bookings could not be met any more"]}
    raise Invalid(fields=faults, affected=told(affected))
