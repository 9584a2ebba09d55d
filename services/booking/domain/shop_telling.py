"""What a store shows of itself: its facts, items, free times, day and queue."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from common.contracts.booking import WEEKDAYS
from services.booking.domain import telling
from services.booking.domain.availability import Found, Slot
from services.booking.domain.bookings import Booking
from services.booking.domain.rosters import off_duty
from services.booking.domain.rotation import Turn
from services.booking.domain.stores import Item, Store
from services.booking.domain.ticks import SECONDS, moment_of, tick_at


def store_as_read(store: Store) -> dict[str, Any]:
    policy = store.policy
    return {
        "id": store.id,
        "name": store.name,
        "industry": store.industry,
        "city": store.city,
        "address": store.address,
        "timezone": store.zone.key,
        "phone": store.phone,
        "booking_phone": store.booking_phone,
        "hours": {
            day: [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans]
            for day, spans in zip(WEEKDAYS, store.calendar.week, strict=True)
        },
        "channels": sorted(store.channels),
        "policy": {
            "version": policy.version,
            "change_notice_minutes": int(policy.change_notice.total_seconds() // 60),
            "cancel_notice_minutes": int(policy.cancel_notice.total_seconds() // 60),
            "lead_minutes": int(policy.lead.total_seconds() // 60),
            "horizon_days": policy.horizon.days,
            "on_time_minutes": int(policy.on_time.total_seconds() // 60),
        },
    }


def item_as_read(item: Item) -> dict[str, Any]:
    price = {"labour": item.labour, "parts": item.parts, "total": item.labour + item.parts}
    return {
        "code": item.code,
        "name": item.name,
        "minutes": item.minutes,
        "price": {**price, "currency": "CNY"},
        "notes": item.notes,
        "requires_identity": item.requires_identity,
    }


def slots_as_read(slots: Found, rest: Found) -> dict[str, Any]:
    """Return a page of slots and where the next one begins, if there is a *rest*."""

    def at(store: Store, tick: int) -> str:
        return datetime.fromtimestamp(tick * SECONDS, store.zone).isoformat()

    return {
        "slots": [
            {
                "store_id": store.id,
                "start": at(store, slot.start),
                "end": at(store, slot.end),
                "free": slot.free,
            }
            for store, slot in slots
        ],
        "next_from": at(rest[0][0], rest[0][1].start) if rest else None,
    }


def offers_as_read(store: Store, offered: dict[str, list[Slot]]) -> dict[str, Any]:
    """Return what may be booked of each item, by its code."""

    def at(tick: int) -> str:
        return store.local(moment_of(tick)).isoformat()

    return {
        "items": [
            {
                "code": code,
                "slots": [
                    {"start": at(slot.start), "end": at(slot.end), "free": slot.free}
                    for slot in slots
                ],
            }
            for code, slots in offered.items()
        ]
    }


def slot_as_checked(slot: dict[str, Any], free: int, code: str | None) -> dict[str, Any]:
    """Return what a start looks like: how many could have it, or the code of why nobody can."""
    start = slot["start"].isoformat()
    return {
        "staff": None,
        **slot,
        "start": start,
        "available": code is None,
        "free": free,
        "code": code,
    }


def board_as_read(store: Store, day: date, bookings: list[Booking]) -> dict[str, Any]:
    """Return one store's day: its lanes as columns, its bookings, the hours that bound it."""
    off = _off_within_hours(store, day)
    return {
        "store": store_as_read(store),
        "day": day.isoformat(),
        "occasion": store.calendar.occasion(day),
        "hours": [
            [_local(store, opens), _local(store, closes)] for opens, closes in store.open_on(day)
        ],
        "starts": [f"{at:%H:%M}" for at in store.starts],
        "lanes": [
            {
                "id": lane.id,
                "pool": lane.pool,
                "kind": lane.kind,
                "name": lane.name,
                "grade": lane.grade,
                "off": off[lane.id],
            }
            for lane in store.lanes
        ],
        "bookings": [telling.as_read(store, booking) for booking in bookings],
    }


def _off_within_hours(store: Store, day: date) -> defaultdict[str, list[list[str]]]:
    """Return by lane when it is off duty while the store is open."""
    found = defaultdict(list)
    away = off_duty(store, *(tick_at(moment) for moment in store.whole_day(day)))
    for opens, closes in store.open_on(day):
        for lane, first, end in away:
            begins, ends = max(opens, moment_of(first)), min(closes, moment_of(end))
            if begins < ends:
                found[lane].append([_local(store, begins), _local(store, ends)])
    return found


def turn_as_read(store: Store, turn: Turn) -> dict[str, Any]:
    since = store.local(turn.since).isoformat() if turn.since else None
    return {"lane": turn.lane, "name": turn.name, "state": turn.state, "since": since}


def _local(store: Store, moment: datetime) -> str:
    return store.local(moment).isoformat()
