"""What things are called in the examples: the demo chain's stores, people and days."""

from typing import Any

A_DAY = "2026-03-10"
START, END = f"{A_DAY}T10:00:00+08:00", f"{A_DAY}T11:00:00+08:00"
AN_HOUR_BEFORE = f"{A_DAY}T09:00:00+08:00"
THE_DAY_BEFORE = "2026-03-09T09:00:00+08:00"
SOON = "2026-03-09T09:05:00+08:00"
PHONE = "+8613800138000"
CONSENTS = {"privacy_version": "2026-01", "share_with_partner": True, "marketing": False}
PARTNER = {"id": "p1", "kind": "partner", "role": "partner"}
PRICE = {"labour": 60000, "parts": 35000, "total": 95000, "currency": "CNY"}
RULE = {"every": 1, "unit": "week", "count": 4}
A_STORE = {"zh": "示范4S店", "en": "Demo 4S shop"}
AN_ITEM = {"zh": "A类保养", "en": "Maintenance A"}
A_VISIT = {"number": 1, "state": "booked", "code": None, "reasons": [], "alternatives": []}
CAR = {"kind": "car", "plate": "沪A12345", "model": "C 260"}

BY_NAME: dict[str, Any] = {
    "advisor": None, "answer": "", "arrived_at": None, "at": THE_DAY_BEFORE, "before": None,
    "available": True, "booker": None, "booking_id": "b-7f3a", "cancel_until": AN_HOUR_BEFORE,
    "change_until": AN_HOUR_BEFORE, "channel": "partner", "channels": ["phone", "web", "partner"],
    "chosen": {"why": "least_loaded", "among": 2}, "city": "Shanghai", "closed_at": None,
    "code": "maintenance-a", "consents": CONSENTS, "could_begin_at": START, "count": 4,
    "created_at": THE_DAY_BEFORE, "currency": "CNY", "customer_id": "c-19e2", "day": A_DAY,
    "email": "wang@example.com", "end": END, "endpoint_id": "e-52c1",
    "entitlements": {"priority": {"state": "none", "because": "agreed_late"}}, "error": "",
    "event_id": "booking_confirmed:b-7f3a", "event_type": "booking_confirmed",
    "event_types": ["booking_confirmed"], "events": ["*"], "expected_at": None, "expires_at": SOON,
    "failing_since": None, "flags": {"same_day": False}, "free": 2, "from": START,
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "hold_id": "h-2b90", "hours": ["10:00-12:00"], "id": "b-7f3a", "industry": "4s",
    "items": ["maintenance-a"], "joined_at": THE_DAY_BEFORE, "kind": "bay", "language": "zh",
    "last": 118, "legal_moves": ["cancel"],
    "links": {"self": "https://desk.example.com/api/v1/bookings/b-7f3a"}, "minutes": 60,
    "move": "create", "moved_from": None, "moved_to": None, "name": "王小明",
    "next_after": 118, "next_cursor": None, "next_from": None, "next_try_at": None,
    "note": "", "notes": {}, "now": THE_DAY_BEFORE,
    "number": "K7Q2MX", "occasion": "cancel", "occurred_at": THE_DAY_BEFORE,
    "oldest": 1, "offered_at": THE_DAY_BEFORE, "old_secret_until": None, "origin": "passive",
    "partner_id": "p1", "partner_reference": "order-1001", "party_size": None,
    "paused_because": None, "penalty": None, "phone": PHONE, "policy_version": 1, "price": PRICE,
    "reason": "", "resource": None, "role": "partner", "rule": RULE, "seconds": 0.21,
    "series_id": None, "series_number": None, "settlement": None, "since": THE_DAY_BEFORE,
    "slip": None, "staff": None, "start": START, "state": "active", "status": "confirmed",
    "store_id": "s-4s", "subject": CAR, "taken_by": None, "timezone": "Asia/Shanghai",
    "to": "2026-03-14T00:00:00+08:00", "until": SOON, "url": "https://partner.example.com/slipboard",
    "weekdays": ["tue"], "who_may_change": None, "zh": "示范", "en": "Demo",
}  # fmt: skip
"""By the name of a field, wherever it is of that kind."""

