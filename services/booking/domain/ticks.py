"""Time in pieces of five minutes, the grain in which lanes are claimed.

A tick is the number of whole five minutes since 1970 in UTC, so clock changes do not
touch it.  A set of ticks within a window is one integer, a bit for each tick: whether
twenty lanes are free for an hour at any start of a week is then a few shifts.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache, reduce
from operator import or_

TICK_MINUTES = 5
TICK = timedelta(minutes=TICK_MINUTES)
SECONDS = 300
PER_HOUR = 12


def tick_at(moment: datetime) -> int:
    """Return the tick that *moment* falls into."""
    return int(moment.timestamp()) // SECONDS


def tick_from(moment: datetime) -> int:
    """Return the first tick that begins at *moment* or after it."""
    return -int(-moment.timestamp() // SECONDS)


def moment_of(tick: int) -> datetime:
    return datetime.fromtimestamp(tick * SECONDS, UTC)


def on_a_tick(moment: datetime) -> bool:
    return moment.timestamp() % SECONDS == 0


def ticks_in(minutes: int) -> int:
    """Return how many ticks *minutes* need; a started tick is a needed one."""
    return -(-minutes // TICK_MINUTES)


def claim_keys(lane: str, first: int, end: int) -> list[str]:
    """Return what the unique index sees of a claim: ``bay-2|2026-03-10T02:05Z`` for each tick."""
    return [f"{lane}|{_stamp(tick)}" for tick in range(first, end)]


@lru_cache(maxsize=8192)
def _stamp(tick: int) -> str:
    return f"{moment_of(tick):%Y-%m-%dT%H:%MZ}"


def span(first: int, end: int) -> int:
    """Return the bits of the ticks from *first* up to, not including, *end*."""
    if end <= first:
        return 0
    return ((1 << (end - first)) - 1) << first


def runs(free: int, length: int) -> int:
    """Return the ticks at which *length* free ticks in a row begin."""
    found, have = free, 1
    while have < length:
        step = min(have, length - have)
        found &= found >> step
        have += step
    return found


def union(sets: list[int]) -> int:
    return reduce(or_, sets, 0)


def members(ticks: int) -> Iterator[int]:
    """Yield the ticks of a set in order."""
    while ticks:
        lowest = ticks & -ticks
        yield lowest.bit_length() - 1
        ticks ^= lowest
