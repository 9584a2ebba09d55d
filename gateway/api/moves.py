"""The moves of a booking's life; each is refused when the booking has moved on meanwhile."""

from typing import Any

from flask import Response

from common.contracts import booking as contract
from common.contracts.base import Call
from common.errors import Stale
from gateway.api import bodies, requests
from gateway.api.bookings import bookings
from gateway.api.noun import allowed
from gateway.api.replies import ETAG, IF_MATCH, if_revision, public_booking, reply
from gateway.bus import call


def moved(move: Call, booking_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the booking after it.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is the booking as it stands.
    """
    try:
        booking = call(move, booking_id=booking_id, if_revision=if_revision(), **asked)
    except Stale as stale:
        current = public_booking(call(contract.GET, booking_id=booking_id))
        raise Stale(**stale.details, current=current) from stale
    body = public_booking(booking)
    return reply(body, revision=body["revision"])


@bookings.route("/<booking_id>/reschedule", methods=["POST"])
@allowed(contract.RESCHEDULE)
@bookings.arguments(requests.NewTime())
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def reschedule(asked: dict[str, Any], booking_id: str) -> Response:
    """Move a booking to another time; it keeps its id and number."""
    return moved(contract.RESCHEDULE, booking_id, asked)


@bookings.route("/<booking_id>/cancel", methods=["POST"])
@allowed(contract.CANCEL)
@bookings.arguments(requests.Cancelling())
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def cancel(asked: dict[str, Any], booking_id: str) -> Response:
    """Cancel a booking: its place is free at once."""
    return moved(contract.CANCEL, booking_id, asked)


@bookings.route("/<booking_id>/confirm", methods=["POST"])
@allowed(contract.RECONFIRM)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def confirm(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that the customer said again that they come."""
    return moved(contract.RECONFIRM, booking_id, asked)


@bookings.route("/<booking_id>/arrive", methods=["POST"])
@allowed(contract.ARRIVE)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def arrive(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that the customer is in the store."""
    return moved(contract.ARRIVE, booking_id, asked)


@bookings.route("/<booking_id>/undo-arrive", methods=["POST"])
@allowed(contract.UNDO_ARRIVE)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def undo_arrive(asked: dict[str, Any], booking_id: str) -> Response:
    """Take an arrival back that was noted by mistake."""
    return moved(contract.UNDO_ARRIVE, booking_id, asked)


@bookings.route("/<booking_id>/no-show", methods=["POST"])
@allowed(contract.NO_SHOW)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def no_show(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that nobody came, once the customer is late; the place is free at once."""
    return moved(contract.NO_SHOW, booking_id, asked)


@bookings.route("/<booking_id>/undo-no-show", methods=["POST"])
@allowed(contract.UNDO_NO_SHOW)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def undo_no_show(asked: dict[str, Any], booking_id: str) -> Response:
    """Take a no-show back: the booking has its place again, or the answer says that it is gone."""
    return moved(contract.UNDO_NO_SHOW, booking_id, asked)


@bookings.route("/<booking_id>/to-rebook", methods=["POST"])
@allowed(contract.TO_REBOOK)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def to_rebook(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that the customer wants another day that is not agreed yet; the place is free."""
    return moved(contract.TO_REBOOK, booking_id, asked)


@bookings.route("/<booking_id>/start", methods=["POST"])
@allowed(contract.START)
@bookings.arguments(requests.Because(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def start(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that work has begun."""
    return moved(contract.START, booking_id, asked)


@bookings.route("/<booking_id>/complete", methods=["POST"])
@allowed(contract.COMPLETE)
@bookings.arguments(requests.Settling(), required=False)
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def complete(asked: dict[str, Any], booking_id: str) -> Response:
    """Settle the visit and end it."""
    return moved(contract.COMPLETE, booking_id, asked)
