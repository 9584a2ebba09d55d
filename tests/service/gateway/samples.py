"""What the services would reply, stating only what a test needs to matter."""

SHARED = {"privacy_version": "1", "share_with_partner": True, "marketing": False}


def a_booking(**changes):
    return {
        "id": "b-1",
        "number": "K7Q2MX",
        "revision": 1,
        "status": "confirmed",
        "flags": {"same_day": False},
        "store_id": "s-4s",
        "store_name": {"zh": "东城店", "en": "East"},
        "timezone": "Asia/Shanghai",
        "start": "2026-03-10T10:00:00+08:00",
        "end": "2026-03-10T11:00:00+08:00",
        "items": [
            {
                "code": "maintenance-a",
                "name": {"zh": "A类保养", "en": "Maintenance A"},
                "start": "2026-03-10T10:00:00+08:00",
                "end": "2026-03-10T11:00:00+08:00",
                "price": {"labour": 60000, "parts": 35000, "currency": "CNY"},
                "notes": {},
                "resources": [{"kind": "bay", "id": "bay-1", "name": {"zh": "一号", "en": "1"}}],
            }
        ],
        "customer": {
            "id": "c-1",
            "name": "王小明",
            "phone": "+8613800138000",
            "email": None,
            "language": "zh",
        },
        "booker": None,
        "subject": {"kind": "car", "plate": "沪A12345", "model": "C 260"},
        "staff": None,
        "channel": "partner",
        "origin": "passive",
        "partner_id": "p1",
        "partner_reference": "order-1",
        "consents": None,
        "entitlements": {"priority": {"state": "none", "because": "agreed_late"}},
        "settlement": None,
        "penalty": None,
        "policy_version": 1,
        "change_until": "2026-03-10T06:00:00+08:00",
        "cancel_until": "2026-03-10T06:00:00+08:00",
        "arrived_at": None,
        "note": "靠窗",
        "legal_moves": ["confirm", "cancel"],
        "created_at": "2026-03-09T09:00:00+08:00",
        "created_by": {"id": "p1", "kind": "partner", "role": "partner"},
    } | changes


def a_store(**changes):
    return {
        "id": "s-4s",
        "name": {"zh": "东城店", "en": "East"},
        "industry": "4s",
        "city": "Shanghai",
        "address": {"zh": "示范路1号", "en": "1 Shifan Road"},
        "timezone": "Asia/Shanghai",
        "phone": "+862155550101",
        "hours": {"mon": ["08:00-18:00"]},
        "channels": ["partner", "phone"],
        "policy": {"version": 1, "change_notice_minutes": 240},
    } | changes


def an_item(**changes):
    return {
        "code": "maintenance-a",
        "name": {"zh": "A类保养", "en": "Maintenance A"},
        "minutes": 60,
        "price": {"labour": 60000, "parts": 35000, "total": 95000, "currency": "CNY"},
        "notes": {},
    } | changes


def a_slot(**changes):
    return {
        "store_id": "s-4s",
        "start": "2026-03-10T10:00:00+08:00",
        "end": "2026-03-10T11:00:00+08:00",
        "free": 2,
    } | changes


def a_checked_slot(**changes):
    return {
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "staff": None,
        "start": "2026-03-10T10:00:00+08:00",
        "available": True,
        "free": 2,
        "code": None,
    } | changes


def a_hold(**changes):
    return {
        "id": "h-1",
        "state": "held",
        "store_id": "s-4s",
        "items": ["maintenance-a"],
        "staff": None,
        "start": "2026-03-10T10:00:00+08:00",
        "end": "2026-03-10T11:00:00+08:00",
        "expires_at": "2026-03-09T09:05:00+08:00",
        "extended": False,
    } | changes


def a_visit(**changes):
    return {
        "booking_id": "b-1",
        "status": "arrived",
        "revision": 1,
        "journey": "4s",
        "version": 1,
        "name": {"zh": "售后服务七步", "en": "After-sales in seven steps"},
        "asks": [],
        "ended": False,
        "open": [{"id": "reception", "step": "reception", "state": "open", "actions": []}],
        "timeline": [],
        "done": [],
    } | changes


