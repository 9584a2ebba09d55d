"""When a visit comes again: every so many days, weeks or months, at the store's own hour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, Self
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from common.contracts.booking.series import MOST_VISITS, WEEKDAYS
from common.errors import Invalid

UNITS: dict[str, Any] = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
FARTHEST = relativedelta(years=5)
SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class Rule:
    """``weekdays`` are of a week, Monday being 0; ``until`` is the last day that counts."""

    every: int
    unit: str
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        days = tuple(sorted(WEEKDAYS.index(day) for day in set(told["weekdays"])))
        return cls(told["every"], told["unit"], days, told["count"], told["until"])


def starts(rule: Rule, first: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return every start from *first* on, in UTC: on each day at the same hour of the store.

    A clock change leaves the hour on the wall as it is.  A month without the day has the visit
    on its last one.

    Raises:
        Invalid: there is none, more than a year of weeks, or one more than five years ahead.
    """
    local = first.astimezone(zone).replace(tzinfo=None)
    found = list(islice(_days(rule, local), MOST_VISITS + 1))
    if not found:
        raise Invalid(fields={"rule": {"until": ["must not be before the first visit"]}})
    if len(found) > MOST_VISITS:
        raise Invalid(fields={"rule": {"until": [f"makes more than {MOST_VISITS} visits"]}})
    if found[-1] > local + FARTHEST:
        raise Invalid(fields={"rule": {"every": ["the last visit is more than 5 years ahead"]}})
    return [at_local(moment, zone) for moment in found]


def moved(start: datetime, days: timedelta, at: time, zone: ZoneInfo) -> datetime:
    """Return *start* so many *days* of the store later, at its hour *at*."""
    return at_local(datetime.combine(start.astimezone(zone).date() + days, at), zone)


def at_local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return in UTC when clocks in *zone* show *moment*; of two such times the earlier one."""
    return moment.replace(tzinfo=zone).astimezone(UTC)


def _days(rule: Rule, first: datetime) -> rrule:
    until = datetime.combine(rule.until, time.max) if rule.until else None
    last_one: dict[str, Any] = {}
    if rule.unit == "month" and first.day > SHORTEST_MONTH:
        # The last of the days that the month has, none of them after the wished one.
        last_one = {"bymonthday": range(SHORTEST_MONTH, first.day + 1), "bysetpos": -1}
    return rrule(
        UNITS[rule.unit],
        dtstart=first,
        interval=rule.every,
        count=rule.count,
        until=until,
        byweekday=rule.weekdays or None,
        **last_one,
    )
