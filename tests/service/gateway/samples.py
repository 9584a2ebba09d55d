"""What the services would reply, stating only what a test needs to matter."""

from common.contracts.booking import arrivals, calculating, customer_requests, registers

LI = {"id": "sa-li", "name": {"zh": "李顾问", "en": "Li"}, "team": "A", "why": "last"}
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
        "lead_minutes": 1500,
        "is_same_day": False,
        "is_day_before_or_earlier": True,
        "taken_by": None,
        "entered_by": {"id": "p1", "kind": "partner", "role": "partner"},
        "responsible_sa": LI,
        "work_order": None,
        "slip": {"holder": "board", "advisor": None, "issued": 1},
    } | changes


def a_preparation(**changes):
    return {
        "booking_id": "b-1",
        "revision": 2,
        "prepared": False,
        "responsible_sa": LI,
        "priority": {"state": "granted", "because": "agreed_early"},
        "entries": [
            {
                "code": "parts",
                "name": {"zh": "零件", "en": "Parts"},
                "role": "workshop_supervisor",
                "side": "store",
                "content": {},
                "choices": [],
                "due_at": "2026-03-09T18:00:00+08:00",
                "done": True,
                "tick": {"by": "ws-sup", "at": "2026-03-09T17:00:00+08:00", "note": "",
                         "choice": None},
            }
        ],
        "treatment": [{"code": "wash", "name": {"zh": "洗车", "en": "Wash"}, "level": "priority"}],
        "deviations": [],
    } | changes  # fmt: skip


def a_slip(**changes):
    return {
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "revision": 2,
        "start": "2026-03-10T10:00:00+08:00",
        "priority": True,
        "responsible_sa": LI,
        "holder": "board",
        "advisor": None,
        "issued": 1,
        "log": [
            {"at": "2026-03-09T09:00:00+08:00", "by": "agent", "holder": "board",
             "advisor": None, "reason": "create"}
        ],
    } | changes  # fmt: skip


def a_day_list(**changes):
    row = {
        "booking_id": "b-1",
        "number": "K7Q2MX",
        "start": "2026-03-10T10:00:00+08:00",
        "customer": "=1+1",
        "phone": "+86138****8000",
        "items": [{"zh": "A类保养", "en": "Maintenance A"}, {"zh": "诊断", "en": "Diagnosis"}],
        "priority": True,
    }
    return {
        "store_id": "s-4s",
        "store_name": {"zh": "东城店", "en": "East"},
        "day": "2026-03-10",
        "occasion": None,
        "version": 1,
        "due_at": "2026-03-09T17:30:00+08:00",
        "published_at": "2026-03-09T17:30:00+08:00",
        "created_by": "booking",
        "recipients": {"roles": ["workshop_supervisor"], "departments": []},
        "columns": [
            {"code": "customer", "title": {"zh": "客户", "en": "Customer"}},
            {"code": "phone", "title": {"zh": "电话", "en": "Telephone"}},
            {"code": "items", "title": {"zh": "项目", "en": "Items"}},
            {"code": "priority", "title": {"zh": "优先", "en": "Priority"}},
        ],
        "rows": [row],
        "deltas": [],
        "current": [row],
    } | changes


def a_sheet(**changes):
    told = a_day_list()
    return {
        "store_id": "s-4s",
        "store_name": told["store_name"],
        "name": "ledger",
        "from_day": "2026-03-01",
        "to_day": "2026-03-31",
        "version": 1,
        "created_at": "2026-03-09T09:00:00+08:00",
        "created_by": "li",
        "columns": told["columns"],
        "rows": told["rows"],
    } | changes


def a_script(**changes):
    return {
        "sentences": [{"code": "rules", "words": {"zh": "请准时。", "en": "Be on time."}}],
        "questions": [],
        "perks": [],
        "notes": [],
        "customer_side": [],
    } | changes


def a_letter(**changes):
    return {
        "store": {"id": "s-4s"},
        "number": "K7Q2MX",
        "version": 1,
        "customer": {"id": "c-1", "name": "王小明", "phone": "+86138****8000"},
        "language": "zh",
        "start": "2026-03-10T10:00:00+08:00",
        "end": "2026-03-10T11:00:00+08:00",
        "items": [],
        "advisor": LI,
        "entitlements": {},
        "change_until": "2026-03-10T06:00:00+08:00",
        "cancel_until": "2026-03-10T06:00:00+08:00",
        "sentences": [],
        "customer_side": [],
    } | changes


