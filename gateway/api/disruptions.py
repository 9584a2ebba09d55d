"""Lanes out of order: whom that hits, where they could go instead, and moving them there."""

from typing import Any

from flask import Response
from marshmallow import Schema

from common.contracts.base import Call
from common.contracts.booking import disruptions as contract
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    as_it_stands,
    created,
    idempotency_key,
    if_revision,
    reply,
)
from gateway.bus import call

disruptions = Noun("disruptions", "Lanes out of order, and what becomes of their bookings.")


@disruptions.route("", methods=["POST"])
@allowed(contract.PLAN_DISRUPTION)
@disruptions.arguments(requests.NewDisruption())
@disruptions.response(201, bodies.Disruption, headers={**ETAG, **CREATED})
@disruptions.alt_response(200, schema=bodies.Disruption)
@disruptions.doc(parameters=[IDEMPOTENCY_KEY])
def plan_disruption(asked: dict[str, Any]) -> Response:
    """Record that lanes are away, and propose where their bookings could go instead."""
    made = call(contract.PLAN_DISRUPTION, idempotency_key=idempotency_key(), **asked)
    plan = _public(made["disruption"])
    if plan["id"] is None:
        return reply(plan)
    address = f"/api/v1/disruptions/{plan['id']}"
    return created(plan, address, made["replayed"], revision=plan["revision"])


@disruptions.route("")
@allowed(contract.LIST_DISRUPTIONS)
@disruptions.arguments(requests.DisruptionsAsked, location="query")
@disruptions.response(200, bodies.Disruptions)
def list_disruptions(asked: dict[str, Any]) -> Response:
    """List the disruptions of a store, the newest first."""
    found = call(contract.LIST_DISRUPTIONS, **asked)["disruptions"]
    return reply({"disruptions": [_public(one) for one in found]})


@disruptions.route("/<disruption_id>")
@allowed(contract.GET_DISRUPTION)
@disruptions.response(200, bodies.Disruption, headers=ETAG)
def get_disruption(disruption_id: str) -> Response:
    """Show a plan as it stands: whom it hits, what they are offered, what became of it."""
    return _shown(call(contract.GET_DISRUPTION, disruption_id=disruption_id))


def offer(path: str, move: Call, asked_by: Schema, says: str) -> None:
    """Answer *path* below a disruption by *move*."""

    def view(asked: dict[str, Any], disruption_id: str) -> Response:
        named = {"disruption_id": disruption_id}
        with as_it_stands(lambda: _public(call(contract.GET_DISRUPTION, **named))):
            told = call(move, **named, if_revision=if_revision(), **asked)
        return _shown(told)

    view.__name__, view.__doc__ = move.method, says
    described = disruptions.doc(parameters=[IF_MATCH])(view)
    described = disruptions.response(200, bodies.Disruption, headers=ETAG)(described)
    described = disruptions.arguments(asked_by, required=False)(described)
    disruptions.route(f"/<disruption_id>/{path}", methods=["POST"])(allowed(move)(described))


def _shown(plan: dict[str, Any]) -> Response:
    body = _public(plan)
    return reply(body, revision=body["revision"])


def _public(plan: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.DISRUPTION, plan)


MOVES = (
    (
        "hold", contract.HOLD_OFFERS, requests.OffersChosen,
        "Keep an offer for each booking, or for some, until ``held_until``.",
    ),
    (
        "extend", contract.EXTEND_OFFERS, requests.Because,
        "Keep what is held for its whole time again; that can be had once.",
    ),
    (
        "accept", contract.ACCEPT_OFFERS, requests.OffersChosen,
        "Move all bookings, or some, to what they are offered; nobody is late by it.",
    ),
    (
        "renew", contract.RENEW_DISRUPTION, requests.Because,
        "Look again at who is hit and what is free; what is decided or held stays.",
    ),
    (
        "lift", contract.LIFT_DISRUPTION, requests.Because,
        "End the outage now: its lanes are there again.",
    ),
    (
        "undo", contract.UNDO_DISRUPTION, requests.Because,
        "Once it is lifted, put back every booking whose old place is still its to have.",
    ),
)  # fmt: skip
for path, move, asked_by, says in MOVES:
    offer(path, move, asked_by(), says)
