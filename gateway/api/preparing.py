"""Getting ready for a visit: checklist, adviser, slip, work order, and the letter that confirms."""

from typing import Any

from flask import Response

from common.contracts.booking import listing
from common.contracts.booking import preparing as contract
from gateway.api import bodies, requests
from gateway.api.bookings import bookings
from gateway.api.moves import made, offer
from gateway.api.noun import allowed
from gateway.api.replies import ETAG, IF_MATCH, reply
from gateway.api.stores import stores
from gateway.bus import call

offer(
    "assign", contract.ASSIGN, requests.Assigning(),
    "Make another adviser responsible; the slip goes along.",
)  # fmt: skip
offer(
    "work-order", contract.OPEN_WORK_ORDER, requests.Because(),
    "Open the work order ahead of the visit; asked again it is the same one.",
)  # fmt: skip


@bookings.route("/<booking_id>/preparation")
@allowed(contract.PREPARATION)
@bookings.response(200, bodies.Preparation, headers=ETAG)
def get_preparation(booking_id: str) -> Response:
    """Show what must be ready for a visit, and what is, by whom and since when."""
    return _prepared(call(contract.PREPARATION, booking_id=booking_id))


@bookings.route("/<booking_id>/preparation", methods=["POST"])
@allowed(contract.TICK)
@bookings.arguments(requests.Ticking())
@bookings.response(200, bodies.Preparation, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def tick(asked: dict[str, Any], booking_id: str) -> Response:
    """Tick an entry of the checklist, or say that it must be done again."""
    return _prepared(made(contract.TICK, booking_id, asked))


@bookings.route("/<booking_id>/deviations", methods=["POST"])
@allowed(contract.DEVIATE)
@bookings.arguments(requests.Deviating())
@bookings.response(200, bodies.Preparation, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def deviate(asked: dict[str, Any], booking_id: str) -> Response:
    """Note what a customer with a booking should have had first, and did not get."""
    return _prepared(made(contract.DEVIATE, booking_id, asked))


@bookings.route("/<booking_id>/slip")
@allowed(contract.SLIP)
@bookings.response(200, bodies.Slip, headers=ETAG)
def get_slip(booking_id: str) -> Response:
    """Show who has a booking's slip, and who had it before."""
    return _slip(call(contract.SLIP, booking_id=booking_id))


@bookings.route("/<booking_id>/slip", methods=["POST"])
@allowed(contract.HAND_OVER)
@bookings.arguments(requests.HandingOver())
@bookings.response(200, bodies.Slip, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def hand_over(asked: dict[str, Any], booking_id: str) -> Response:
    """Hand the slip over; where it cannot go from its holder, the answer says where it can."""
    return _slip(made(contract.HAND_OVER, booking_id, asked))


@bookings.route("/<booking_id>/letter")
@allowed(listing.LETTER)
@bookings.response(200, bodies.Letter)
def get_letter(booking_id: str) -> Response:
    """Show the confirmation letter, in Chinese and English, ready to be laid out."""
    return reply(bodies.picked(bodies.LETTER, call(listing.LETTER, booking_id=booking_id)))


@stores.route("/<store_id>/slips")
@allowed(contract.SLIPS)
@stores.arguments(requests.SlipsAsked, location="query")
@stores.response(200, bodies.Slips)
def list_slips(asked: dict[str, Any], store_id: str) -> Response:
    """List the slips on the board, with the advisers, at CR or filed: soonest visit first."""
    found = call(contract.SLIPS, store_id=store_id, **asked)["slips"]
    return reply({"slips": [bodies.picked(bodies.SLIP, slip) for slip in found]})


def _prepared(told: dict[str, Any]) -> Response:
    return reply(bodies.picked(bodies.PREPARATION, told), revision=told["revision"])


def _slip(told: dict[str, Any]) -> Response:
    return reply(bodies.picked(bodies.SLIP, told), revision=told["revision"])
