"""Days as they were seen a moment ago: enough to choose lanes by, never to refuse.

When many book the same day at once, each would read the same claims again.  What one has
read, and what has been taken since, serves the next for a few seconds.  Nothing is decided
by it: the write finds out whether a lane is still free, and nobody is refused without a
look at what is held.
"""

import time
from collections.abc import Callable

from services.booking.domain.availability import Busy

Day = tuple[str, int, int, int]
"""A store, its version, and the ticks from the first up to, not including, the last."""

SECONDS = 10.0
MOST = 4096


class Glances:
    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._seen: dict[Day, tuple[float, Busy]] = {}

    def of(self, day: Day) -> Busy | None:
        """Return what is remembered of *day*, unless it is too old."""
        until, busy = self._seen.get(day, (0.0, None))
        return busy if self._seconds() < until else None

    def remember(self, day: Day, busy: Busy) -> None:
        if len(self._seen) >= MOST:
            self._seen.clear()
        self._seen[day] = self._seconds() + SECONDS, busy
