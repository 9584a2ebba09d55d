"""When a task opens and is due: before the start, soon, or by the days of its owner."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from services.followup.domain.chains import Window, moment_at


@dataclass(frozen=True, slots=True)
class BeforeStart:
    """``lead`` before the start, but nobody is called before ``earliest``: rather on the ``eve``.

    It can be done from ``opens`` before on.
    """

    lead: timedelta
    opens: timedelta
    earliest: time | None = None
    eve: tuple[time, time] | None = None

    @classmethod
    def of(cls, due: dict[str, Any]) -> Self:
        """Return what *due* says; a way of so many minutes must leave ``spare`` ones (RM-16)."""
        minutes = due["before"]
        if "way" in due:
            minutes = max(minutes, due["way"] + due["spare"])
        eve = due.get("eve")
        return cls(
            lead=timedelta(minutes=minutes),
            opens=timedelta(minutes=due["opens"]),
            earliest=time.fromisoformat(due["earliest"]) if "earliest" in due else None,
            eve=(time.fromisoformat(eve[0]), time.fromisoformat(eve[1])) if eve else None,
        )

    def planned(self, start: datetime, timezone: str) -> Window:
        """Return the window of a booking that was agreed long before (RM-01, RM-02, RM-10)."""
        zone = ZoneInfo(timezone)
        due = start - self.lead
        day = due.astimezone(zone).date()
        if self.earliest is None or self.eve is None:
            return Window(due - self.opens, due)
        first = moment_at(day, self.earliest, zone)
        if due < first or day < start.astimezone(zone).date():
            eve = start.astimezone(zone).date() - timedelta(days=1)
            return Window(*(moment_at(eve, at, zone) for at in self.eve))
        opens = max(due - self.opens, first)
        return Window(opens, max(due, opens + self.opens))

    def window(self, start: datetime, agreed_at: datetime, timezone: str) -> tuple[Window, bool]:
        """Return the window, and whether the booking was agreed too late for the planned one.

        Then the call is due at once, though not before the hour at which people are called.
        """
        days = self.planned(start, timezone)
        if agreed_at < days.due_at:
            return Window(max(days.opens_at, agreed_at), days.due_at), False
        opens = agreed_at
        if self.earliest is not None:
            zone = ZoneInfo(timezone)
            opens = max(opens, moment_at(agreed_at.astimezone(zone).date(), self.earliest, zone))
        opens = min(opens, max(start, agreed_at))
        return Window(opens, opens + self.opens), True


@dataclass(frozen=True, slots=True)
class BeforeEvent:
    """From ``opens`` days before an event until the end of the day ``last`` days before (CM-01)."""

    opens: int
    last: int

    def window(self, event: date, timezone: str) -> Window:
        zone = ZoneInfo(timezone)
        return Window(
            moment_at(event - timedelta(days=self.opens), time.min, zone),
            moment_at(event - timedelta(days=self.last - 1), time.min, zone),
        )


def end_of_day(since: datetime, days: int, timezone: str) -> datetime:
    """Return the first moment after so many whole *days* that follow the day of *since* (NS-02)."""
    zone = ZoneInfo(timezone)
    day = since.astimezone(zone).date() + timedelta(days=days + 1)
    return moment_at(day, time.min, zone)
