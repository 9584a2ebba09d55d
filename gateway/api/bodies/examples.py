"""What some answers look like, for whoever reads the description."""

from typing import Any

_A_SLOT = {"start": "2026-03-10T10:00:00+08:00", "end": "2026-03-10T11:00:00+08:00"}

SOME_EVENTS: dict[str, Any] = {
    "store_id": "s-4s",
    "oldest": 1,
    "last": 19,
    "next_after": 19,
    "events": [
        {
            "sequence": 18,
            "id": "booking_confirmed:b-1:1",
            "type": "booking_confirmed",
            "timestamp": "2026-03-09T01:00:00+00:00",
            "data": {
                "booking_id": "b-1",
                "number": "K7Q2MX",
                "revision": 1,
                "status": "confirmed",
                "store_id": "s-4s",
                "timezone": "Asia/Shanghai",
                **_A_SLOT,
                "items": ["maintenance-a"],
                "partner_reference": "order-1001",
                "customer": {"id": "c-1", "name": None, "phone": None},
            },
        },
        {
            "sequence": 19,
            "id": "availability_changed:s-4s:19",
            "type": "availability_changed",
            "timestamp": "2026-03-09T01:00:02+00:00",
            "data": {
                "store_id": "s-4s",
                "timezone": "Asia/Shanghai",
                "days": ["2026-03-10"],
                "sequence": 19,
            },
        },
    ],
}
A_DIGEST: dict[str, Any] = {
    "store_id": "s-4s",
    "day": "2026-03-10",
    "timezone": "Asia/Shanghai",
    "count": 1,
    "hash": "24d5cc6b27e63907a2b79074067f6207d53fb5fd39cf929777a5b8d31836bc8b",
    "bookings": [{"id": "b-1", "revision": 1}],
    "next_after": None,
}
A_FEED: dict[str, Any] = {
    "store_id": "s-4s",
    "timezone": "Asia/Shanghai",
    "day": "2026-03-10",
    "made_at": "2026-03-10T00:00:07+08:00",
    "sequence": 118,
    "items": [
        {
            "code": "maintenance-a",
            "name": {"zh": "A类保养", "en": "Maintenance A"},
            "minutes": 60,
            "price": {"labour": 60000, "parts": 35000, "total": 95000, "currency": "CNY"},
            "notes": {"zh": "请带上行驶证。", "en": "Please bring your vehicle licence."},
            "requires_identity": False,
        }
    ],
    "availability": [
        {
            "day": "2026-03-10",
            "items": [{"code": "maintenance-a", "slots": [{**_A_SLOT, "free": 2}]}],
        }
    ],
}
