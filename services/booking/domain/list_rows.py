"""One booking as a line of a list: what the columns are called and what stands in them.

A cell is a text, a number, yes or no, words in both languages, or several of them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from common.phones import masked
from services.booking.domain.bookings import Booking
from services.booking.domain.calendars import Words
from services.booking.domain.stores import Store

Cell = Callable[[Store, Booking], Any]
PHONE = "phone"


def _words(zh: str, en: str) -> Words:
    return {"zh": zh, "en": en}


def _local(store: Store, booking: Booking, moment: str) -> str:
    return store.local(getattr(booking, moment)).isoformat()


def _state(booking: Booking, entitlement: str) -> str | None:
    held = booking.entitlements.get(entitlement)
    return held["state"] if held else None


def _subject(booking: Booking, part: str) -> str | None:
    return (booking.subject or {}).get(part)


def lead_minutes(booking: Booking) -> int:
    """Return how long before the start its time was agreed (SL-07, SL-09)."""
    return int((booking.start - booking.agreed_at).total_seconds() // 60)


COLUMNS: dict[str, tuple[Words, Cell]] = {
    "number": (_words("预约号", "Number"), lambda _, b: b.number),
    "status": (_words("状态", "Status"), lambda _, b: b.status),
    "start": (_words("开始", "Start"), lambda s, b: _local(s, b, "start")),
    "end": (_words("结束", "End"), lambda s, b: _local(s, b, "end")),
    "items": (_words("项目", "Items"), lambda _, b: [item["name"] for item in b.items]),
    "places": (
        _words("工位/人员", "Places"),
        lambda _, b: [resource["name"] for item in b.items for resource in item["resources"]],
    ),
    "customer": (_words("客户", "Customer"), lambda _, b: b.customer["name"]),
    PHONE: (_words("电话", "Telephone"), lambda _, b: b.customer["phone"]),
    "booker": (_words("代约人", "Booked by"), lambda _, b: b.booker and b.booker["name"]),
    "plate": (_words("车牌", "Plate"), lambda _, b: _subject(b, "plate")),
    "model": (_words("车型", "Model"), lambda _, b: _subject(b, "model")),
    "advisor": (_words("服务顾问", "Adviser"), lambda _, b: b.advisor and b.advisor["name"]),
    "priority": (_words("优先", "Priority"), lambda _, b: _state(b, "priority") == "granted"),
    "discount": (_words("折扣", "Discount"), lambda _, b: _state(b, "discount")),
    "perk": (_words("福利", "Perk"), lambda _, b: _state(b, "perk")),
    "short_notice": (
        _words("临时", "Short notice"),
        lambda _, b: bool(b.flags.get("short_notice")),
    ),
    "prepared": (_words("已备妥", "Prepared"), lambda _, b: bool(b.flags.get("prepared"))),
    "work_order": (_words("工单号", "Work order"), lambda _, b: b.work_order),
    "channel": (_words("渠道", "Channel"), lambda _, b: b.channel),
    "origin": (_words("主动/被动", "Origin"), lambda _, b: b.origin),
    "taken_by": (_words("受理人", "Taken by"), lambda _, b: b.taken_by),
    "entered_by": (_words("录入人", "Entered by"), lambda _, b: b.created_by["id"]),
    "created_at": (_words("登记时间", "Registered"), lambda s, b: _local(s, b, "created_at")),
    "lead_minutes": (_words("提前分钟", "Minutes ahead"), lambda _, b: lead_minutes(b)),
    "note": (_words("备注", "Note"), lambda _, b: b.note),
}
NEXT_DAY = (
    "start", "end", "number", "customer", PHONE, "plate", "model", "items", "places", "advisor",
    "priority", "short_notice", "prepared", "work_order", "note",
)  # fmt: skip
CUSTOMERS = ("start", "customer", PHONE, "plate", "model", "items", "advisor", "priority", "note")
LEDGER = tuple(COLUMNS)


def titled(codes: Iterable[str], own: dict[str, Words] | None = None) -> list[dict[str, Any]]:
    """Return the columns *codes* with their titles, the store's *own* where it has some."""
    return [{"code": code, "title": (own or {}).get(code) or COLUMNS[code][0]} for code in codes]


def line(store: Store, booking: Booking, codes: Iterable[str], with_phone: bool) -> dict[str, Any]:
    """Return the cells of *booking*; who does not deal with customers sees the number masked."""
    told = {code: COLUMNS[code][1](store, booking) for code in codes}
    if PHONE in told:
        told[PHONE] = person(booking, with_phone)["phone"]
    return {"booking_id": booking.id, **told}


def person(booking: Booking, with_phone: bool) -> dict[str, Any]:
    """Return who comes."""
    customer = booking.customer
    phone = customer["phone"] if with_phone else masked(customer["phone"])
    return {"id": customer["id"], "name": customer["name"], "phone": phone}
