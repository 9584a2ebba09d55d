"""The hours at which a person prefers to be contacted (RM-09).

They are hours of the store's clock, half open, and may span midnight.  Whoever names them
has asked to be contacted then: the store's quiet hours do not count for them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEFORE_IT_CLOSES = timedelta(minutes=30)
"""What comes earlier comes so long before the hours end, or when they begin if they are short."""

_DAYS = range(3)
"""A change of the clock may take the hours of one day away; of three there are always some left."""


@dataclass(frozen=True, slots=True)
class Window:
    """From ``opens`` up to ``closes``, which are not the same."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def spans_midnight(self) -> bool:
        return self.closes < self.opens


def is_open(window: Window, moment: datetime, zone: ZoneInfo) -> bool:
    at = moment.astimezone(zone).time()
    if window.spans_midnight:
        return at >= window.opens or at < window.closes
    return window.opens <= at < window.closes


def next_open(window: Window, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return *moment* if it is within the hours, else when they begin next."""
    if is_open(window, moment, zone):
        return moment
    today = moment.astimezone(zone).date()
    begins = (_at(today + timedelta(days=day), window.opens, zone) for day in _DAYS)
    return next(at for at in begins if at > moment and is_open(window, at, zone))


def last_open(window: Window, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return *moment* if it is within the hours, else a moment near the end of those before it."""
    if is_open(window, moment, zone):
        return moment
    today = moment.astimezone(zone).date()
    ends = (_near_the_end(window, today - timedelta(days=day), zone) for day in _DAYS)
    return next(at for at in ends if at < moment and is_open(window, at, zone))


def moved_into(
    window: Window, due: datetime, zone: ZoneInfo, *, after: datetime, before: datetime
) -> datetime:
    """Return when what is wanted at *due* is sent: rather earlier, else later, *before* a moment.

    Nothing can come up to *after*.  Where no such hours lie in between it stays due as it was,
    and is judged then.
    """
    earlier = last_open(window, due, zone)
    if earlier > after:
        return earlier
    later = next_open(window, max(due, after), zone)
    return later if later < before else due


def _near_the_end(window: Window, day: date, zone: ZoneInfo) -> datetime:
    """Return a moment near the end of the hours that begin on *day*."""
    last_day = day + timedelta(days=1) if window.spans_midnight else day
    return max(_at(day, window.opens, zone), _at(last_day, window.closes, zone) - BEFORE_IT_CLOSES)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a moment of the clock in *zone*, told in UTC: there moments compare as they pass."""
    return datetime.combine(day, at, zone).astimezone(UTC)
