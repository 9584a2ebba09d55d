"""Gifts for who comes on time; during the launch for everybody, better ones for a streak.

The rules are PK-12 to PK-17.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from services.booking.domain.calendars import Words

NOT_OFFERED = {"state": "none", "because": "not_offered"}
SKIPPED = frozenset({"cancelled", "failed", "to_rebook", "needs_info", "pending", "confirmed"})
"""Where a booking stands that neither lengthens a streak nor breaks it (PK-15)."""


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing to choose; an ``upgrade`` only after a streak (PK-14, PK-15)."""

    code: str
    name: Words
    upgrade: bool = False


@dataclass(frozen=True, slots=True)
class GiftRule:
    """From ``launch`` on, for ``launch_months``, whoever booked gets a gift on arrival (PK-13).

    ``streak`` is from how many visits on time in a row, this one included, the better gifts
    may be chosen, or ``streak_cash`` fen taken instead (PK-15).
    """

    launch: date | None
    launch_months: int
    streak: int
    streak_cash: int | None = None

    def is_launch(self, day: date) -> bool:
        if self.launch is None:
            return False
        return self.launch <= day < self.launch + relativedelta(months=self.launch_months)


def streak_of(earlier: Iterable[tuple[str, bool | None]]) -> int:
    """Return how many visits on time in a row *earlier* ends with.

    *earlier* are the status of each booking and whether its customer came on time, the latest
    first.  A no-show or a late arrival breaks it, a change or cancellation in time does not.
    """
    count = 0
    for status, on_time in earlier:
        if status in SKIPPED:
            continue
        if not on_time:
            break
        count += 1
    return count


def gift(rule: GiftRule | None, day: date, on_time: bool | None, streak: int) -> dict[str, Any]:
    """Return what a booking of *day* earns; *streak* are the visits on time before it.

    *on_time* is None as long as nobody has come: then a gift is promised during the launch,
    and open after it.
    """
    if rule is None:
        return NOT_OFFERED
    launch = rule.is_launch(day)
    if on_time is None:
        return {"state": "promised" if launch else "open", "because": "depends_on_arrival"}
    if on_time:
        row = streak + 1
        upgraded = row >= rule.streak
        because = "streak" if upgraded else "on_time"
        cash = {"cash": rule.streak_cash} if upgraded and rule.streak_cash else {}
        earned = {"state": "granted", "because": because, "upgraded": upgraded, "streak": row}
        return {**earned, **cash}
    if launch:
        return {"state": "granted", "because": "launch", "upgraded": False, "streak": 0}
    return {"state": "none", "because": "arrived_late"}
