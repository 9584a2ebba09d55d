"""A booking in words for others: what a reader gets, and what an event carries."""

from datetime import datetime
from typing import Any

from common.actor import Actor
from common.contracts.booking import BookingFact
from services.booking.domain import custody
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import Hold, standing_as
from services.booking.domain.lifecycle import legal_moves
from services.booking.domain.list_rows import lead_minutes
from services.booking.domain.openings import open_from
from services.booking.domain.policy import Policy
from services.booking.domain.privacy import without_papers
from services.booking.domain.stores import Store

CALLED_SOON = ("needs_info", "pending", "to_rebook", "failed", "no_show")
BY_ADVISOR = "advisor"
OF_STAFF = ("staff", "staff_language")


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
        "customer": without_papers(booking.customer),
        "booker": booking.booker,
        "subject": booking.subject,
        "staff": booking.staff,
        "channel": booking.channel,
        "origin": booking.origin,
        "partner_id": booking.partner_id,
        "partner_reference": booking.partner_reference,
        "consents": booking.consents,
        "privacy_version": booking.privacy_version,
        "entitlements": booking.entitlements,
        "settlement": booking.settlement,
        "penalty": booking.penalty,
        "policy_version": booking.policy_version,
        "change_until": _local(store, policy.change_until(booking.start)),
        "cancel_until": _local(store, policy.cancel_until(booking.start)),
        "expected_at": _local(store, booking.expected_at) if booking.expected_at else None,
        "arrived_at": _local(store, booking.arrived_at) if booking.arrived_at else None,
        "note": booking.note,
        "series_id": booking.series_id,
        "series_number": booking.series_number,
        "moved_from": booking.moved_from,
        "moved_to": booking.moved_to,
        "legal_moves": legal_moves(booking.status),
        "created_at": _local(store, booking.created_at),
        "created_by": booking.created_by,
        "lead_minutes": lead_minutes(booking),
        "is_same_day": bool(booking.flags.get("same_day")),
        "is_day_before_or_earlier": not booking.flags.get("same_day"),
        "taken_by": booking.taken_by,
        "entered_by": booking.created_by,
        "responsible_sa": booking.advisor,
        "work_order": booking.work_order,
        "slip": custody.outline(booking),
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
        "customer": without_papers(booking.customer),
        "subject": booking.subject,
        "channel": booking.channel,
        "origin": booking.origin,
        "partner_id": booking.partner_id,
        "partner_reference": booking.partner_reference,
        "entitlements": booking.entitlements,
        "settlement": booking.settlement,
        "penalty": booking.penalty,
        "created_at": booking.created_at.isoformat(),
        "agreed_at": booking.agreed_at.isoformat(),
        "expected_at": _iso(booking.expected_at),
        "arrived_at": _iso(booking.arrived_at),
        "on_time": booking.on_time(policy),
        "advisor": booking.advisor,
        "work_order": booking.work_order,
        "completed_at": _iso(booking.completed_at),
        "cancelled_at": _iso(booking.cancelled_at),
        "cancelled_in_time": booking.cancelled_in_time,
        "reason": reason,
        "care": policy.care,
        "messages": messages(store, policy),
        "consents": booking.consents,
    }  # fmt: skip


def messages(store: Store, policy: Policy) -> dict[str, Any]:
    """Return what *policy* says of messages; a store's people are always those of today."""
    today = store.policy.messages
    return {
        **{name: value for name, value in policy.messages.items() if name not in OF_STAFF},
        **{name: today[name] for name in OF_STAFF if name in today},
    }


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
        data={**as_fact(store, booking, reason), **_when_to_call(store, booking, now)},
    )


def _when_to_call(store: Store, booking: Booking, now: datetime) -> dict[str, Any]:
    """Return from when on somebody is there, if the customer must soon be called (BK-04)."""
    if booking.status not in CALLED_SOON and booking.channel != BY_ADVISOR:
        return {}
    return {"open_from": open_from(store, now).isoformat()}


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


def ledger_line(store: Store, booking: Booking, line: dict[str, Any]) -> dict[str, Any]:
    """Return one thing handed over: what, to whom, when and by whom (PK-09)."""
    return {
        **line,
        "at": _local(store, line["at"]),
        "booking_id": booking.id,
        "number": booking.number,
        "customer": booking.customer["name"],
    }


def _local(store: Store, moment: datetime) -> str:
    return store.local(moment).isoformat()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
