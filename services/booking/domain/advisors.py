"""Which service adviser is responsible for a booking (BK-13, RS-02)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.booking.domain import lifecycle
from services.booking.domain.bookings import Booking
from services.booking.domain.paperwork import Advisor
from services.booking.domain.stores import Store

LAST, FEWEST, ASKED, ASSIGNED = "last", "fewest", "asked", "assigned"
UNKNOWN = "nobody here has that name"
OFF_DUTY = "is not on duty then"


def on_duty(store: Store, advisor: Advisor, at: datetime) -> bool:
    """Say whether *advisor* works at the moment *at*."""
    if any(first <= at < end for first, end in advisor.absences):
        return False
    local = store.local(at)
    if advisor.roster is None:
        return any(opens <= at < closes for opens, closes in store.open_on(local.date()))
    shifts = advisor.roster[store.calendar.weekday(local.date())]
    return any(begins <= local.time() < ends for begins, ends in shifts)


def responsible(
    store: Store,
    start: datetime,
    asked: str | None,
    last: Callable[[], str | None],
    load: Callable[[], Mapping[str, int]],
) -> dict[str, Any] | None:
    """Return who takes care of a visit at *start*, and why; None if nobody is on duty then.

    That is who the customer *asked* for, else who had them *last*, else who has the fewest
    bookings that day by *load*; of several the first in the store's file.
    """
    there = [one for one in store.paperwork.advisors if on_duty(store, one, start)]
    if asked:
        return _told(advisor_named(store, asked), ASKED)
    had = last() if there else None
    for one in there:
        if one.id == had:
            return _told(one, LAST)
    if not there:
        return None
    counts = load() if len(there) > 1 else {}
    return _told(min(there, key=lambda one: counts.get(one.id, 0)), FEWEST)


def kept(store: Store, booking: Booking) -> bool:
    """Say whether the adviser of *booking* can still receive the customer."""
    held = booking.advisor
    return held is not None and any(
        one.id == held["id"] and on_duty(store, one, booking.start)
        for one in store.paperwork.advisors
    )


def assigned(store: Store, booking: Booking, id: str) -> Booking:
    """Return *booking* in the hands of the adviser *id*, who need not be on duty.

    Raises:
        IllegalTransition: it has ended.
        Invalid: nobody here is called so, or has it already.
    """
    if booking.status not in lifecycle.OPEN:
        raise lifecycle.refused(booking.status, "assign")
    advisor = advisor_named(store, id)
    if booking.advisor and booking.advisor["id"] == id:
        raise Invalid.of(advisor="nothing would change")
    return replace(booking, revision=booking.revision + 1, advisor=_told(advisor, ASSIGNED))


def advisor_named(store: Store, id: str) -> Advisor:
    """Raise Invalid where nobody is."""
    for one in store.paperwork.advisors:
        if one.id == id:
            return one
    raise Invalid.of(advisor=UNKNOWN)


def receiving(store: Store, id: str) -> dict[str, Any] | None:
    """Return the adviser *id* as the one who receives a customer; None where nobody is."""
    return next((_named(one) for one in store.paperwork.advisors if one.id == id), None)


def faults_of(store: Store, asked: Mapping[str, Any], start: datetime) -> dict[str, list[str]]:
    """Return what is wrong with the ``advisor`` who was *asked* for at *start*, and with
    ``taken_by``, who must be an adviser or one of the staff who can be booked here (CH-14)."""
    wanted, took = asked.get("advisor"), asked.get("taken_by")
    if not (wanted or took):
        return {}
    faults = {}
    here = {one.id: one for one in store.paperwork.advisors}
    staff = {lane.id for lane in store.lanes if lane.kind == "staff"}
    if wanted and wanted not in here:
        faults["advisor"] = [UNKNOWN]
    elif wanted and not on_duty(store, here[wanted], start):
        faults["advisor"] = [OFF_DUTY]
    if took and took not in here.keys() | staff:
        faults["taken_by"] = [UNKNOWN]
    return faults


def _told(advisor: Advisor, why: str) -> dict[str, Any]:
    return {**_named(advisor), "why": why}


def _named(advisor: Advisor) -> dict[str, Any]:
    return {"id": advisor.id, "name": advisor.name, "team": advisor.team}
