"""The door: who came, booked or not, and what is known of them already."""

from typing import Any

from flask import Response

from common.contracts.booking.arrivals import ARRIVALS, PREFILL, RECORD_ARRIVAL
from common.contracts.followup import FILES
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import IDEMPOTENCY_KEY, created, idempotency_key, reply
from gateway.bus import call

REPLAYED = {
    "Idempotent-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "There when this arrival had been recorded before.",
    },
}

arrivals = Noun("arrivals", "Everybody who comes, booked or not. For staff.")
customers = Noun("customers", "What is known of customers. For staff.")


@arrivals.route("", methods=["POST"])
@allowed(RECORD_ARRIVAL)
@arrivals.arguments(requests.NewArrival())
@arrivals.response(201, bodies.Arrival, headers=REPLAYED)
@arrivals.doc(parameters=[IDEMPOTENCY_KEY])
def record_arrival(asked: dict[str, Any]) -> Response:
    """Record who came; with a booking it arrives as well, without one a walk-in gets its number."""
    made = call(RECORD_ARRIVAL, idempotency_key=idempotency_key(), **asked)
    body = bodies.picked(bodies.ARRIVAL, made["arrival"])
    day = body["at"][:10]
    address = f"/api/v1/arrivals?store_id={body['store_id']}&day={day}"
    return created(body, address, made["replayed"])


@arrivals.route("")
@allowed(ARRIVALS)
@arrivals.arguments(requests.ArrivalsAsked, location="query")
@arrivals.response(200, bodies.Arrivals)
def list_arrivals(asked: dict[str, Any]) -> Response:
    """List a day's arrivals in their order, and count them: all, booked, asked."""
    return reply(bodies.picked(bodies.ARRIVALS, call(ARRIVALS, **asked)))


@customers.route("/<customer_id>/prefill")
@allowed(PREFILL)
@customers.arguments(requests.PrefillAsked, location="query")
@customers.response(200, bodies.Prefill)
def prefill(asked: dict[str, Any], customer_id: str) -> Response:
    """Show what a customer told in earlier bookings, so that nobody asks again."""
    return reply(bodies.picked(bodies.PREFILL, call(PREFILL, customer_id=customer_id, **asked)))


@customers.route("/<customer_id>/files")
@allowed(FILES)
@customers.arguments(requests.FilesAsked, location="query")
@customers.response(200, bodies.CustomerFiles)
def list_files(asked: dict[str, Any], customer_id: str) -> Response:
    """Show the files of a customer, one a car, with what was done in each visit."""
    found = call(FILES, customer_id=customer_id, **asked)["files"]
    return reply({"files": [bodies.picked(bodies.CUSTOMER_FILE, one) for one in found]})
