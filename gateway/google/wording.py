"""Our bookings in Google's words, and theirs in ours."""

import re
from datetime import datetime
from typing import Any

from common.languages import EN, language_of

CONFIRMED, PENDING, CANCELED = "CONFIRMED", "PENDING_MERCHANT_CONFIRMATION", "CANCELED"
STATUSES = {
    "needs_info": PENDING,
    "pending": PENDING,
    "confirmed": CONFIRMED,
    "arrived": CONFIRMED,
    "in_service": CONFIRMED,
    "completed": CONFIRMED,
    "to_rebook": "PENDING_CLIENT_CONFIRMATION",
    "cancelled": CANCELED,
    "failed": "DECLINED_BY_MERCHANT",
    "no_show": "NO_SHOW",
}
TO_COME = frozenset({"needs_info", "pending", "confirmed"})
"""Where a booking stands that its user still looks forward to."""
PREPAYMENT = "PREPAYMENT_NOT_PROVIDED"
SYNCHRONOUS = "CONFIRMATION_MODE_SYNCHRONOUS"
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u30ff\uac00-\ud7af]").search


def booking(public: dict[str, Any]) -> dict[str, Any]:
    """Return a booking as the API shows it as Google's ``Booking``."""
    start, end = (datetime.fromisoformat(public[name]) for name in ("start", "end"))
    asked_for = {"staff_id": public["staff"]} if public["staff"] else None
    return {
        "booking_id": public["id"],
        "status": STATUSES[public["status"]],
        "slot": {
            "merchant_id": public["store_id"],
            "service_id": public["items"][0]["code"],
            "start_sec": seconds(start),
            "duration_sec": str(int((end - start).total_seconds())),
            "confirmation_mode": SYNCHRONOUS,
            **({"resources": asked_for} if asked_for else {}),
        },
        "user_information": user(public),
        "payment_information": {"prepayment_status": PREPAYMENT},
    }


def user(public: dict[str, Any]) -> dict[str, str]:
    """Return the user's own id, and more of them only where it may be shared (PV-06)."""
    customer = public["customer"]
    told = {
        "user_id": public["partner_reference"],
        "given_name": customer["name"],
        "telephone": customer["phone"],
        "email": customer.get("email"),
    }
    return {name: value for name, value in told.items() if value}


def customer(user: dict[str, Any]) -> dict[str, Any]:
    """Return who comes, as the services have it."""
    return {
        "name": full_name(user["given_name"] or "", user["family_name"] or ""),
        "phone": user["telephone"],
        "email": user["email"],
        "language": language_of(user["language_code"] or EN) or EN,
    }


def full_name(given: str, family: str) -> str:
    """Return both names as their owner writes them: 王小明, John Smith."""
    if CHINESE(given + family):
        return family + given
    return f"{given} {family}".strip()


def slot_time(asked: dict[str, Any]) -> dict[str, Any]:
    """Return a slot as it was asked for, without what was not set."""
    resources = {name: value for name, value in (asked["resource_ids"] or {}).items() if value}
    told = {
        "service_id": asked["service_id"],
        "start_sec": seconds(asked["start_sec"]),
        "duration_sec": asked["duration_sec"] and str(asked["duration_sec"]),
        "availability_tag": asked["availability_tag"],
        "resource_ids": resources,
        "confirmation_mode": asked["confirmation_mode"],
    }
    return {name: value for name, value in told.items() if value}


def seconds(moment: datetime) -> str:
    return str(int(moment.timestamp()))
