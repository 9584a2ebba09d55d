"""What happens between arrival and farewell, step by step."""

from typing import Any

from flask import Response

from common.contracts.booking import ACT_IN_VISIT, VISIT
from gateway.api import bodies, requests
from gateway.api.bookings import bookings
from gateway.api.noun import allowed
from gateway.api.replies import ETAG, IF_MATCH, if_revision, reply
from gateway.bus import call


@bookings.route("/<booking_id>/visit")
@allowed(VISIT)
@bookings.response(200, bodies.Visit, headers=ETAG)
def get_visit(booking_id: str) -> Response:
    """Show where a visit stands: what is open, for whom, due when, and what can be done."""
    return _shown(call(VISIT, booking_id=booking_id))


@bookings.route("/<booking_id>/visit", methods=["POST"])
@allowed(ACT_IN_VISIT)
@bookings.arguments(requests.Deed())
@bookings.response(200, bodies.Visit, headers=ETAG)
@bookings.doc(parameters=[IF_MATCH])
def act(asked: dict[str, Any], booking_id: str) -> Response:
    """Do one action in one open step; arrival, beginning and end move the booking as well."""
    return _shown(call(ACT_IN_VISIT, booking_id=booking_id, if_revision=if_revision(), **asked))


def _shown(visit: dict[str, Any]) -> Response:
    body = bodies.picked(bodies.VISIT, visit)
    return reply(body, revision=body["revision"])
