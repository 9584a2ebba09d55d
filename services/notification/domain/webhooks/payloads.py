"""What a webhook says: where a booking stands, and who the customer is only while PV-06 holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.agreements import in_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who the customer of a booking is by its latest fact.

    Without their consent to share, which the latest fact must carry, it is not even remembered.
    """

    booking_id: str
    revision: int
    id: str
    name: str | None
    phone: str | None


def customer_of(fact: Mapping[str, Any]) -> Customer:
    """Return the customer of *fact*, a loaded ``BookingFact``, as far as they may be known."""
    consents, customer = fact["consents"] or {}, fact["customer"]
    agreed = consents.get("share_with_partner") is True
    return Customer(
        booking_id=fact["booking_id"],
        revision=fact["revision"],
        id=customer["id"],
        name=customer["name"] if agreed else None,
        phone=customer["phone"] if agreed else None,
    )


def without_person(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a partner is told of *fact* in any case; times carry the store's offset."""
    zone = ZoneInfo(fact["timezone"])
    return {
        "booking_id": fact["booking_id"],
        "number": fact["number"],
        "revision": fact["revision"],
        "status": fact["status"],
        "store_id": fact["store_id"],
        "timezone": fact["timezone"],
        "start": fact["start"].astimezone(zone).isoformat(),
        "end": fact["end"].astimezone(zone).isoformat(),
        "items": [item["code"] for item in fact["items"]],
        "partner_reference": fact["partner_reference"],
        "customer": {"id": fact["customer"]["id"], "name": None, "phone": None},
    }


def with_person(
    told: Mapping[str, Any],
    customer: Customer | None,
    agreement_until: date | None,
    now: datetime,
) -> dict[str, Any]:
    """Return *told* with name and phone while consent and agreement both stand (PV-06)."""
    return named(told, customer if in_date(agreement_until, now) else None)


def named(told: Mapping[str, Any], customer: Customer | None) -> dict[str, Any]:
    """Return *told* with name and phone of *customer*, if that is still who comes."""
    theirs = told["customer"]
    if customer and customer.id == theirs["id"]:
        theirs = {**theirs, "name": customer.name, "phone": customer.phone}
    return {**told, "customer": theirs}


def body(event_type: str, occurred_at: datetime, told: Mapping[str, Any]) -> bytes:
    """Return the body to send: the three fields of Standard Webhooks."""
    message = {"type": event_type, "timestamp": occurred_at.isoformat(), "data": told}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