def a_board(**changes):
    return {
        "store": a_store(),
        "day": "2026-03-10",
        "occasion": None,
        "hours": [["2026-03-10T08:30:00+08:00", "2026-03-10T17:30:00+08:00"]],
        "starts": ["08:30", "10:00"],
        "lanes": [],
        "bookings": [],
        **changes,
    }


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
        "policy": {"version": 1, "change_notice_minutes": 240, "cancel_notice_minutes": 240},
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
        "paid": {"amount": 0, "currency": "CNY"},
        "timeline": [],
        "done": [],
    } | changes


def an_offer(**changes):
    return {
        "start": "2026-03-10T10:00:00+08:00",
        "end": "2026-03-10T11:00:00+08:00",
        "offered_at": "2026-03-09T10:00:00+08:00",
        "until": "2026-03-09T10:15:00+08:00",
        "out_of_turn": False,
    } | changes


def a_waiting_entry(**changes):
    return {
        "id": "w-1",
        "revision": 1,
        "status": "waiting",
        "store_id": "s-4s",
        "store_name": {"zh": "东城店", "en": "East"},
        "timezone": "Asia/Shanghai",
        "ticket": 17,
        "place": 2,
        "could_begin_at": "2026-03-10T14:00:00+08:00",
        "items": ["maintenance-a"],
        "staff": None,
        "from": "2026-03-10T00:00:00+08:00",
        "to": "2026-03-11T00:00:00+08:00",
        "weekdays": [],
        "hours": ["10:00-12:00"],
        "party_size": None,
        "customer": {
            "id": "c-1",
            "name": "王小明",
            "phone": "+8613800138000",
            "email": None,
            "language": "zh",
        },
        "subject": {"kind": "car", "plate": "沪A12345", "model": "C 260"},
        "channel": "partner",
        "partner_id": "p1",
        "partner_reference": None,
        "consents": None,
        "note": "靠窗",
        "offer": None,
        "offers_passed": 0,
        "booking_id": None,
        "legal_moves": ["offer", "withdraw"],
        "joined_at": "2026-03-09T09:00:00+08:00",
        "closed_at": None,
        "created_by": {"id": "p1", "kind": "partner", "role": ""},
    } | changes


A_SUMMARY = {
    "joined": 4,
    "offers": 3,
    "offered": 2,
    "accepted": 1,
    "declined": 1,
    "lapsed": 1,
    "withdrawn": 1,
    "expired": 0,
    "waiting": 1,
    "filled_share": 0.5,
    "median_wait_minutes": 42.0,
}


def a_series_line(**changes):
    return {
        "number": 1,
        "day": "2026-03-10",
        "start": "2026-03-10T10:00:00+08:00",
        "state": "booked",
        "code": None,
        "reasons": [],
        "alternatives": [],
        "booking_id": "b-1",
    } | changes


def a_series_report(saved=True, replayed=False, **line):
    return {
        "series_id": "s-1" if saved else None,
        "saved": saved,
        "occurrences": [a_series_line(**line)],
        "replayed": replayed,
    }


def a_series(**changes):
    visit = {name: value for name, value in a_series_line().items() if name != "day"}
    return {
        "id": "s-1",
        "revision": 1,
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "items": ["maintenance-a"],
        "staff": None,
        "rule": {"every": 1, "unit": "week", "weekdays": [], "count": 1, "until": None},
        "customer_id": "c-1",
        "channel": "phone",
        "partner_id": None,
        "occurrences": [{**visit, "status": "confirmed"}],
        "history": [],
        "created_at": "2026-03-09T09:00:00+08:00",
    } | changes


