"""Broadcasts: announcements and promotions to many people, at a rate and with a way back."""

from typing import Any

from flask import Response

from common.contracts.base import Call
from common.contracts.notification.broadcasts import (
    CHANGE_BROADCAST,
    DRAFT_BROADCAST,
    GET_BROADCAST,
    LIST_BROADCASTS,
    LIST_RECIPIENTS,
    PAUSE_BROADCAST,
    PREVIEW_BROADCAST,
    RESUME_BROADCAST,
    START_BROADCAST,
    STOP_BROADCAST,
)
from gateway.api import bodies, requests
from gateway.api.changing import changed
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    created,
    idempotency_key,
    must_name_revision,
    reply,
)
from gateway.bus import call

broadcasts = Noun("broadcasts", "The same words to many customers at a rate. For staff.")


def public(broadcast: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.BROADCAST, broadcast)


def moved(move: Call, broadcast_id: str, asked: dict[str, Any]) -> Response:
    """Make *move* and return the broadcast after it."""
    return changed(move, asked, read=GET_BROADCAST, public=public, broadcast_id=broadcast_id)


@broadcasts.route("", methods=["POST"])
@allowed(DRAFT_BROADCAST)
@broadcasts.arguments(requests.NewBroadcast())
@broadcasts.response(201, bodies.Broadcast, headers={**ETAG, **CREATED})
@broadcasts.doc(parameters=[IDEMPOTENCY_KEY])
def draft_broadcast(asked: dict[str, Any]) -> Response:
    """Draft a broadcast; nobody is written to before it is previewed and started."""
    made = call(DRAFT_BROADCAST, idempotency_key=idempotency_key(), **asked)
    address = f"/api/v1/broadcasts/{made['id']}"
    return created(public(made), address, made["replayed"], revision=made["revision"])


@broadcasts.route("")
@allowed(LIST_BROADCASTS)
@broadcasts.arguments(requests.BroadcastsAsked, location="query")
@broadcasts.response(200, bodies.Broadcasts)
def list_broadcasts(asked: dict[str, Any]) -> Response:
    """List broadcasts, the latest first, with how far each is."""
    found = call(LIST_BROADCASTS, **asked)
    here = [public(one) for one in found["broadcasts"]]
    return reply({"broadcasts": here, "next_cursor": found["next_cursor"]})


@broadcasts.route("/<broadcast_id>")
@allowed(GET_BROADCAST)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
def get_broadcast(broadcast_id: str) -> Response:
    """Show a broadcast: whom it reached, whom not and why, and when it may be done."""
    broadcast = public(call(GET_BROADCAST, broadcast_id=broadcast_id))
    return reply(broadcast, revision=broadcast["revision"])


@broadcasts.route("/<broadcast_id>", methods=["PATCH"])
@allowed(CHANGE_BROADCAST)
@broadcasts.arguments(requests.BroadcastChanged())
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[IF_MATCH])
def change_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """Change a draft; what is not named stays, and it is to be previewed again."""
    return moved(CHANGE_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/preview", methods=["POST"])
@allowed(PREVIEW_BROADCAST)
@broadcasts.arguments(requests.Nothing(), required=False)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[IF_MATCH])
def preview_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """Count whom it reaches, in which words and for how much; nobody is written to.

    A large audience is ``counting`` for a while: ask again until it is ``previewed``.
    """
    return moved(PREVIEW_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/start", methods=["POST"])
@allowed(START_BROADCAST)
@broadcasts.arguments(requests.Nothing(), required=False)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[{**IF_MATCH, "required": True}])
def start_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """Start what was previewed, named by its revision; the first message leaves a minute later."""
    must_name_revision()
    return moved(START_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/pause", methods=["POST"])
@allowed(PAUSE_BROADCAST)
@broadcasts.arguments(requests.Nothing(), required=False)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[IF_MATCH])
def pause_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """Hold it: no message leaves until it is resumed."""
    return moved(PAUSE_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/resume", methods=["POST"])
@allowed(RESUME_BROADCAST)
@broadcasts.arguments(requests.Nothing(), required=False)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[IF_MATCH])
def resume_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """Go on where it was paused."""
    return moved(RESUME_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/stop", methods=["POST"])
@allowed(STOP_BROADCAST)
@broadcasts.arguments(requests.BroadcastStopped(), required=False)
@broadcasts.response(200, bodies.Broadcast, headers=ETAG)
@broadcasts.doc(parameters=[IF_MATCH])
def stop_broadcast(asked: dict[str, Any], broadcast_id: str) -> Response:
    """End it: nobody is written to any more who was not yet."""
    return moved(STOP_BROADCAST, broadcast_id, asked)


@broadcasts.route("/<broadcast_id>/recipients")
@allowed(LIST_RECIPIENTS)
@broadcasts.arguments(requests.RecipientsAsked, location="query")
@broadcasts.response(200, bodies.BroadcastRecipients)
def list_recipients(asked: dict[str, Any], broadcast_id: str) -> Response:
    """List who gets it, with what became of theirs and why."""
    found = call(LIST_RECIPIENTS, broadcast_id=broadcast_id, **asked)
    here = [bodies.picked(bodies.BROADCAST_RECIPIENT, one) for one in found["recipients"]]
    return reply({"recipients": here, "next_cursor": found["next_cursor"]})
