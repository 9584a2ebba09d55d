"""A request that comes twice under one key has one effect and one answer."""

import time
from collections.abc import Callable
from typing import TypeVar

from common.errors import SlipboardError
from services.booking.domain.bookings import check_same_request
from services.booking.store import AlreadyThere

Made = TypeVar("Made")
Found = TypeVar("Found")

LOOKS = 100
PAUSE_SECONDS = 0.01


def once(
    make: Callable[[], Made],
    first: Callable[[], tuple[Made, str] | None] | None,
    request_hash: str,
    looking_first: bool = False,
    there: Callable[[], bool] | None = None,
) -> tuple[Made, bool]:
    """Return what *make* makes; or what was made the *first* time, and that it is a repeat.

    ``first`` returns that with the hash of its request; it is None without a key.  By
    ``looking_first`` a repeat takes no number that nobody would have.  Where a refusal may
    rest on what the majority does not know of yet, ``there`` says whether the first is among it.

    Raises:
        IdempotencyKeyReused: the key came before with another request.
    """
    try:
        if looking_first and first and first():
            raise AlreadyThere
        return make(), False
    except AlreadyThere:
        found = _soon(first) if first else None
        if found is None:
            raise
    except SlipboardError:
        # A rule that did not stand in its way then, or what it made itself.
        found = _met(first, there) if first else None
        if found is None:
            raise
    made, hash_then = found
    check_same_request(request_hash, hash_then)
    return made, True


def _met(first: Callable[[], Found | None], there: Callable[[], bool] | None) -> Found | None:
    """Return what a refused request met of its own; a refusal of somebody else's costs one look."""
    if there is None:
        return first()
    return _soon(first) if there() else None


def _soon(first: Callable[[], Found | None]) -> Found | None:
    """Return what is there for certain: reading what most members have may lag behind it."""
    for _ in range(LOOKS):
        if found := first():
            return found
        time.sleep(PAUSE_SECONDS)
    return None
