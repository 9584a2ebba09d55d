"""Who stands in for whom, and when: their tasks move with it, and return afterwards (RL-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.followup.domain.chains import moment_at

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """``substitute`` acts for ``absent``, both log-ins, until ``ends_at`` (the moment after)."""

    id: str
    store_id: str
    timezone: str
    absent: str
    substitute: str
    from_day: date
    to_day: date
    begins_at: datetime
    ends_at: datetime
    reason: str
    appointed_by: dict[str, Any]
    appointed_at: datetime

    def overlaps(self, other: "Substitution") -> bool:
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


def state(one: Substitution, now: datetime) -> str:
    if now < one.begins_at:
        return "coming"
    return "running" if now < one.ends_at else "ended"


def appointed(
    id: str,
    known: Iterable[Substitution],
    by: dict[str, Any],
    now: datetime,
    *,
    store_id: str,
    timezone: str,
    absent: str,
    substitute: str,
    from_day: date,
    to_day: date,
    reason: str,
) -> Substitution:
    """Return a substitution for whole days of the store, beside those *known* there.

    Raises:
        Invalid: it ends before it begins or in the past, is longer than a year, or one of the
            two is away, or replaced, in those days already; every fault at once.
    """
    zone = ZoneInfo(timezone)
    new = Substitution(
        id=id,
        store_id=store_id,
        timezone=timezone,
        absent=absent,
        substitute=substitute,
        from_day=from_day,
        to_day=to_day,
        begins_at=moment_at(from_day, time.min, zone),
        ends_at=moment_at(to_day + timedelta(days=1), time.min, zone),
        reason=reason,
        appointed_by=by,
        appointed_at=now,
    )
    same_days = [one for one in known if one.overlaps(new)]
    faults: dict[str, list[str]] = {}
    if substitute == absent:
        faults["substitute"] = ["is the one who is absent"]
    elif any(one.absent == substitute for one in same_days):
        faults["substitute"] = ["is absent in those days"]
    if any(one.absent == absent for one in same_days):
        faults["absent"] = ["has a substitute in those days"]
    elif any(one.substitute == absent for one in same_days):
        faults["absent"] = ["stands in for somebody in those days"]
    if to_day < from_day:
        faults["to_day"] = ["is before from_day"]
    elif new.ends_at <= now:
        faults["to_day"] = ["is in the past"]
    elif to_day - from_day >= LONGEST:
        faults["to_day"] = [f"is more than {LONGEST.days} days from from_day"]
    if faults:
        raise Invalid(fields=faults)
    return new


def acted_for(login: str, known: Iterable[Substitution], now: datetime) -> tuple[str, ...]:
    """Return for whom *login* acts at *now*."""
    running = (one for one in known if one.begins_at <= now < one.ends_at)
    return tuple(sorted({one.absent for one in running if one.substitute == login}))
