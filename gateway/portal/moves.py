"""What can be done with a booking: each move says which revision its reader saw."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from common.contracts import booking
from common.contracts.booking import IllegalTransition, NotASlot, SlotTaken
from common.errors import Refused, Stale, Unavailable
from gateway import bus
from gateway.portal import portal
from gateway.portal.booking import MOVES, show
from gateway.portal.days import day_asked
from gateway.portal.formatters import local
from gateway.portal.forms import Cancelling, Moving, Rescheduling, Settling, in_fen
from gateway.portal.frame import enter
from gateway.portal.free_times import FreeTimes, free_times
from gateway.portal.refusals import refusal

FORMS: dict[str, tuple[str, type[Moving]]] = {
    "cancel": ("cancelling", Cancelling),
    "complete": ("settling", Settling),
}


@portal.post("/bookings/<booking_id>/moves/<move>")
def make_move(booking_id: str, move: str) -> Response | tuple[str, int]:
    if move not in MOVES or move == "reschedule":
        raise NoSuchPage()
    name, kind = FORMS.get(move, ("moving", Moving))
    form = kind()
    if not form.validate():
        return show(bus.call(booking.GET, booking_id=booking_id), **{name: form}), 422
    try:
        bus.call(MOVES[move], booking_id=booking_id, **asked_by(form))
    except (Stale, IllegalTransition, Refused) as error:
        flash(refusal(error), "warning")
    else:
        flash(DONE[move]())
    return _back(booking_id)


@portal.get("/bookings/<booking_id>/reschedule")
def ask_new_time(booking_id: str) -> str:
    found = bus.call(booking.GET, booking_id=booking_id)
    form = Rescheduling(formdata=None, revision=found["revision"])
    return show_times(found, form)


@portal.post("/bookings/<booking_id>/reschedule")
def move_booking(booking_id: str) -> Response | tuple[str, int]:
    form = Rescheduling()
    if not form.validate():
        return show_times(bus.call(booking.GET, booking_id=booking_id), form), 422
    try:
        bus.call(booking.RESCHEDULE, booking_id=booking_id, start=form.start.data, **asked_by(form))
    except (SlotTaken, NotASlot) as error:
        form.start.errors = [refusal(error)]
        found = bus.call(booking.GET, booking_id=booking_id)
        return show_times(found, form, offered=error.details.get("alternatives", [])), 409
    except (Stale, IllegalTransition, Refused) as error:
        flash(refusal(error), "warning")
    else:
        flash(_("Moved. The customer keeps the same booking number."))
    return _back(booking_id)


def show_times(
    found: dict[str, Any], form: Rescheduling, offered: list[dict[str, Any]] | None = None
) -> str:
    """Return the page on which a booking gets a new time."""
    store = enter(found["store_id"])
    day = day_asked("day", local(found["start"]).date())
    form.day.data = day
    codes = [item["code"] for item in found["items"]]
    try:
        times: FreeTimes | None = free_times(store, codes, day, found["channel"])
    except Unavailable:
        times = None
    return render_template(
        "portal/reschedule.html",
        booking=found,
        form=form,
        times=times,
        away=times is None,
        offered=offered,
        day=day,
    )


def asked_by(form: Moving) -> dict[str, Any]:
    """Return what *form* asks of a move."""
    request: dict[str, Any] = {"if_revision": form.revision.data, "reason": form.reason.data}
    if isinstance(form, Cancelling):
        request["reason_code"] = form.reason_code.data
    if isinstance(form, Settling):
        request["labour"] = in_fen(form.labour.data)
        request["parts"] = in_fen(form.parts.data)
    return request


DONE = {
    "confirm": lambda: _("Noted: the customer will come."),
    "arrive": lambda: _("The customer is here."),
    "start": lambda: _("Work has begun."),
    "complete": lambda: _("Completed and settled."),
    "cancel": lambda: _("Cancelled. The customer will be told."),
}


def _back(booking_id: str) -> Response:
    return redirect(url_for("portal.read_booking", booking_id=booking_id), code=303)