BY_PLACE: dict[str, dict[str, Any]] = {
    "Actor": {"id": "p1", "kind": "partner"},
    "Arrival": {"id": "a-4d6e", "purpose": "maintenance", "recorded_by": "sr-chen"},
    "BookedItem": {"name": AN_ITEM},
    "Booking": {
        "id": "b-7f3a",
        "created_by": PARTNER,
        "entered_by": PARTNER,
        "legal_moves": ["amend", "cancel", "confirm", "reschedule", "to_rebook"],
        "policy": {},
        "responsible_sa": None,
        "store_name": A_STORE,
        "work_order": None,
    },
    "CheckedSlot": {"code": None},
    "Customer": {"id": "c-19e2"},
    "Entry": {"cause": "t-31b8", "after": {"status": "confirmed", "start": START}},
    "Explanation": {"available": False},
    "Hold": {"id": "h-2b90", "state": "held"},
    "Item": {"name": AN_ITEM},
    "Led": {"kind": "booking", "id": "b-7f3a"},
    "Penalty": {"state": "proposed", "amount": 5000},
    "Reason": {
        "resource": "maintenance",
        "sentence": {"zh": "这个时间已被约满。", "en": "That time has been taken."},
    },
    "Resource": {"id": "bay-1", "name": {"zh": "1号工位", "en": "Bay 1"}},
    "Series": {"id": "sr-61d0"},
    "SeriesLine": A_VISIT,
    "SeriesVisit": A_VISIT,
    "Store": {
        "id": "s-4s",
        "name": A_STORE,
        "phone": "+862155550100",
        "policy": {"lead_minutes": {"partner": 60}, "horizon_days": 30},
    },
    "Token": {"token": "Yb0fJx2QmT8", "token_type": "bearer"},
    "WaitlistEntry": {
        "id": "w-0c1d",
        "status": "waiting",
        "offer": None,
        "booking_id": None,
        "store_name": A_STORE,
    },
    "WebhookDelivery": {"id": "d-8e17", "state": "delivered"},
    "WebhookEndpoint": {"id": "e-52c1", "owed": 0},
    "WebhookSecret": {"id": "e-52c1", "owed": 0},
    "WebhookTry": {"status": 204},
}
"""By the schema and the name of a field, where its name does not say enough."""

CUSTOMER = {"name": "王小明", "phone": PHONE, "language": "zh"}
PLACE = {"store_id": "s-4s", "items": ["maintenance-a"], "start": START}

WHOLE: dict[str, Any] = {
    "Words": {"zh": "示范", "en": "Demo"},
    "NewBooking": {
        **PLACE,
        "customer": CUSTOMER,
        "subject": CAR,
        "partner_reference": "order-1001",
        "consents": {"privacy_version": "2026-01", "share_with_partner": True},
    },
    "NewSeries": {
        "store_id": "s-beau",
        "items": ["facial"],
        "start": START,
        "rule": {"unit": "week", "count": 4},
        "customer": CUSTOMER,
    },
    "Recurrence": {"unit": "week", "count": 4},
    "EndpointChanged": {"state": "paused"},
    "Correction": {"fields": {"note": "再次来电"}, "reason": "wrong note"},
    "Reassigning": {"role": "cr_clerk", "reason": "on leave"},
    "CampaignChanged": {"name": "春季保养"},
    "Amending": {"customer": {"phone": "+8613800138001"}, "reason": "wrong number"},
}
"""Whole examples, where fields that exclude each other make no sense together."""

IN_PATHS: dict[str, str] = {
    "booking_id": "b-7f3a",
    "code": "maintenance-a",
    "customer_id": "c-19e2",
    "day": A_DAY,
    "delivery_id": "d-8e17",
    "endpoint_id": "e-52c1",
    "entry_id": "w-0c1d",
    "hold_id": "h-2b90",
    "series_id": "sr-61d0",
    "store_id": "s-4s",
}
"""What stands in a path."""
