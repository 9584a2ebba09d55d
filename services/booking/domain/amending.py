"""Putting right what a booking says, asking for what it lacks, and giving up on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.booking.domain.bookings import Booking, stepped
from services.booking.domain.requests import NO_NUMBER, booker_of, customer_of


def lacking(booking: Booking) -> Booking:
    """Return *booking* waiting for details; it keeps its place meanwhile (BK-03)."""
    return stepped(booking, "ask_info")


def amended(booking: Booking, changes: dict[str, Any], identify: Callable[[str], str]) -> Booking:
    """Return *booking* with other details; one that lacked some is firm again (BK-27).

    *changes* has the new ``subject``, ``note`` and ``booker``, and what changes of the
    ``customer``; *identify* gives the customer's id for a number.  Who comes instead of somebody
    else has agreed to nothing yet and was told nothing: that was the other's (PV-01, PV-06).

    Raises:
        IllegalTransition: it has ended.
        Invalid: the number is none, or nothing would change.
    """
    faults = {}
    customer = customer_of({**booking.customer, **changes.get("customer", {})}, identify)
    if customer is None:
        faults["customer.phone"] = [NO_NUMBER]
    booker = booker_of(changes["booker"]) if "booker" in changes else booking.booker
    if changes.get("booker") and booker is None:
        faults["booker.phone"] = [NO_NUMBER]
    if customer is None or faults:
        raise Invalid(fields=faults)
    after = replace(
        stepped(booking, "amend"),
        customer=customer,
        booker=booker,
        subject=changes.get("subject", booking.subject),
        note=changes.get("note", booking.note),
    )
    if customer["id"] != booking.customer["id"]:
        after = replace(after, consents=None, privacy_version=None)
    if after.status == "needs_info":
        return replace(after, status="confirmed")
    if replace(after, revision=booking.revision) == booking:
        raise Invalid.of(changes="nothing would change")
    return after


def failed(booking: Booking, now: datetime) -> Booking:
    """Return *booking* as one that the store could not meet, its lanes let go (BK-20)."""
    return replace(stepped(booking, "fail"), claims=(), cancelled_at=now)
