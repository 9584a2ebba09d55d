"""Which calls follow a visit, and the days on which each may be made (FU-01)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a chain; days are calendar days after the visit, both inclusive.

    ``attempts`` is how often nobody may be reached before the task ends.  Whose it is, and who
    answers for it, are roles (CON-7).
    """

    kind: str
    opens_day: int
    opens_at: time
    last_day: int
    attempts: int
    owner: str = "tracking_clerk"
    accountable: str = "business_supervisor"


@dataclass(frozen=True, slots=True)
class Chain:
    """The calls after one kind of visit, in order; ``label`` is stamped on each task."""

    name: str
    version: int
    steps: tuple[Step, ...]

    @property
    def label(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def first(self) -> Step:
        return self.steps[0]

    @classmethod
    def of(cls, written: dict[str, Any]) -> Self:
        """Return the chain that *written* describes.

        Raises:
            ValueError: a step ends before it opens, allows no attempt, or there is none.
        """
        steps = tuple(
            Step(
                kind=step["kind"],
                opens_day=step["opens"]["day"],
                opens_at=time.fromisoformat(step["opens"]["at"]),
                last_day=step["last"]["day"],
                attempts=step["attempts"],
                **step.get("owned", {}),
            )
            for step in written["steps"]
        )
        wrong = [s.kind for s in steps if not 0 <= s.opens_day <= s.last_day or s.attempts < 1]
        if wrong or not steps:
            raise ValueError(f"chain {written['name']}: no usable step {' '.join(wrong)}".rstrip())
        return cls(written["name"], written["version"], steps)


@dataclass(frozen=True, slots=True)
class Window:
    """When a call may be made: from ``opens_at`` until just before ``due_at``, both UTC."""

    opens_at: datetime
    due_at: datetime


def window(step: Step, since: datetime, timezone: str) -> Window:
    """Return the window of *step* for a visit that ended at *since*, in the store's *timezone*.

    Days are counted on the store's calendar, so a window keeps its hours when the clocks
    change.  It is half open: ``due_at`` is the first moment of the day after the last (FU-01).
    """
    zone = ZoneInfo(timezone)
    day = since.astimezone(zone).date()
    return Window(
        opens_at=moment_at(day + timedelta(days=step.opens_day), step.opens_at, zone),
        due_at=moment_at(day + timedelta(days=step.last_day + 1), time.min, zone),
    )


def last_day(due_at: datetime, timezone: str) -> date:
    """Return the last day of a window that ends at *due_at*."""
    return (due_at - timedelta.resolution).astimezone(ZoneInfo(timezone)).date()


def moment_at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
