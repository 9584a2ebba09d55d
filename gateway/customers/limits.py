"""How often somebody without a key may ask: by address, by number and by block of numbers.

Codes and guesses are counted in the database, over all processes, and refused while it is away.
What only looks is counted in each process.
"""

import math
import time
from typing import Any

from limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerHour,
    RateLimitItemPerMinute,
    RateLimitItemPerSecond,
)
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pymongo.database import Database

from gateway.addresses import counted_as
from gateway.attempts import OurDatabase
from gateway.customers.numbers import prefix_of
from gateway.problems import RateLimited

READS = RateLimitItemPerSecond(50, 10)
CODES_OF_ADDRESS = RateLimitItemPerHour(20)
CODES_OF_PREFIX = RateLimitItemPerHour(10)
CODES_OF_NUMBER = (RateLimitItemPerHour(3), RateLimitItemPerDay(6))
PROOFS_OF_ADDRESS = RateLimitItemPerMinute(10)
BOOKINGS_OF_ADDRESS = RateLimitItemPerHour(60)
SUMMARIES_OF_CUSTOMER = RateLimitItemPerHour(30)
MUCH_OF_ADDRESS = RateLimitItemPerHour(5)
MUCH_OF_PREFIX = RateLimitItemPerHour(5)
WRONG_LINKS = RateLimitItemPerMinute(10)


class CustomerLimits:
    """Counters of what customers ask.  Every ``may_`` raises RateLimited with ``retry_after``."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._looked = MovingWindowRateLimiter(MemoryStorage())
        self._asked = MovingWindowRateLimiter(OurDatabase(database, "customers_asked"))

    def may_read(self, address: str) -> None:
        _count(self._looked, READS, "read", counted_as(address))

    def may_be_sent_a_code(self, phone: str, address: str) -> None:
        """Count a code to *phone*; who asks too often uses up nothing of the others'."""
        _count(self._asked, CODES_OF_ADDRESS, "code", counted_as(address))
        _count(self._asked, CODES_OF_PREFIX, "code", prefix_of(phone))
        for limit in CODES_OF_NUMBER:
            _count(self._asked, limit, "code", phone)

    def may_prove(self, address: str) -> None:
        _count(self._asked, PROOFS_OF_ADDRESS, "proof", counted_as(address))

    def may_book(self, address: str) -> None:
        _count(self._asked, BOOKINGS_OF_ADDRESS, "book", counted_as(address))

    def may_sum_up(self, customer_id: str) -> None:
        """Count a cart that is summed up: a place is held each time."""
        _count(self._asked, SUMMARIES_OF_CUSTOMER, "sum", customer_id)

    def is_much_of_address(self, address: str) -> bool:
        """Count a booking, and say whether it is more than a household makes in an hour."""
        return not self._asked.hit(MUCH_OF_ADDRESS, "booked", counted_as(address))

    def is_much_of_prefix(self, phone: str) -> bool:
        return not self._asked.hit(MUCH_OF_PREFIX, "booked", prefix_of(phone))

    def may_open_link(self, address: str) -> None:
        """Refuse an address that has come with ten wrong links in a minute."""
        who = "link", counted_as(address)
        if not self._asked.test(WRONG_LINKS, *who):
            raise _too_many(self._asked, WRONG_LINKS, *who)

    def opened_no_link(self, address: str) -> None:
        self._asked.hit(WRONG_LINKS, "link", counted_as(address))


def _count(limiter: MovingWindowRateLimiter, limit: RateLimitItem, *who: str) -> None:
    if not limiter.hit(limit, *who):
        raise _too_many(limiter, limit, *who)


def _too_many(limiter: MovingWindowRateLimiter, limit: RateLimitItem, *who: str) -> RateLimited:
    ends = limiter.get_window_stats(limit, *who).reset_time
    return RateLimited(retry_after=max(1, math.ceil(ends - time.time())))