def a_disruption(**changes):
    return {
        "id": "d-1",
        "revision": 2,
        "state": "proposed",
        "store_id": "s-4s",
        "what": "lane",
        "lanes": ["maintenance-1"],
        "from": "2026-03-10T08:00:00+08:00",
        "to": "2026-03-10T18:00:00+08:00",
        "reason": "举升机故障",
        "held_until": None,
        "extended": False,
        "bookings": [
            {
                "booking_id": "b-1",
                "number": "K7Q2MX",
                "status": "confirmed",
                "start": "2026-03-10T10:00:00+08:00",
                "end": "2026-03-10T11:00:00+08:00",
                "items": ["maintenance-a"],
                "state": "open",
                "code": None,
                "choice": None,
                "hold_id": None,
                "moved_to": None,
                "proposals": [
                    {
                        "rank": 1,
                        "kind": "lane",
                        "store_id": "s-4s",
                        "start": "2026-03-10T10:00:00+08:00",
                        "end": "2026-03-10T11:00:00+08:00",
                        "lanes": ["maintenance-2"],
                        "changes": ["lane"],
                        "because": {"zh": "时间不变。", "en": "The same time."},
                    }
                ],
            }
        ],
        "legal_moves": ["hold", "accept", "renew", "lift"],
        "history": [],
        "created_at": "2026-03-09T09:00:00+08:00",
    } | changes


A_USE = {
    "store_id": "s-4s",
    "from_day": "2026-03-01",
    "to_day": "2026-03-31",
    "lanes": [
        {
            "id": "maintenance-1",
            "pool": "maintenance",
            "kind": "bay",
            "name": {"zh": "=一号", "en": "=Bay 1"},
            "on_duty_minutes": 600,
            "claimed_minutes": 60,
            "share": 0.1,
        }
    ],
}


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
        "brief": "",
        "case_id": None,
        "campaign_id": None,
        "taken_by": None,
        "acting_for": None,
        "outcome": None,
        "start": None,
        "owner": "tracking_clerk",
        "accountable": "business_supervisor",
        "roles": ["tracking_clerk"],
        "outcomes": ["reached", "unreachable"],
        "answer": None,
        "linked_booking_id": None,
        "may_reassign": True,
        "legal_moves": ["take", "record"],
        "history": [],
    } | changes


def a_substitution(**changes):
    return {
        "id": "sub-1",
        "store_id": "s-4s",
        "absent": "clerk-sun",
        "substitute": "clerk-qian",
        "from_day": "2026-03-09",
        "to_day": "2026-03-13",
        "begins_at": "2026-03-09T00:00:00+08:00",
        "ends_at": "2026-03-14T00:00:00+08:00",
        "state": "running",
        "reason": "休假",
        "appointed_by": {"id": "biz-sup", "kind": "staff", "role": "business_supervisor"},
        "appointed_at": "2026-03-09T08:30:00+08:00",
    } | changes


def a_message(**changes):
    return {
        "id": "m-1",
        "store_id": "s-4s",
        "booking_id": "b-1",
        "kind": "confirmation",
        "channel": "sms",
        "to": "+8613800138000",
        "subject": None,
        "body": "您已预约",
        "segments": 1,
        "language": "zh",
        "state": "delivered",
        "why": "",
        "sentence": None,
        "purpose": "answer",
        "customer_id": "c-1",
        "attempts": 1,
        "due_at": "2026-03-09T01:00:00+00:00",
        "sent_at": None,
        "states": [{"state": "delivered", "at": "2026-03-09T01:00:00+00:00"}],
    } | changes


def a_text(**changes):
    return {
        "id": "SM1",
        "store_id": "s-4s",
        "booking_id": "b-1",
        "customer_id": "c-1",
        "phone": "+12025550123",
        "body": "1",
        "meaning": "confirm",
        "answer": "Thank you, confirmed. See you then.",
        "at": "2026-03-09T01:00:00+00:00",
    } | changes


