"""What customers wrote to us, and what was made of it."""

from typing import Any

from flask import Response

from common.contracts.notification import TEXTS
from gateway.api import bodies, requests
from gateway.api.messages import messages
from gateway.api.noun import allowed
from gateway.api.replies import reply
from gateway.bus import call


@messages.route("/received")
@allowed(TEXTS)
@messages.arguments(requests.TextsAsked, location="query")
@messages.response(200, bodies.Texts)
def list_texts(asked: dict[str, Any]) -> Response:
    """List what customers wrote, the latest first; what a person has to answer is a task."""
    found = call(TEXTS, **asked)["texts"]
    return reply({"texts": [bodies.picked(bodies.TEXT, one) for one in found]})
