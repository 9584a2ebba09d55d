"""What customers were told, and how far it came."""

from typing import Any

from flask import Response

from common.contracts.notification import LIST, RESEND
from common.contracts.notification.watching import RECONCILE
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply
from gateway.bus import call

messages = Noun("messages", "What customers were told. For staff.")


@messages.route("")
@allowed(LIST)
@messages.arguments(requests.MessagesAsked, location="query")
@messages.response(200, bodies.Messages)
def list_messages(asked: dict[str, Any]) -> Response:
    """List messages, the newest first."""
    found = call(LIST, **asked)
    here = [bodies.picked(bodies.MESSAGE, message) for message in found["messages"]]
    return reply({"messages": here, "next_cursor": found["next_cursor"]})


@messages.route("/reconcile", methods=["POST"])
@allowed(RECONCILE)
@messages.arguments(requests.Nothing(), required=False)
@messages.response(200, bodies.AskedAbout)
def reconcile(asked: dict[str, Any]) -> Response:
    """Ask the carrier about every message that was sent over an hour ago and has not ended."""
    return reply(call(RECONCILE))


@messages.route("/<message_id>/resend", methods=["POST"])
@allowed(RESEND)
@messages.arguments(requests.Nothing(), required=False)
@messages.response(200, bodies.Message)
def resend(asked: dict[str, Any], message_id: str) -> Response:
    """Send once more, in the same words, what surely reached nobody and is still true."""
    return reply(bodies.picked(bodies.MESSAGE, call(RESEND, message_id=message_id)))
