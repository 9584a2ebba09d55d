"""When somebody could come."""

from typing import Any

from flask import Response

from common.contracts.booking import SEARCH
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

availability = Noun("availability", "When somebody could come.")


@availability.route("/search", methods=["POST"])
@allowed(SEARCH)
@availability.arguments(requests.Search())
@availability.response(200, bodies.Slots)
def search(asked: dict[str, Any]) -> Response:
    """Search for starts that are free, in one store, in some, or in a city."""
    found = call(SEARCH, **asked)
    return reply({"slots": found["slots"], "next_from": found["next_from"]})
