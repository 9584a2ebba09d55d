"""Webhooks: where a partner hears of its bookings, what was sent there, and sending it again."""

from typing import Any

from flask import Response, g

from common.contracts.notification.webhooks import (
    CHANGE_ENDPOINT,
    CREATE_ENDPOINT,
    DELETE_ENDPOINT,
    GET_ENDPOINT,
    LIST_DELIVERIES,
    LIST_ENDPOINTS,
    REPLAY_DELIVERY,
    REPLAY_RANGE,
    ROTATE_SECRET,
)
from gateway import agreements, correlation
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
    reply,
)
from gateway.bus import call
from gateway.parts import parts

webhooks = Noun("webhook-endpoints", "Where partners hear of their own bookings, signed.")


def public(endpoint: dict[str, Any]) -> dict[str, Any]:
    return bodies.picked(bodies.WEBHOOK_ENDPOINT, endpoint)


def with_secret(endpoint: dict[str, Any]) -> dict[str, Any]:
    return {**public(endpoint), "secret": endpoint["secret"]}


@webhooks.route("", methods=["POST"])
@allowed(CREATE_ENDPOINT)
@webhooks.arguments(requests.NewEndpoint())
@webhooks.response(201, bodies.WebhookSecret, headers={**ETAG, **CREATED})
@webhooks.doc(parameters=[IDEMPOTENCY_KEY])
def create_endpoint(asked: dict[str, Any]) -> Response:
    """Name an address to be told of your bookings; its secret is shown this once."""
    key = idempotency_key()
    state_agreement()
    made = call(CREATE_ENDPOINT, idempotency_key=key, **asked)
    address = f"/api/v1/webhook-endpoints/{made['id']}"
    return created(with_secret(made), address, made["replayed"], revision=made["revision"])


@webhooks.route("")
@allowed(LIST_ENDPOINTS)
@webhooks.arguments(requests.EndpointsAsked, location="query")
@webhooks.response(200, bodies.WebhookEndpoints)
def list_endpoints(asked: dict[str, Any]) -> Response:
    """List endpoints: a partner its own, staff of the chain everybody's."""
    found = call(LIST_ENDPOINTS, **asked)
    return reply({"endpoints": [public(one) for one in found["endpoints"]]})


@webhooks.route("/<endpoint_id>")
@allowed(GET_ENDPOINT)
@webhooks.response(200, bodies.WebhookEndpoint, headers=ETAG)
def get_endpoint(endpoint_id: str) -> Response:
    """Show an endpoint: whether it is sent to, and if not, why."""
    endpoint = public(call(GET_ENDPOINT, endpoint_id=endpoint_id))
    return reply(endpoint, revision=endpoint["revision"])


@webhooks.route("/<endpoint_id>", methods=["PATCH"])
@allowed(CHANGE_ENDPOINT)
@webhooks.arguments(requests.EndpointChanged())
@webhooks.response(200, bodies.WebhookEndpoint, headers=ETAG)
@webhooks.doc(parameters=[IF_MATCH])
def change_endpoint(asked: dict[str, Any], endpoint_id: str) -> Response:
    """Change address or events, pause or resume; what waited while it was paused is sent then."""
    state_agreement()
    return changed(
        CHANGE_ENDPOINT, asked, read=GET_ENDPOINT, public=public, endpoint_id=endpoint_id
    )


@webhooks.route("/<endpoint_id>", methods=["DELETE"])
@allowed(DELETE_ENDPOINT)
@webhooks.response(204)
def delete_endpoint(endpoint_id: str) -> Response:
    """Have nothing sent there any more, and its log forgotten."""
    call(DELETE_ENDPOINT, endpoint_id=endpoint_id)
    return Response(status=204)


@webhooks.route("/<endpoint_id>/rotate-secret", methods=["POST"])
@allowed(ROTATE_SECRET)
@webhooks.arguments(requests.Rotating(), required=False)
@webhooks.response(200, bodies.WebhookSecret, headers=ETAG)
def rotate_secret(asked: dict[str, Any], endpoint_id: str) -> Response:
    """Get a new secret: for a day both sign; asked again within it you get the same one."""
    made = call(ROTATE_SECRET, endpoint_id=endpoint_id, **asked)
    return reply(with_secret(made), revision=made["revision"])


@webhooks.route("/<endpoint_id>/deliveries")
@allowed(LIST_DELIVERIES)
@webhooks.arguments(requests.DeliveriesAsked, location="query")
@webhooks.response(200, bodies.WebhookDeliveries)
def list_deliveries(asked: dict[str, Any], endpoint_id: str) -> Response:
    """List what was sent there or is to be, the latest first, each with its tries."""
    found = call(LIST_DELIVERIES, endpoint_id=endpoint_id, **asked)
    here = [bodies.picked(bodies.WEBHOOK_DELIVERY, one) for one in found["deliveries"]]
    return reply({"deliveries": here, "next_cursor": found["next_cursor"]})


@webhooks.route("/<endpoint_id>/deliveries/<delivery_id>/replay", methods=["POST"])
@allowed(REPLAY_DELIVERY)
@webhooks.arguments(requests.Nothing(), required=False)
@webhooks.response(200, bodies.WebhookDelivery)
def replay_delivery(asked: dict[str, Any], endpoint_id: str, delivery_id: str) -> Response:
    """Send once more what was delivered or given up, under the same webhook-id."""
    here = {"endpoint_id": endpoint_id, "delivery_id": delivery_id}
    return reply(bodies.picked(bodies.WEBHOOK_DELIVERY, call(REPLAY_DELIVERY, **here)))


@webhooks.route("/<endpoint_id>/replay", methods=["POST"])
@allowed(REPLAY_RANGE)
@webhooks.arguments(requests.Replaying())
@webhooks.response(200, bodies.ReplayedWebhooks)
def replay_range(asked: dict[str, Any], endpoint_id: str) -> Response:
    """Send once more whatever of what happened within a while was delivered or given up."""
    return reply({"replayed": call(REPLAY_RANGE, endpoint_id=endpoint_id, **asked)["replayed"]})


def state_agreement() -> None:
    """Let notification know the agreement of the partner who asks before anything is sent."""
    if "partner" in g:
        agreements.state(parts().bus, g.partner, correlation.current())
