"""What staff and partners need of customers who serve themselves: their link, what they paid."""

from typing import Any

from flask import Response

from common.contracts.booking import CANCEL, GET
from common.contracts.booking.orders import ORDER_OF, SETTLE_ORDER
from gateway.api import bodies, requests
from gateway.api.bookings import bookings
from gateway.api.noun import allowed
from gateway.api.public.bookings import link_to
from gateway.api.replies import ETAG, IF_MATCH, as_it_stands, if_revision, reply
from gateway.bus import call
from gateway.parts import parts


@bookings.route("/<booking_id>/link", methods=["POST"])
@allowed(CANCEL)
@bookings.arguments(requests.Nothing(), required=False)
@bookings.response(200, bodies.OwnLinks)
def hand_out_link(asked: dict[str, Any], booking_id: str) -> Response:
    """Give the link by which its customer confirms, moves, cancels and rates a visit."""
    booking = call(GET, booking_id=booking_id)
    version = parts().customers.last_version(booking["id"]) or 1
    return reply({"manage": link_to(booking, version)})


@bookings.route("/<booking_id>/order")
@allowed(ORDER_OF)
@bookings.response(200, bodies.Order, headers=ETAG)
def read_order(booking_id: str) -> Response:
    """Show what was paid for a visit and what is still to be; 404 if it was not ordered."""
    return _shown(_order_of(booking_id))


@bookings.route("/<booking_id>/order/settle", methods=["POST"])
@allowed(SETTLE_ORDER)
@bookings.arguments(requests.Nothing(), required=False)
@bookings.response(200, bodies.Order, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def settle_order(asked: dict[str, Any], booking_id: str) -> Response:
    """Note that the balance of a visit that is done was paid at the counter (PO-11)."""
    with as_it_stands(lambda: _order_of(booking_id)):
        return _shown(call(SETTLE_ORDER, booking_id=booking_id, if_revision=if_revision()))


def _order_of(booking_id: str) -> dict[str, Any]:
    return call(ORDER_OF, booking_id=booking_id)


def _shown(order: dict[str, Any]) -> Response:
    return reply(order, revision=order["revision"])
