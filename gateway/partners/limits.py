"""How fast a partner may ask: a bucket of requests that fills steadily up to its burst.

Every process has buckets of its own and hears about once a second what the others let through
(`ledger`).  A bucket may therefore fill beyond its burst until it hears of them: what they took
meanwhile came out of that.  So whoever keeps to the rate is never refused, wherever its requests
land, and whoever does not gets the rate in the long run, not the rate times the processes.
"""

import math
from dataclasses import dataclass

UNHEARD_SECONDS = 2
"""What flows into a bucket beyond its burst in so many seconds is kept for the others' requests."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``per_second`` requests in the long run, ``burst`` of them at once."""

    per_second: int
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one key may ask, and what all keys of the partner may ask ``together``."""

    per_key: Rate = Rate(20, 40)
    together: Rate = Rate(50, 100)


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a request was told of its limit; ``retry_after`` is 0 where it was let through."""

    limit: int
    remaining: int
    reset: int
    retry_after: int


class Bucket:
    """``level`` is how many requests may come now, at ``at`` (monotonic seconds).

    ``taken`` counts what was let through since others were last told of it.
    """

    __slots__ = ("at", "level", "rate", "taken")

    def __init__(self, rate: Rate, at: float) -> None:
        self.rate = rate
        self.level = float(rate.burst)
        self.at = at
        self.taken = 0

    def fill(self, at: float) -> float:
        """Return how many requests may come *at* that time."""
        rate = self.rate
        most = rate.burst + rate.per_second * UNHEARD_SECONDS
        self.level = min(self.level + (at - self.at) * rate.per_second, most)
        self.at = at
        return min(self.level, rate.burst)

    def take(self) -> None:
        self.level -= 1
        self.taken += 1

    def hear(self, others: int) -> None:
        """Take what *others* let through meanwhile; what is left over flows off."""
        self.level = min(self.level - others, self.rate.burst)

    def seconds_until(self, level: float) -> float:
        return max(0.0, (level - self.level) / self.rate.per_second)

    @property
    def full(self) -> bool:
        return self.level >= self.rate.burst


def taken(own: Bucket, shared: Bucket, at: float) -> Allowance:
    """Take one request out of both buckets, or out of none where one of them is empty."""
    left, left_together = own.fill(at), shared.fill(at)
    tighter = own if left <= left_together else shared
    if min(left, left_together) < 1:
        wait = max(own.seconds_until(1), shared.seconds_until(1))
        return _told(tighter, retry_after=max(1, math.ceil(wait)))
    own.take()
    shared.take()
    return _told(tighter, retry_after=0)


def _told(bucket: Bucket, *, retry_after: int) -> Allowance:
    burst = bucket.rate.burst
    remaining = max(0, min(int(bucket.level), burst))
    return Allowance(burst, remaining, math.ceil(bucket.seconds_until(burst)), retry_after)
