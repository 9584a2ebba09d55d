"""Times and dates as a configuration writes them; None where it is no such thing."""

import re
from datetime import date, datetime, time
from typing import Any

from services.booking.domain.ticks import TICK_MINUTES

YEARS = range(2000, 2100)


def clock(told: Any) -> time | None:
    if not isinstance(told, str) or not re.fullmatch(r"\d\d:\d\d", told):
        return None
    try:
        return time.fromisoformat(told)
    except ValueError:
        return None


def span(told: Any) -> tuple[time, time] | None:
    """Return ``08:30-17:30`` as two times, None if it is no such thing."""
    opens, _, closes = told.partition("-") if isinstance(told, str) else ("", "", "")
    first, end = clock(opens), clock(closes)
    if first is None or end is None or first.minute % TICK_MINUTES or end.minute % TICK_MINUTES:
        return None
    return first, end


def day(told: Any) -> date | None:
    try:
        found = date.fromisoformat(told)
    except (ValueError, TypeError):
        return None
    return found if found.year in YEARS and told == found.isoformat() else None


def local_moment(told: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(told)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo is None and found.year in YEARS else None
