"""Keeping a place for a few minutes while somebody makes up their mind."""

from typing import Any

from flask import Response, g

from common.contracts.booking import EXTEND_HOLD, GET_HOLD, HOLD, RELEASE_HOLD
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import CREATED, IDEMPOTENCY_KEY, created, idempotency_key, reply
from gateway.bus import call

holds = Noun("holds", "Places kept for a few minutes.")


@holds.route("", methods=["POST"])
@allowed(HOLD)
@holds.arguments(requests.NewHold())
@holds.response(201, bodies.Hold, headers=CREATED)
@holds.doc(parameters=[IDEMPOTENCY_KEY])
def hold(asked: dict[str, Any]) -> Response:
    """Keep a place: nobody else can have it until ``expires_at``."""
    asked.setdefault("channel", "partner" if "partner" in g else "phone")
    made = call(HOLD, idempotency_key=idempotency_key(), **asked)
    kept = bodies.picked(bodies.HOLD, made["hold"])
    return created(kept, f"/api/v1/holds/{kept['id']}", made["replayed"])


@holds.route("/<hold_id>")
@allowed(GET_HOLD)
@holds.response(200, bodies.Hold)
def get_hold(hold_id: str) -> Response:
    """Show a hold as it stands: held, expired, released or used."""
    return reply(bodies.picked(bodies.HOLD, call(GET_HOLD, hold_id=hold_id)))


@holds.route("/<hold_id>/extend", methods=["POST"])
@allowed(EXTEND_HOLD)
@holds.arguments(requests.Nothing(), required=False)
@holds.response(200, bodies.Hold)
def extend_hold(asked: dict[str, Any], hold_id: str) -> Response:
    """Keep the place for its whole time again, from now on; that can be had once."""
    return reply(bodies.picked(bodies.HOLD, call(EXTEND_HOLD, hold_id=hold_id)))


@holds.route("/<hold_id>", methods=["DELETE"])
@allowed(RELEASE_HOLD)
@holds.response(204)
def release_hold(hold_id: str) -> Response:
    """Let go of a place; letting go twice does no harm."""
    call(RELEASE_HOLD, hold_id=hold_id)
    return Response(status=204)
