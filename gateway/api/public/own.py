"""A signed-in customer's own visits, whoever booked them."""

from typing import Any

from flask import Response
from marshmallow import Schema

from common.contracts import booking as contract
from common.contracts.base import Call
from common.contracts.booking.customers import OWN_BOOKING, OWN_BOOKINGS
from common.contracts.followup import RATE
from gateway.api import bodies, requests
from gateway.api.noun import may_answer
from gateway.api.own_moves import refused_with_own
from gateway.api.public.account import SIGNED_IN, me
from gateway.api.public.bookings import link_to
from gateway.api.public.manage import CUSTOMERS_WISH, rated
from gateway.api.public.noun import own_booking, own_moves, read_own
from gateway.api.replies import ETAG, IF_MATCH, as_it_stands, if_revision, reply
from gateway.bus import call
from gateway.parts import parts


@me.route("/bookings")
@may_answer(*SIGNED_IN, *OWN_BOOKINGS.errors)
@me.arguments(requests.OwnAsked, location="query")
@me.response(200, bodies.OwnBookings)
def list_own_bookings(asked: dict[str, Any]) -> Response:
    """List the customer's visits in every store, by their start."""
    found = call(OWN_BOOKINGS, **asked)
    here = [own_booking(one) for one in found["bookings"]]
    return reply({"bookings": here, "next_cursor": found["next_cursor"]})


@me.route("/bookings/<booking_id>")
@may_answer(*SIGNED_IN, *OWN_BOOKING.errors)
@me.response(200, bodies.OwnBooking, headers=ETAG)
def get_own_booking(booking_id: str) -> Response:
    """Show one of the customer's visits as it stands."""
    found = own_booking(read_own(booking_id))
    return reply(found, revision=found["revision"])


def offer(path: str, move: Call, asked_by: Schema, says: str, **always: Any) -> None:
    """Answer *path* below a visit by *move*, in which *always* is said besides."""

    def view(asked: dict[str, Any], booking_id: str) -> Response:
        with refused_with_own(own_moves), as_it_stands(lambda: own_booking(read_own(booking_id))):
            after = call(move, booking_id=booking_id, if_revision=if_revision(), **asked, **always)
        return reply(own_booking(after), revision=after["revision"])

    view.__name__, view.__doc__ = f"{path}_own", says
    needs_a_body = any(field.required for field in asked_by.fields.values())
    described = me.doc(parameters=[IF_MATCH])(view)
    described = me.response(200, bodies.OwnBooking, headers=ETAG)(described)
    described = me.arguments(asked_by, required=needs_a_body)(described)
    me.route(f"/bookings/<booking_id>/{path}", methods=["POST"])(
        may_answer(*SIGNED_IN, *move.errors)(described)
    )


offer("confirm", contract.RECONFIRM, requests.Nothing(), "Say that you come.")
offer("reschedule", contract.RESCHEDULE, requests.OwnMove(), "Come at another time.")
offer("cancel", contract.CANCEL, requests.OwnReason(), "Cancel the visit.", **CUSTOMERS_WISH)


@me.route("/bookings/<booking_id>/rating", methods=["POST"])
@may_answer(*SIGNED_IN, *RATE.errors, contract.IllegalTransition)
@me.arguments(requests.OwnRating())
@me.response(200, bodies.Rated)
def rate_own(asked: dict[str, Any], booking_id: str) -> Response:
    """Rate a visit that is over; said again it changes nothing (PO-12, SV-03)."""
    return rated(read_own(booking_id), asked)


@me.route("/bookings/<booking_id>/link", methods=["POST"])
@may_answer(*SIGNED_IN, *OWN_BOOKING.errors)
@me.arguments(requests.Nothing(), required=False)
@me.response(201, bodies.OwnLinks)
def issue_link(asked: dict[str, Any], booking_id: str) -> Response:
    """Issue a new link for a visit; the one before it is over."""
    visit = read_own(booking_id)
    version = parts().customers.last_version(visit["id"]) + 1
    return reply({"manage": link_to(visit, version)}, 201)
