"""Booking facts as booking tells them, one visit of one customer unless a test says else."""

from datetime import datetime, timedelta
from typing import Any

from common.contracts import EVENTS

STATUSES = {
    "booking_confirmed": "confirmed",
    "booking_changed": "confirmed",
    "booking_reconfirmed": "confirmed",
    "booking_cancelled": "cancelled",
    "booking_arrived": "arrived",
    "booking_no_show": "no_show",
    "booking_to_rebook": "to_rebook",
}
PROMISED = {
    "priority": {"state": "granted", "because": "agreed_early"},
    "discount": {"state": "promised", "because": "depends_on_arrival", "labour_percent": 90},
    "perk": {
        "state": "promised",
        "because": "depends_on_arrival",
        "code": "breakfast",
        "name": {"zh": "早餐一份（二楼餐厅）", "en": "breakfast in the canteen on the 2nd floor"},
    },
    "gift": None,
}
NOTHING = {
    name: {"state": "none", "because": "not_offered"} for name in ("priority", "discount", "perk")
}


def fact(*, at: datetime, status: str, **changes: Any) -> dict[str, Any]:
    start = changes.pop("start", at + timedelta(hours=25))
    told = {
        "booking_id": "b-1",
        "number": "K7Q2",
        "revision": 1,
        "status": status,
        "store_id": "s-4s",
        "store_name": {"zh": "安顺汽车", "en": "Anshun Motors"},
        "store_address": {"zh": "上海市延安路1号", "en": "1 Yan'an Road, Shanghai"},
        "store_phone": "021-55550100",
        "timezone": "Asia/Shanghai",
        "industry": "4s",
        "start": start.isoformat(),
        "end": (start + timedelta(hours=1)).isoformat(),
        "items": [
            {
                "code": "maintenance-a",
                "name": {"zh": "A类保养", "en": "Maintenance A"},
                "labour": 60000,
                "parts": 35000,
                "notes": {"zh": "请带上行驶证。", "en": "Please bring your vehicle licence."},
            }
        ],
        "customer": {
            "id": "c-1",
            "name": "李雷",
            "phone": "+8613800138000",
            "email": None,
            "language": "zh",
        },
        "subject": None,
        "channel": "phone",
        "origin": "passive",
        "entitlements": PROMISED,
        "created_at": at.isoformat(),
        "agreed_at": at.isoformat(),
    }
    customer = {**told["customer"], **changes.pop("customer", {})}
    return {**told, "customer": customer, **changes}


def envelope(event: str, *, at: datetime, **changes: Any) -> dict[str, Any]:
    status = changes.pop("status", None) or STATUSES[event]
    told = fact(at=at, status=status, **changes)
    return EVENTS[event].happened(
        f"{told['booking_id']}:{told['revision']}",
        at=at,
        store_id=told["store_id"],
        correlation_id="trace-1",
        data=told,
    )


def offer_told(event: str, *, at: datetime, **changes: Any) -> dict[str, Any]:
    """Return what is told of one who waits: a place tomorrow, kept for a quarter of an hour."""
    start = at + timedelta(hours=25)
    offer = {
        "start": start.isoformat(),
        "end": (start + timedelta(hours=1)).isoformat(),
        "offered_at": at.isoformat(),
        "until": (at + timedelta(minutes=15)).isoformat(),
        "out_of_turn": False,
    }
    booked = fact(at=at, status="waiting")
    named = ("store_id", "store_name", "store_phone", "timezone", "channel", "customer")
    told = {
        "entry_id": "w-1",
        "revision": 2,
        "status": "offered",
        **{name: booked[name] for name in named},
        "ticket": 1,
        "items": ["maintenance-a"],
        "first": start.isoformat(),
        "end": (start + timedelta(days=1)).isoformat(),
        "offer": offer if event == "waitlist_offered" else None,
        "joined_at": at.isoformat(),
    }
    customer = {**told["customer"], **changes.pop("customer", {})}
    told = {**told, "customer": customer, **changes}
    return EVENTS[event].happened(
        f"{told['entry_id']}:{told['revision']}",
        at=at,
        store_id=told["store_id"],
        correlation_id="trace-1",
        data=told,
    )
