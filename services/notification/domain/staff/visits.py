"""What the people of a store hear of one visit: a VIP's that changes, when to go, stand ready."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.messages import Message, Verdict
from services.notification.domain.staff.notes import Note
from services.notification.domain.staff.people import People

CHANGE, ARRIVAL, DEPARTURE = "vip_change", "vip_arrival", "departure"
VIP = "vip-"
"""What the items begin with by which VIPs are received; the rest of it is their level."""

CHANGES = {
    "booking_changed": "moved",
    "booking_cancelled": "cancelled",
    "booking_amended": "amended",
    "booking_to_rebook": "to_rebook",
    "booking_reassigned": "reassigned",
}
ALERTS = {"vip_notify": ARRIVAL, "depart": DEPARTURE}
"""Which tasks are told to whom they concern, beside whoever has to do them."""

ROLES: Mapping[str, tuple[str, ...]] = {
    ARRIVAL: ("host", "reception"),
    DEPARTURE: ("technician", "booking_agent"),
}
HOSTS_KNOW, HOSTS_STAND = timedelta(minutes=20), timedelta(minutes=10)
COMING = ("pending", "confirmed", "needs_info")


def is_vip(booking: Booking) -> bool:
    return any(item["code"].startswith(VIP) for item in booking.items)


def changed(
    event: str, told: Booking, known: Booking | None, now: datetime, correlation_id: str
) -> Note | None:
    """Return what everybody concerned hears at once of a VIP's booking that changed (CF-12).

    A fact that comes after a later one is no news; one that comes before all others is.
    """
    what = CHANGES.get(event)
    if what is None or (known and told.revision <= known.revision):
        return None
    if not any(is_vip(one) for one in (told, known) if one):
        return None
    note = _note(
        CHANGE, told, now, now, correlation_id, step=event, what=what, before=_when(known, told)
    )
    # What changes while the guest is there is of use until they leave.
    return replace(note, start=told.end or told.start) if what == "reassigned" else note


def alert(
    task: Mapping[str, Any], booking: Booking, now: datetime, correlation_id: str
) -> Note | None:
    """Return what is told of a task when its time comes: hosts, technicians (RM-12, RM-16).

    Hosts know 20 minutes before the guest arrives, at the latest; whoever has a way to go hears
    of it when the task opens, and until when they must have left.  The task may be told before
    or after the move of the visit that it is about, so it says the time itself.
    """
    kind = ALERTS.get(task["kind"])
    if kind is None:
        return None
    booking = replace(booking, start=task["start"] or booking.start)
    due = task["opens_at"]
    if kind == ARRIVAL:
        due = min(task["due_at"], booking.start - HOSTS_KNOW)
    by = booking.start - HOSTS_STAND if kind == ARRIVAL else task["due_at"]
    return _note(
        kind, booking, max(due, now), now, correlation_id, step=task["task_id"], by=_at(booking, by)
    )


def overtaken(message: Message, booking: Booking | None) -> Verdict | None:
    """Say why a note is not true any more as *booking* stands; of changes and lists, never."""
    if message.kind not in ROLES or booking is None:
        return None
    if booking.start != message.start:
        return Verdict("suppressed", "superseded")
    if booking.status not in COMING:
        return Verdict("suppressed", "not_booked")
    return None


def _note(
    kind: str,
    booking: Booking,
    due_at: datetime,
    now: datetime,
    correlation_id: str,
    *,
    step: str,
    **facts: Any,
) -> Note:
    language = People.of(booking.messages).language
    names = [words.said(item["name"], language) for item in booking.items]
    return Note(
        kind=kind,
        about=booking.id,
        step=step,
        revision=booking.revision,
        store_id=booking.store_id,
        timezone=booking.timezone,
        language=language,
        start=booking.start,
        due_at=due_at,
        correlation_id=correlation_id,
        facts={
            "store": words.said(booking.store_name, language),
            "number": booking.number,
            "when": words.moment(booking.start, ZoneInfo(booking.timezone), language),
            "items": words.BETWEEN[language].join(names),
            **facts,
        },
    )


def _when(known: Booking | None, told: Booking) -> str:
    """Return when the visit was to be, where that has changed and is known."""
    if known is None or known.start == told.start:
        return ""
    language = People.of(told.messages).language
    return words.moment(known.start, ZoneInfo(known.timezone), language)


def _at(booking: Booking, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(booking.timezone)):%H:%M}"
