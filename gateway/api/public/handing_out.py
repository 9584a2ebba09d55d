"""The link of a visit, for staff and partners to hand to its customer."""

from flask import Response

from common.contracts.booking import CANCEL, GET
from gateway.api import bodies
from gateway.api.bookings import bookings
from gateway.api.noun import allowed
from gateway.api.public.bookings import link_to
from gateway.api.replies import reply
from gateway.bus import call
from gateway.parts import parts


@bookings.route("/<booking_id>/link", methods=["POST"])
@allowed(CANCEL)
@bookings.response(200, bodies.OwnLinks)
def hand_out_link(booking_id: str) -> Response:
    """Give the link by which its customer confirms, moves, cancels and rates a visit."""
    booking = call(GET, booking_id=booking_id)
    version = parts().customers.last_version(booking["id"]) or 1
    return reply({"manage": link_to(booking, version)})
