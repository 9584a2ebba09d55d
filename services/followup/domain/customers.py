"""Whom a store knows, and whether they want to hear of campaigns (CM-11, PV-04)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.consents import said_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who booked in a store, as the latest of their bookings says.

    ``marketing`` is None as long as they were not asked; ``asked_at`` is when they last were.
    """

    store_id: str
    customer_id: str
    timezone: str
    name: str
    phone: str
    language: str
    subject: dict[str, Any] | None
    booked_at: datetime
    email: str | None = None
    marketing: bool | None = None
    asked_at: datetime | None = None


def known_after(before: Customer | None, fact: dict[str, Any]) -> Customer | None:
    """Return what is known of the customer of a booking after its *fact*, in whatever order.

    The booking made last says who they are; what they said last says what they agreed to.
    One without a telephone is not known.
    """
    told, made_at = fact["customer"], fact["created_at"]
    if not told.get("phone"):
        return before
    known = before
    if before is None or made_at >= before.booked_at:
        known = Customer(
            store_id=fact["store_id"],
            customer_id=told["id"],
            timezone=fact["timezone"],
            name=told["name"],
            phone=told["phone"],
            language=told.get("language", "zh"),
            subject=fact["subject"],
            email=told.get("email") or None,
            booked_at=made_at,
            marketing=before.marketing if before else None,
            asked_at=before.asked_at if before else None,
        )
    assert known is not None
    if fact["consents"] is None:
        return known
    asked_at = said_at(fact)
    if known.asked_at and asked_at < known.asked_at:
        return known
    agreed = bool(fact["consents"].get("marketing"))
    return replace(known, marketing=agreed, asked_at=asked_at)
