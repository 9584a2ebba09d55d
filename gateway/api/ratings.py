"""What customers said of their visits by the link that they were sent."""

from typing import Any

from flask import Response

from common.contracts.followup import LIST_RATINGS
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

ratings = Noun("ratings", "What customers said of their visits. For staff.")


@ratings.route("")
@allowed(LIST_RATINGS)
@ratings.arguments(requests.RatingsAsked, location="query")
@ratings.response(200, bodies.Ratings)
def list_ratings(asked: dict[str, Any]) -> Response:
    """List ratings, the latest first; with ``most_stars`` only of whom was not content."""
    found = call(LIST_RATINGS, **asked)
    here = [bodies.picked(bodies.RATING, one) for one in found["ratings"]]
    return reply({"ratings": here, "next_cursor": found["next_cursor"]})
