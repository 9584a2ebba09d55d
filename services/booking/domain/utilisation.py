"""How much of the time that lanes are there is taken (RS-27)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from common.errors import Invalid
from services.booking.domain.availability import Busy, Claim
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import Lane, Store
from services.booking.domain.ticks import TICK, tick_at, tick_from

MOST_DAYS = 92
MINUTES = TICK // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Use:
    """The minutes in which a lane is there while the store is open, and those of them taken."""

    lane: Lane
    on_duty: int
    claimed: int

    @property
    def share(self) -> float | None:
        """Return the part that is taken, None where the lane is never there."""
        return round(self.claimed / self.on_duty, 4) if self.on_duty else None


def check_days(first: date, last: date) -> None:
    """Refuse a stretch that ends before it begins or is longer than a quarter.

    Raises:
        Invalid
    """
    if last < first:
        raise Invalid.of(to="must not be before from")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.of(to=f"more than {MOST_DAYS} days after from")


def window(store: Store, first: date, last: date) -> tuple[int, int]:
    """Return the ticks from the beginning of *first* to the end of *last*."""
    return tick_at(store.whole_day(first)[0]), tick_from(store.whole_day(last)[1])


def used(store: Store, first: date, last: date, claims: list[Claim]) -> list[Use]:
    """Return the use of each lane on the days from *first* to *last*, both included.

    Cleaning counts as taken; what lies outside of the hours does not count at all.
    """
    begin, end = window(store, first, last)
    away = off_duty(store, begin, end)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    hours = [span for day in days for span in store.open_on(day)]
    uses = []
    for lane in store.lanes:
        open_ = [(lane.id, tick_at(opens), tick_from(closes)) for opens, closes in hours]
        there = Busy(open_, begin, end).without(away)
        left = there.without(claims)
        on_duty = there.load(lane)
        uses.append(Use(lane, on_duty * MINUTES, (on_duty - left.load(lane)) * MINUTES))
    return uses


def as_read(store: Store, first: date, last: date, uses: list[Use]) -> dict[str, Any]:
    return {
        "store_id": store.id,
        "from_day": first.isoformat(),
        "to_day": last.isoformat(),
        "lanes": [
            {
                "id": use.lane.id,
                "pool": use.lane.pool,
                "kind": use.lane.kind,
                "name": use.lane.name,
                "on_duty_minutes": use.on_duty,
                "claimed_minutes": use.claimed,
                "share": use.share,
            }
            for use in uses
        ],
    }
