"""How a store wants its customers written to: when not, how often, for how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

REMINDER_LEADS_MINUTES = (1440, 120)
BEFORE_QUIET = timedelta(minutes=30)
"""What would come in the quiet hours comes so long before they begin."""


@dataclass(frozen=True, slots=True)
class Manners:
    """``quiet_from`` and ``quiet_until`` are hours of the store; from the first up to the second
    nobody is written to who has not just acted.

    A reminder within ``call_gap`` of a call before the visit is left out (RM-03).
    ``spend_cap_fen`` is a month's; None means that nobody counts.
    ``voice`` says whether they are called by machine where no text arrives.
    """

    leads: tuple[int, ...] = REMINDER_LEADS_MINUTES
    quiet_from: time = time(20, 30)
    quiet_until: time = time(9, 0)
    call_gap: timedelta = timedelta(minutes=30)
    spend_cap_fen: int | None = None
    voice: bool = True

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Return what a store's configuration, ``policy.messages``, says; else what is usual."""
        quiet = told.get("quiet", {})
        given: dict[str, Any] = {}
        if "reminder_leads" in told:
            given["leads"] = tuple(told["reminder_leads"])
        if "from" in quiet:
            given["quiet_from"] = time.fromisoformat(quiet["from"])
        if "until" in quiet:
            given["quiet_until"] = time.fromisoformat(quiet["until"])
        if "call_gap_minutes" in told:
            given["call_gap"] = timedelta(minutes=told["call_gap_minutes"])
        if "spend_cap_fen" in told:
            given["spend_cap_fen"] = told["spend_cap_fen"]
        if "voice" in told:
            given["voice"] = told["voice"]
        return cls(**given)


def is_quiet(manners: Manners, moment: datetime, zone: ZoneInfo) -> bool:
    """Say whether *moment* is in the quiet hours of *zone*; they may span midnight."""
    at, begins, ends = moment.astimezone(zone).time(), manners.quiet_from, manners.quiet_until
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def before_quiet(manners: Manners, due: datetime, zone: ZoneInfo) -> datetime:
    """Return *due*, or a moment before the quiet hours that it is in: rather early than late."""
    if not is_quiet(manners, due, zone):
        return due
    return _last(manners.quiet_from, due, zone) - BEFORE_QUIET


def after_quiet(manners: Manners, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the end of the quiet hours that *moment* falls into, else *moment*."""
    if not is_quiet(manners, moment, zone):
        return moment
    local = moment.astimezone(zone)
    end = datetime.combine(local.date(), manners.quiet_until, zone)
    return end if end > local else _on_the_next_day(end, manners.quiet_until, zone)


def _last(at: time, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the latest *at* of the clock in *zone* that is not after *moment*."""
    local = moment.astimezone(zone)
    same_day = datetime.combine(local.date(), at, zone)
    if same_day <= local:
        return same_day
    return datetime.combine(local.date() - timedelta(days=1), at, zone)


def _on_the_next_day(moment: datetime, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), at, zone)
