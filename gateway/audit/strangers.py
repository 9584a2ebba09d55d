"""How much whom nobody knows may have the audit log keep: it is only ever added to."""

from typing import Any

from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter
from pymongo.database import Database

from gateway.addresses import counted_as
from gateway.attempts import OurDatabase

OF_AN_ADDRESS = RateLimitItemPerMinute(10)
"""Entries; what is beyond them is counted in the metrics and not written."""


class Strangers:
    """Counts the entries of strangers by address, over all processes."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._windows = MovingWindowRateLimiter(OurDatabase(database, "strangers"))

    def may_be_written(self, address: str) -> bool:
        """Count what a stranger at *address* asks for, and say whether an entry may tell of it."""
        return self._windows.hit(OF_AN_ADDRESS, counted_as(address))
