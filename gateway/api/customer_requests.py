"""What customers ask for that hangs on no booking: opened, read, walked step by step."""

from typing import Any

from flask import Response

from common.contracts.booking.customer_requests import (
    ACT_IN_REQUEST,
    CANDIDATES,
    GET_REQUEST,
    LIST_REQUESTS,
    OPEN_REQUEST,
    REQUEST_KINDS,
)
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    created,
    idempotency_key,
    if_revision,
    reply,
)
from gateway.api.stores import stores
from gateway.bus import call

customer_requests = Noun("requests", "What customers ask for without a booking. For staff.")


@customer_requests.route("", methods=["POST"])
@allowed(OPEN_REQUEST)
@customer_requests.arguments(requests.NewRequest())
@customer_requests.response(201, bodies.CustomerRequest, headers={**ETAG, **CREATED})
@customer_requests.doc(parameters=[IDEMPOTENCY_KEY])
def open_request(asked: dict[str, Any]) -> Response:
    """Record what a customer asks for, and begin its journey."""
    made = call(OPEN_REQUEST, idempotency_key=idempotency_key(), **asked)
    body = bodies.picked(bodies.CUSTOMER_REQUEST, made["request"])
    address = f"/api/v1/requests/{body['id']}"
    return created(body, address, made["replayed"], revision=body["revision"])


@customer_requests.route("")
@allowed(LIST_REQUESTS)
@customer_requests.arguments(requests.RequestsAsked, location="query")
@customer_requests.response(200, bodies.CustomerRequests)
def list_requests(asked: dict[str, Any]) -> Response:
    """List requests, the newest first."""
    found = call(LIST_REQUESTS, **asked)
    here = [bodies.picked(bodies.CUSTOMER_REQUEST, one) for one in found["requests"]]
    return reply({"requests": here, "next_cursor": found["next_cursor"]})


@customer_requests.route("/<request_id>")
@allowed(GET_REQUEST)
@customer_requests.response(200, bodies.CustomerRequest, headers=ETAG)
def get_request(request_id: str) -> Response:
    """Show where a request stands: what is open, for whom, due when, and what was done."""
    return _shown(call(GET_REQUEST, request_id=request_id))


@customer_requests.route("/<request_id>/visit", methods=["POST"])
@allowed(ACT_IN_REQUEST)
@customer_requests.arguments(requests.RequestDeed())
@customer_requests.response(200, bodies.CustomerRequest, headers=ETAG)
@customer_requests.doc(parameters=[IF_MATCH])
def act_in_request(asked: dict[str, Any], request_id: str) -> Response:
    """Do one action in one open step of a request."""
    return _shown(call(ACT_IN_REQUEST, request_id=request_id, if_revision=if_revision(), **asked))


@customer_requests.route("/<request_id>/candidates")
@allowed(CANDIDATES)
@customer_requests.response(200, bodies.Candidates)
def list_candidates(request_id: str) -> Response:
    """List who could take it: by expertise, region, schedule and workload."""
    return reply({"candidates": call(CANDIDATES, request_id=request_id)["candidates"]})


@stores.route("/<store_id>/request-kinds")
@allowed(REQUEST_KINDS)
@stores.response(200, bodies.RequestKinds)
def list_request_kinds(store_id: str) -> Response:
    """List the businesses that a store takes without a booking."""
    return reply({"kinds": call(REQUEST_KINDS, store_id=store_id)["kinds"]})


def _shown(request: dict[str, Any]) -> Response:
    body = bodies.picked(bodies.CUSTOMER_REQUEST, request)
    return reply(body, revision=body["revision"])
