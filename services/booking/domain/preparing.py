"""Having everything ready before a visit: ticked off by whom and when (RS-01 to RS-06)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.booking.domain import lifecycle, shifts
from services.booking.domain.bookings import Booking
from services.booking.domain.paperwork import (
    ADVISOR,
    ITEMS,
    NONE,
    PLACE,
    SHIFT_BEFORE,
    STORE,
    Entry,
)
from services.booking.domain.stores import Store

AFTER_ENTRY = frozenset({"arrived", "in_service", "completed"})
PREPARED = "prepared"


def ticked(
    store: Store,
    booking: Booking,
    code: str,
    by: str,
    now: datetime,
    note: str = "",
    choice: str | None = None,
) -> Booking:
    """Return *booking* with the entry *code* of its checklist done.

    Raises:
        IllegalTransition: it has ended.
        Invalid: there is no such entry, or no such *choice* in it.
    """
    entry = _entry(store, booking, code, "tick")
    if (choice is None) is bool(entry.choices) or (choice and choice not in entry.choices):
        could = ", ".join(entry.choices)
        raise Invalid.of(choice=f"must be one of {could}" if could else "is not asked for here")
    tick = {"by": by, "at": now, "note": note, "choice": choice}
    return _with(store, booking, {**booking.preparation, code: tick})


def unticked(store: Store, booking: Booking, code: str) -> Booking:
    """Return *booking* with the entry *code* to be done again.

    Raises:
        IllegalTransition: it has ended.
        Invalid: there is no such entry, or nobody has ticked it.
    """
    _entry(store, booking, code, "untick")
    if code not in booking.preparation:
        raise Invalid.of(entry="nothing would change")
    rest = {key: tick for key, tick in booking.preparation.items() if key != code}
    return _with(store, booking, rest)


def deviated(
    store: Store, booking: Booking, code: str, reason: str, by: str, now: datetime
) -> Booking:
    """Return *booking* with what it should have had and did not get (RS-06).

    Raises:
        IllegalTransition: the customer is not in yet.
        Invalid: nobody was promised that here.
    """
    if booking.status not in AFTER_ENTRY:
        raise lifecycle.refused(booking.status, "deviate")
    could = [one.code for one in store.paperwork.treatment.values() if one.level != NONE]
    if code not in could:
        raise Invalid.of(treatment=f"must be one of {', '.join(could)}")
    line = {"treatment": code, "reason": reason, "by": by, "at": now}
    return replace(booking, revision=booking.revision + 1, deviations=(*booking.deviations, line))


def reopened(store: Store, before: Booking | None, after: Booking) -> Booking:
    """Return *after* without the ticks that what has changed since *before* makes void.

    Once the customer is in, what was ready was ready.
    """
    if not store.paperwork.entries:
        return after
    changed = _changed(before, after) if before and after.arrived_at is None else set()
    void = {
        code
        for code in after.preparation
        if code in store.paperwork.entries and store.paperwork.entries[code].depends_on & changed
    }
    kept = {code: tick for code, tick in after.preparation.items() if code not in void}
    return _flagged(store, replace(after, preparation=kept))


def is_prepared(store: Store, booking: Booking) -> bool:
    """Say whether the store has done all that it must; the customer's side does not count."""
    return all(
        _is_done(entry, booking)
        for entry in store.paperwork.entries.values()
        if entry.side == STORE
    )


def as_read(store: Store, booking: Booking) -> dict[str, Any]:
    """Return the checklist of *booking*, how it is to be treated, and where it was not."""
    return {
        "booking_id": booking.id,
        "revision": booking.revision,
        "prepared": bool(booking.flags.get(PREPARED)),
        "responsible_sa": booking.advisor,
        "priority": booking.entitlements["priority"],
        "entries": [
            _entry_as_read(store, booking, entry) for entry in store.paperwork.entries.values()
        ],
        "treatment": [
            {"code": one.code, "name": one.name, "level": one.level}
            for one in store.paperwork.treatment.values()
        ],
        "deviations": [_line_as_read(store, line) for line in booking.deviations],
    }


def _entry_as_read(store: Store, booking: Booking, entry: Entry) -> dict[str, Any]:
    tick = booking.preparation.get(entry.code)
    return {
        "code": entry.code,
        "name": entry.name,
        "role": entry.role,
        "side": entry.side,
        "content": entry.content,
        "choices": [{"code": code, "name": name} for code, name in entry.choices.items()],
        "due_at": store.local(_due_at(store, booking, entry)).isoformat(),
        "done": _is_done(entry, booking),
        "tick": _line_as_read(store, tick) if tick else None,
    }


def _line_as_read(store: Store, line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "at": store.local(line["at"]).isoformat()}


def _due_at(store: Store, booking: Booking, entry: Entry) -> datetime:
    """Return until when *entry* must be ready: of the same day at once (RS-05)."""
    if entry.due != SHIFT_BEFORE:
        return booking.start
    day = store.local(booking.start).date()
    return max(booking.agreed_at, shifts.end_before(store, day) or booking.agreed_at)


def _is_done(entry: Entry, booking: Booking) -> bool:
    tick = booking.preparation.get(entry.code)
    return tick is not None and tick["choice"] not in entry.waits_with


def _entry(store: Store, booking: Booking, code: str, move: str) -> Entry:
    if booking.status not in lifecycle.OPEN:
        raise lifecycle.refused(booking.status, move)
    if code not in store.paperwork.entries:
        raise Invalid.of(entry=f"must be one of {', '.join(store.paperwork.entries)}")
    return store.paperwork.entries[code]


def _with(store: Store, booking: Booking, ticks: dict[str, Any]) -> Booking:
    after = replace(booking, revision=booking.revision + 1, preparation=ticks)
    return _flagged(store, after)


def _flagged(store: Store, booking: Booking) -> Booking:
    return replace(booking, flags={**booking.flags, PREPARED: is_prepared(store, booking)})


def _changed(before: Booking, after: Booking) -> set[str]:
    """Return which of what entries depend on is another; who holds no lane has no place."""
    same = {
        PLACE: bool(after.claims) and _place(before) == _place(after),
        ITEMS: _codes(before) == _codes(after),
        ADVISOR: _advisor(before) == _advisor(after),
    }
    return {what for what, is_same in same.items() if not is_same}


def _place(booking: Booking) -> tuple[Any, ...]:
    lanes = [resource["id"] for item in booking.items for resource in item["resources"]]
    return booking.start, lanes


def _codes(booking: Booking) -> list[str]:
    return [item["code"] for item in booking.items]


def _advisor(booking: Booking) -> str | None:
    return booking.advisor["id"] if booking.advisor else None