def a_reason(**changes):
    return {
        "code": "channel_closed",
        "resource": None,
        "sentence": {"zh": "本店不接受此渠道的预约。", "en": "The store does not book that way."},
        "who_may_change": "manager",
    } | changes


def an_entry(**changes):
    return {
        "at": "2026-03-09T09:00:00+08:00",
        "actor": {"id": "sa-li", "kind": "staff", "role": "advisor"},
        "move": "reschedule",
        "reason": "王小明 said he is late",
        "revision": 2,
        "before": {"status": "confirmed"},
        "after": {"status": "confirmed"},
    } | changes


def a_task(**changes):
    return {
        "id": "b-1.first_call",
        "revision": 1,
        "kind": "first_call",
        "state": "open",
        "overdue": False,
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "booking_id": "b-1",
        "booking_number": "K7Q2MX",
        "customer": {"id": "c-1", "name": "王小明", "phone": "+8613800138000"},
        "subject": None,
        "items": [{"code": "maintenance-a"}],
        "visited_at": "2026-03-10T11:00:00+08:00",
        "opens_at": "2026-03-13T09:00:00+08:00",
        "due_at": "2026-03-18T00:00:00+08:00",
        "last_day": "2026-03-17",
        "attempts": 0,
        "taken_by": None,
        "outcome": None,
        "legal_moves": ["take", "record"],
        "history": [],
    } | changes


def a_message(**changes):
    return {
        "id": "m-1",
        "store_id": "s-4s",
        "booking_id": "b-1",
        "kind": "confirmation",
        "channel": "sms",
        "to": "+8613800138000",
        "body": "您已预约",
        "segments": 1,
        "language": "zh",
        "state": "delivered",
        "why": "",
        "attempts": 1,
        "due_at": "2026-03-09T01:00:00+00:00",
        "sent_at": None,
        "states": [{"state": "delivered", "at": "2026-03-09T01:00:00+00:00"}],
    } | changes


COLUMN = {
    "name": "bookings",
    "title": {"zh": "预约量", "en": "Bookings"},
    "formula": {"zh": "预约数", "en": "how many"},
    "unit": "count",
    "measures": ["bookings"],
}


def a_report(**changes):
    return {
        "name": "bookings",
        "by": "day",
        "from_day": "2026-03-01",
        "to_day": "2026-03-31",
        "columns": [COLUMN],
        "rows": [{"key": "2026-03-10", "store_id": "s-4s", "bookings": 3}],
        "total": {"key": None, "store_id": None, "bookings": 3},
        "folded_at": None,
    } | changes


A_GIFT = {"code": "mug", "name": {"zh": "保温杯", "en": "Thermos mug"}, "upgrade": False, "left": 7}
A_LINE = {
    "what": "gift",
    "code": "mug",
    "name": {"zh": "保温杯", "en": "Thermos mug"},
    "by": "bdc",
    "at": "2026-03-10T10:00:00+08:00",
    "booking_id": "b-1",
    "number": "K7Q2MX",
    "customer": "王小明",
}

A_VALUE = {
    "path": "policy.lead_minutes",
    "value": 60,
    "from": "store",
    "level": "store",
    "requirement": "SL-08",
    "pack_value": 0,
}
AFFECTED = {
    "count": 1,
    "bookings": [
        {
            "store_id": "s-4s",
            "booking_id": "b-1",
            "number": "K7Q2MX",
            "start": "2026-03-10T10:00:00+08:00",
            "reasons": ["outside_hours"],
        }
    ],
}
A_DIFFERENCE = {"path": "policy.lead_minutes", "before": 0, "after": 60}


def an_outcome(**changes):
    return {
        "version": 4,
        "saved": True,
        "waiting": None,
        "changes": [A_DIFFERENCE],
        "affected": {"count": 0, "bookings": []},
        "faults": {},
    } | changes


def a_version(**changes):
    return {
        "id": "3",
        "version": 3,
        "state": "applied",
        "at": "2026-03-09T01:00:00+00:00",
        "by": {"id": "mgr", "kind": "staff", "role": "manager"},
        "reason": "",
        "effective_at": None,
        "changes": [A_DIFFERENCE],
        "affected": {"count": 0, "bookings": []},
        "faults": {},
    } | changes
