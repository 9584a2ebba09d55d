"""The one place that reads the clock.

Business time (what is due, what is late) comes from a ``Clock`` and can be moved
where ``SLIPBOARD_CLOCK=sandbox``.  A sandbox clock stands still until it is moved, so
that a test of 09:20 is a test of 09:20.  Leases, deadlines and tokens are technical
time and always real.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.collection import Collection

from common.config import settings
from common.errors import Forbidden
from common.mongo import database

Clock = Callable[[], datetime]

SANDBOX_START = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def real() -> datetime:
    """Return the moment, aware, in UTC."""
    return datetime.now(UTC)


class SandboxClock:
    """A clock that every replica of one service reads from its database."""

    def __init__(self, moments: Collection[dict[str, Any]]) -> None:
        self._moments = moments

    def __call__(self) -> datetime:
        found = self._moments.find_one({"_id": "now"})
        return (found["at"] if found else SANDBOX_START).astimezone(UTC)

    def move(self, to: datetime) -> None:
        self._moments.update_one({"_id": "now"}, {"$set": {"at": to}}, upsert=True)


def clock_of(service: str) -> Clock:
    """Return the clock that *service* lives by."""
    if settings().clock == "sandbox":
        return SandboxClock(database(service)["sandbox_clock"])
    return real


def movable(clock: Clock) -> SandboxClock:
    """Return *clock*, which stands still until it is moved.

    Raises:
        Forbidden: it is a real one.
    """
    if not isinstance(clock, SandboxClock):
        raise Forbidden(needs="SLIPBOARD_CLOCK=sandbox")
    return clock