def a_template(**changes):
    return {
        "kind": "confirmation",
        "language": "zh",
        "channel": "sms",
        "text": "{{ store }}：{{ when }}",
        "whose": "slipboard",
        "version": 0,
        "kept_at": None,
        "kept_by": None,
        "knows": ["store", "when"],
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

A_TURN = {
    "lane": "technician-12",
    "name": {"zh": "12号技师", "en": "Technician 12"},
    "state": "waiting",
    "since": "2026-03-10T11:00:00+08:00",
}

AN_ENTRANCE = {
    "store_id": "s-4s",
    "day": "2026-03-10",
    "expected": [
        {
            "booking_id": "b-1",
            "number": "K7Q2MX",
            "at": "2026-03-10T16:10:00+08:00",
            "start": "2026-03-10T16:00:00+08:00",
            "told": True,
            "status": "confirmed",
            "name": "王**",
            "phone": "+86138****8000",
            "plate": "沪A**345",
            "items": [{"code": "maintenance-a", "name": {"zh": "A类保养"}}],
        }
    ],
}


def a_request(**changes):
    return {
        "id": "r-1",
        "number": "R2026-00001",
        "revision": 1,
        "store_id": "s-home",
        "kind": {"code": "request", "name": {"zh": "客户请求", "en": "Customer request"}},
        "journey": "request",
        "version": 1,
        "name": {"zh": "客户服务八步", "en": "A request in eight steps"},
        "channel": "hotline",
        "customer": None,
        "subject": None,
        "text": "太吵",
        "state": "open",
        "outcome": None,
        "booking_id": None,
        "assignee": None,
        "due_at": None,
        "overdue": False,
        "open": [{"id": "receive", "step": "receive", "state": "open", "actions": []}],
        "done": [],
        "history": [],
        "created_at": "2026-03-09T09:00:00+08:00",
        "created_by": {"id": "chen", "kind": "staff", "role": "reception"},
    } | changes


def of_customer_requests():
    somebody = {"id": "rep-he", "name": {"zh": "何工", "en": "He"}, "open_requests": 0}
    kind = {"code": "request", "name": {"zh": "请求", "en": "Request"}, "journey": "request"}
    fit = dict.fromkeys(("expert", "in_region", "on_duty"), True)
    return {
        customer_requests.OPEN_REQUEST.key: {"request": a_request(), "replayed": False},
        customer_requests.LIST_REQUESTS.key: {"requests": [a_request()], "next_cursor": None},
        customer_requests.GET_REQUEST.key: a_request(),
        customer_requests.ACT_IN_REQUEST.key: a_request(revision=2),
        customer_requests.REQUEST_KINDS.key: {"kinds": [{**kind, "asks": []}]},
        customer_requests.CANDIDATES.key: {"candidates": [{**somebody, **fit}]},
    }


def an_entry_of_a_register(**changes):
    return {
        "id": "e-1",
        "number": "FK2026-00001",
        "revision": 1,
        "store_id": "s-prop",
        "register": "visitor-slip",
        "version": 1,
        "name": {"zh": "访客单", "en": "Visitor slip"},
        "state": {"code": "asked", "name": {"zh": "待放行", "en": "At the desk"}},
        "ended": False,
        "fields": {"visitor": "赵", "known": True},
        "failed": [],
        "attachments": [],
        "booking_id": None,
        "created_at": "2026-03-09T09:00:00+08:00",
        "created_by": {"id": "chen", "kind": "staff", "role": "reception"},
        "moves": [{"code": "admit"}],
        "history": [],
    } | changes


def of_registers():
    entry = an_entry_of_a_register()
    register = {
        "code": "visitor-slip",
        "version": 1,
        "name": {"zh": "访客单", "en": "Visitor slip"},
        "roles": ["reception"],
        "begin": "asked",
        "states": [],
        "fields": [],
        "reckoned": [],
        "moves": [],
        "keep_days": 30,
    }
    printed = {
        "title": "访客单",
        "language": "zh",
        "head": [{"label": "编号", "value": "FK2026-00001"}],
        "rows": [{"label": "访客姓名", "value": "赵"}],
        "signed": [],
    }
    return {
        registers.REGISTERS.key: {"registers": [register]},
        registers.OPEN_ENTRY.key: {"entry": entry, "replayed": False},
        registers.GET_ENTRY.key: entry,
        registers.LIST_ENTRIES.key: {"entries": [entry], "next_cursor": None},
        registers.ENTRY_TABLE.key: {"titles": ["编号"], "lines": [["=1+1"]], "next_cursor": None},
        registers.MOVE_ENTRY.key: an_entry_of_a_register(revision=2),
        registers.CORRECT_ENTRY.key: an_entry_of_a_register(revision=2),
        registers.PRINT_ENTRY.key: printed,
    }


def an_arrival(**changes):
    return {
        "id": "a-1",
        "store_id": "s-4s",
        "queue": 1,
        "at": "2026-03-10T10:00:00+08:00",
        "booked": False,
        "asked": True,
        "verified": False,
        "booking_id": None,
        "number": None,
        "customer": None,
        "purpose": "洗车",
        "led_to": [],
        "advisor": None,
        "recorded_by": "chen",
    } | changes


def of_the_door():
    day = {"day": "2026-03-10", "counts": {"arrivals": 1, "booked": 0, "asked": 1}}
    known = {
        "customer": a_booking()["customer"],
        "subject": {"plate": "沪A12345"},
        "staff": None,
        "items": ["maintenance-a"],
        "source": {"booking_id": "b-1", "store_id": "s-4s"},
    }
    return {
        arrivals.RECORD_ARRIVAL.key: {"arrival": an_arrival(), "replayed": False},
        arrivals.ARRIVALS.key: {**day, "arrivals": [an_arrival()]},
        arrivals.PREFILL.key: known,
    }


def of_the_calculator():
    table = {"least_down_percent": 20, "most_years": 30, "rounding": {"zh": "四舍五入", "en": "up"}}
    sums = dict.fromkeys(calculating.CALCULATE.reply().fields, 1)
    return {
        calculating.FEE_TABLE.key: {**table, "fees": []},
        calculating.CALCULATE.key: {**sums, "fees": [], "rounding": table["rounding"]},
    }


def an_assessment(**changes):
    share = {"booked": 3, "arrivals": 4, "rate": 7500}
    team = {
        "team": "A", "manufacturer_rate": 5200, "local": share, "reached": True, "reward": None,
        "consequence": None, "deduction": 0,
    }  # fmt: skip
    nothing = {"booked": 0, "arrivals": None, "rate": None}
    missed = {**team, "team": "C", "manufacturer_rate": 4990, "reached": False, "reward": 0,
              "consequence": "criticism_by_name", "local": nothing}  # fmt: skip
    by = {"id": "mgr-4s", "kind": "person", "role": "manager"}
    noted = {"at": "2026-04-01T01:00:00+00:00", "by": by}
    return {
        "store_id": "s-4s",
        "month": "2026-03",
        "target": 5000,
        "team_amount": None,
        "each_amount": 60000,
        "people": [{"name": "陈", "function": "reception"}],
        "teams": [team, missed],
        "everybody": {"reached": False, "each": 60000, "people": [], "total": 0},
        "local": share,
        "arrivals_without_team": 0,
        "imports": [{**noted, "rates": [{"team": "A", "rate": 5200}, {"team": "C", "rate": 4990}]}],
        "terms_set": noted,
    } | changes


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


def a_case(**changes):
    return {
        "id": "c-1",
        "revision": 1,
        "kind": "complaint",
        "state": "open",
        "late": None,
        "channel": "front_desk",
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "customer": {"id": "c-1", "name": "王小明", "phone": "+8613800138000"},
        "subject": None,
        "booking_id": None,
        "booking_number": None,
        "from_task_id": None,
        "words": "刹车异响",
        "solution": None,
        "opened_at": "2026-03-06T10:00:00+08:00",
        "report_by": "2026-03-09T00:00:00+08:00",
        "tell_by": None,
        "task_id": "c-1.report",
        "legal_moves": ["answer", "report", "solve"],
        "steps": [],
    } | changes


def a_file(**changes):
    return {
        "id": "s-4s|c-1|沪A12345",
        "revision": 1,
        "store_id": "s-4s",
        "customer_id": "c-1",
        "name": "王小明",
        "address": "示范路1号",
        "phone": "+8613800138000",
        "model": "C 260",
        "number": "沪A12345",
        "kind": "轿车",
        "cycle_months": 6,
        "next_on": "2026-09-10",
        "wishes": "代步车",
        "visits": [],
        "updated_at": "2026-03-10T10:00:00+00:00",
        "updated_by": {"id": "clerk-sun", "kind": "staff", "role": "tracking_clerk"},
    } | changes


def a_rating(**changes):
    return {
        "id": "b-1",
        "store_id": "s-4s",
        "customer_id": "c-1",
        "person": 5,
        "quality": 4,
        "comment": "很好",
        "at": "2026-03-10T13:10:00+08:00",
    } | changes


def a_campaign(**changes):
    return {
        "id": "cm-1",
        "revision": 1,
        "state": "draft",
        "store_id": "s-4s",
        "timezone": "Asia/Shanghai",
        "kind": "free_service",
        "way": "call",
        "name": "免费检测周",
        "day": "2026-05-20",
        "last_day": None,
        "content": "36 项免费检测",
        "address": "示范路1号",
        "begun_at": "2026-04-01T10:00:00+08:00",
        "customers": None,
        "progress": {"calls": {}, "letters": {}, "messages": {}},
        "legal_moves": ["change", "start"],
        "history": [],
    } | changes
