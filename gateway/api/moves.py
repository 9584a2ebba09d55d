"""The moves of a booking's life; each is refused when the booking has moved on meanwhile."""

from typing import Any

from flask import Response
from marshmallow import Schema

from common.contracts import booking as contract
from common.contracts.base import Call
from gateway.api import bodies, requests
from gateway.api.bookings import bookings
from gateway.api.noun import allowed
from gateway.api.own_moves import OF_BOOKING, own, refused_with_own
from gateway.api.replies import ETAG, IF_MATCH, as_it_stands, if_revision, public_booking, reply
from gateway.auth import current_actor
from gateway.bus import call


def moved(move: Call, booking_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the booking after it."""
    body = public_booking(made(move, booking_id, asked))
    return reply(body, revision=body["revision"])


def made(move: Call, booking_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Make *move* and return what the service replies.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is the booking as it stands.
    """
    standing = as_it_stands(lambda: public_booking(call(contract.GET, booking_id=booking_id)))
    with refused_with_own(_own), standing:
        return call(move, booking_id=booking_id, if_revision=if_revision(), **asked)


def _own(legal: list[str]) -> list[str]:
    return own(legal, OF_BOOKING, current_actor())


def offer(path: str, move: Call, asked_by: Schema, says: str) -> None:
    """Answer *path* below a booking by *move*; a body that asks for nothing may be left out."""

    def view(asked: dict[str, Any], booking_id: str) -> Response:
        return moved(move, booking_id, asked)

    view.__name__, view.__doc__ = path.replace("-", "_"), says
    needs_a_body = any(field.required for field in asked_by.fields.values())
    described = bookings.doc(parameters=[IF_MATCH])(view)
    described = bookings.response(200, bodies.Booking, headers=ETAG)(described)
    described = bookings.arguments(asked_by, required=needs_a_body)(described)
    bookings.route(f"/<booking_id>/{path}", methods=["POST"])(allowed(move)(described))


MOVES = (
    (
        "reschedule", contract.RESCHEDULE, requests.NewTime,
        "Move a booking to another time; it keeps its id and number.",
    ),
    (
        "cancel", contract.CANCEL, requests.Cancelling,
        "Cancel a booking: its place is free at once.",
    ),
    (
        "confirm", contract.RECONFIRM, requests.Confirming,
        "Note that the customer said again that they come.",
    ),
    ("arrive", contract.ARRIVE, requests.Because, "Note that the customer is in the store."),
    (
        "undo-arrive", contract.UNDO_ARRIVE, requests.Because,
        "Take an arrival back that was noted by mistake.",
    ),
    (
        "no-show", contract.NO_SHOW, requests.Because,
        "Note that nobody came, once the customer is late; the place is free at once.",
    ),
    (
        "undo-no-show", contract.UNDO_NO_SHOW, requests.Because,
        "Take a no-show back: the booking has its place again, or the answer says that it is gone.",
    ),
    (
        "to-rebook", contract.TO_REBOOK, requests.Because,
        "Note that the customer wants another day that is not agreed yet; the place is free.",
    ),
    (
        "ask-info", contract.ASK_INFO, requests.Explained,
        "Note that details are missing or wrong; the place is kept until somebody has asked.",
    ),
    (
        "waive-penalty", contract.WAIVE_PENALTY, requests.Explained,
        "Waive what leaving the place late would have cost.",
    ),
    (
        "issue", contract.ISSUE, requests.Issuing,
        "Hand over the perk or a gift that the visit has earned; the ledger has it then.",
    ),
    ("start", contract.START, requests.Because, "Note that work has begun."),
    ("complete", contract.COMPLETE, requests.Settling, "Settle the visit and end it."),
)  # fmt: skip
for path, move, asked_by, says in MOVES:
    offer(path, move, asked_by(), says)


@bookings.route("/<booking_id>", methods=["PATCH"])
@allowed(contract.AMEND)
@bookings.arguments(requests.Amending())
@bookings.response(200, bodies.Booking, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def amend(asked: dict[str, Any], booking_id: str) -> Response:
    """Put right who comes, for what subject, or the note; time and place stay."""
    return moved(contract.AMEND, booking_id, asked)


@bookings.route("/<booking_id>/fail", methods=["POST"])
@allowed(contract.FAIL)
@bookings.arguments(requests.Failing())
@bookings.response(200, bodies.Failed, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def fail(asked: dict[str, Any], booking_id: str) -> Response:
    """Give up a booking that the store cannot meet; the answer says what it could offer."""
    given_up = made(contract.FAIL, booking_id, asked)
    booking = public_booking(given_up["booking"])
    found = {"booking": booking, "alternatives": given_up["alternatives"]}
    return reply(found, revision=booking["revision"])
