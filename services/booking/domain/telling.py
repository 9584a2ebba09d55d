"""A booking in words for others: what a reader gets, and what an event carries."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from common.actor import Actor
from common.contracts.booking import BookingFact
from services.booking.domain.availability import Slot
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import Hold, standing_as
from services.booking.domain.lifecycle import legal_moves
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import Item, Store
from services.booking.domain.ticks import SECONDS, moment_of, tick_at

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def as_read(store: Store, booking: Booking) -> dict[str, Any]:
    """Return *booking* as everybody reads it; times carry the store's offset."""
    policy = store.policies[booking.policy_version]
    return {
        "id": booking.id,
        "number": booking.number,
        "revision": booking.revision,
        "status": booking.status,
        "flags": booking.flags,
        "store_id": store.id,
        "store_name": store.name,
        "timezone": store.zone.key,
        "start": _local(store, booking.start),
        "end": _local(store, booking.end),
        "items": [
            {
                "code": item["code"],
                "name": item["name"],
                "start": _local(store, item["start"]),
                "end": _local(store, item["end"]),
                "price": {"labour": item["labour"], "parts": item["parts"], "currency": "CNY"},
                "notes": item["notes"],
                "resources": item["resources"],
            }
            for item in booking.items
        ],
        "customer": booking.customer,
        "booker": booking.booker,
        "subject": booking.subject,
        "staff": booking.staff,
        "channel": booking.channel,
        "origin": booking.origin,
        "partner_id": booking.partner_id,
        "partner_reference": booking.partner_reference,
        "consents": booking.consents,
        "entitlements": booking.entitlements,
        "settlement": booking.settlement,
        "penalty": booking.penalty,
        "policy_version": booking.policy_version,
        "change_until": _local(store, policy.change_until(booking.start)),
        "cancel_until": _local(store, policy.cancel_until(booking.start)),
        "arrived_at": _local(store, booking.arrived_at) if booking.arrived_at else None,
        "note": booking.note,
        "legal_moves": legal_moves(booking.status),
        "created_at": _local(store, booking.created_at),
        "created_by": booking.created_by,
    }


def as_fact(store: Store, booking: Booking, reason: str = "") -> dict[str, Any]:
    """Return what every event of *booking* carries: the whole of where it stands."""
    policy = store.policies[booking.policy_version]
    return {
        "booking_id": booking.id,
        "number": booking.number,
        "revision": booking.revision,
        "status": booking.status,
        "store_id": store.id,
        "store_name": store.name,
        "store_address": store.address,
        "store_phone": store.phone,
        "timezone": store.zone.key,
        "industry": store.industry,
        "start": booking.start.isoformat(),
        "end": booking.end.isoformat(),
        "items": [
            {"code": x["code"], "name": x["name"], "labour": x["labour"], "parts": x["parts"],
             "notes": x["notes"]}
            for x in booking.items
        ],
        "customer": booking.customer,
        "subject": booking.subject,
        "channel": booking.channel,
        "origin": booking.origin,
        "partner_id": booking.partner_id,
        "entitlements": booking.entitlements,
        "settlement": booking.settlement,
        "penalty": booking.penalty,
        "created_at": booking.created_at.isoformat(),
        "agreed_at": booking.agreed_at.isoformat(),
        "arrived_at": _iso(booking.arrived_at),
        "on_time": booking.on_time(policy),
        "completed_at": _iso(booking.completed_at),
        "cancelled_at": _iso(booking.cancelled_at),
        "cancelled_in_time": booking.cancelled_in_time,
        "reason": reason,
    }  # fmt: skip


def as_event(
    event: type[BookingFact],
    store: Store,
    booking: Booking,
    now: datetime,
    by: Actor,
    reason: str = "",
) -> dict[str, Any]:
    """Return the envelope that tells one move of *booking*."""
    return event.happened(
        f"{booking.id}:{booking.revision}",
        at=now,
        store_id=store.id,
        correlation_id=by.correlation_id,
        data=as_fact(store, booking, reason),
    )


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


def slots_as_read(
    slots: list[tuple[Store, Slot]], rest: list[tuple[Store, Slot]]
) -> dict[str, Any]:
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


def hold_as_read(store: Store, hold: Hold, now: datetime) -> dict[str, Any]:
    return {
        "id": hold.id,
        "state": standing_as(hold, now),
        "store_id": hold.store_id,
        "items": list(hold.items),
        "staff": hold.staff,
        "start": _local(store, hold.start),
        "end": _local(store, hold.end),
        "expires_at": _local(store, hold.expires_at),
        "extended": hold.extended,
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


def ledger_line(store: Store, booking: Booking, line: dict[str, Any]) -> dict[str, Any]:
    """Return one thing handed over: what, to whom, when and by whom (PK-09)."""
    return {
        **line,
        "at": _local(store, line["at"]),
        "booking_id": booking.id,
        "number": booking.number,
        "customer": booking.customer["name"],
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
        "bookings": [as_read(store, booking) for booking in bookings],
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


def _local(store: Store, moment: datetime) -> str:
    return store.local(moment).isoformat()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
