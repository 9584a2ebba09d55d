"""When a customer said what a booking's consents tell: with the booking, or before it was made.

A wait, a series and an order become bookings later than they were asked for.  What was said with
them must not count for more than what the customer has said since (PV-04).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

SAID_AT = "said_at"


def dated(consents: dict[str, Any] | None, at: datetime) -> dict[str, Any] | None:
    """Return *consents* for a booking that comes of what was asked for *at* a moment before."""
    return {SAID_AT: at.isoformat(), **consents} if consents is not None else None


def said_at(fact: Mapping[str, Any]) -> datetime:
    """Return when was said what the ``consents`` of a booking's *fact* tell."""
    said = fact["consents"].get(SAID_AT)
    made: datetime = fact["created_at"]
    return datetime.fromisoformat(said) if said else made
