"""The times that can still be had, as a form offers them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.contracts import booking
from common.contracts.booking import MAX_WINDOW_DAYS
from common.errors import Invalid
from gateway import bus
from gateway.portal.days import A_DAY, within_reach

MOST_OF_A_DAY = 200
MOST_LATER = 6
A_WINDOW = timedelta(days=MAX_WINDOW_DAYS)


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """``slots`` of the day asked for, soonest first; where there are none, the next ``later``."""

    day: date
    slots: list[dict[str, Any]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)

    def has(self, start: str | None) -> bool:
        return any(slot["start"] == start for slot in [*self.slots, *self.later])


def free_times(
    store: dict[str, Any], items: list[str], day: date | None, channel: str | None
) -> FreeTimes | None:
    """Return when *items* can be had on *day*, or None while it is not known what to ask for.

    What the store no longer offers can be had at no time.

    Raises:
        Unavailable: booking is away.
    """
    if not items or day is None or not within_reach(day):
        return None
    try:
        return _found(store, items, day, channel)
    except Invalid:
        return FreeTimes(day)


def _found(store: dict[str, Any], items: list[str], day: date, channel: str | None) -> FreeTimes:
    first = datetime.combine(day, time.min, ZoneInfo(store["timezone"]))
    asked = {"store_ids": [store["id"]], "items": items, "channel": channel or None}
    found = bus.call(booking.SEARCH, from_=first, to=first + A_DAY, limit=MOST_OF_A_DAY, **asked)[
        "slots"
    ]
    if found:
        return FreeTimes(day, found)
    later = bus.call(
        booking.SEARCH, from_=first + A_DAY, to=first + A_WINDOW, limit=MOST_LATER, **asked
    )["slots"]
    return FreeTimes(day, later=later)
