"""One booking: how it stands, what has happened to it, what may be done next."""

from typing import Any

from flask import render_template

from common.contracts import booking, followup, notification
from common.contracts.base import Call
from common.errors import Forbidden, NotFound
from gateway import bus
from gateway.bus import ALSO_NEEDS
from gateway.portal import portal
from gateway.portal.forms import Cancelling, Moving, Settling
from gateway.portal.frame import asked, enter, may

MOVES: dict[str, Call] = {
    "confirm": booking.RECONFIRM,
    "arrive": booking.ARRIVE,
    "start": booking.START,
    "complete": booking.COMPLETE,
    "reschedule": booking.RESCHEDULE,
    "cancel": booking.CANCEL,
}
FEN_IN_A_YUAN = 100


@portal.get("/bookings/<booking_id>")
def read_booking(booking_id: str) -> str:
    return show(bus.call(booking.GET, booking_id=booking_id))


def show(found: dict[str, Any], **forms: Moving) -> str:
    """Return the page of a booking; *forms* are those that were sent with faults."""
    enter(found["store_id"])
    revision = found["revision"]
    return render_template(
        "portal/booking.html",
        booking=found,
        moves=open_moves(found),
        offered=[move for move in found["legal_moves"] if move in MOVES],
        moving=forms.get("moving") or Moving(revision=revision),
        cancelling=forms.get("cancelling") or Cancelling(revision=revision),
        settling=forms.get("settling") or Settling(revision=revision, **price_of(found)),
        history=_panel(booking.HISTORY, "history", booking_id=found["id"]),
        messages=_panel(notification.LIST, "messages", booking_id=found["id"]),
        tasks=_panel(followup.LIST, "tasks", booking_id=found["id"]),
    )


def open_moves(found: dict[str, Any]) -> list[str]:
    """Return the moves that the booking can make and this person may."""
    return [
        move
        for move in found["legal_moves"]
        if move in MOVES
        and may(MOVES[move].needs)
        and may(ALSO_NEEDS.get(MOVES[move].key, MOVES[move].needs))
    ]


def price_of(found: dict[str, Any]) -> dict[str, float]:
    """Return what the items cost by their price, in yuan, for the desk to correct."""
    prices = [item.get("price") or {} for item in found["items"]]
    return {
        part: sum(price.get(part, 0) for price in prices) / FEN_IN_A_YUAN
        for part in ("labour", "parts")
    }


def _panel(call: Call, part: str, **request: Any) -> list[dict[str, Any]] | str:
    """Return what one panel shows; a word instead where it cannot be had."""
    if not may(call.needs):
        return "closed"
    try:
        reply = asked(call, **request)
    except (Forbidden, NotFound):
        return "closed"
    return "away" if reply is None else reply[part]
