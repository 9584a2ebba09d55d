"""When somebody could come."""

from typing import Any

from flask import Response

from common.contracts.booking import CHECK_BATCH, EXPLAIN, SEARCH
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.at_once import AtOnce
from gateway.auth import current_actor
from gateway.bus import as_fields, call

availability = Noun("availability", "When somebody could come.")

SEARCHES = AtOnce(8)
"""Half of the threads that a gateway has unless it is set otherwise."""


@availability.route("/search", methods=["POST"])
@allowed(SEARCH)
@availability.arguments(requests.Search())
@availability.response(200, bodies.Slots)
def search(asked: dict[str, Any]) -> Response:
    """Search for starts that are free, in one store, in some, or in a city."""
    with SEARCHES.one_more(current_actor()):
        found = call(SEARCH, **asked)
    return reply({"slots": found["slots"], "next_from": found["next_from"]})


@availability.route("/batch-check", methods=["POST"])
@allowed(CHECK_BATCH)
@availability.arguments(requests.Batch())
@availability.response(200, bodies.CheckedSlots)
def batch_check(asked: dict[str, Any]) -> Response:
    """Check up to fifty starts at once: one answer each, in the same order."""
    wished = [as_fields(slot) for slot in asked["slots"]]
    return reply({"slots": call(CHECK_BATCH, slots=wished)["slots"]})


@availability.route("/explain", methods=["POST"])
@allowed(EXPLAIN)
@availability.arguments(requests.Question())
@availability.response(200, bodies.Explanation)
def explain(asked: dict[str, Any]) -> Response:
    """Say why a start cannot be had: every rule that refuses it, and who may change that."""
    found = call(EXPLAIN, **asked)
    return reply({"available": found["available"], "reasons": found["reasons"]})
