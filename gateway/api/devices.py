"""The devices on which people are told by Web Push."""

from typing import Any

from flask import Response

from common.contracts.notification.devices import DEVICES, SUBSCRIBE, UNSUBSCRIBE
from gateway.api import bodies, requests
from gateway.api.contacts import contacts
from gateway.api.noun import allowed
from gateway.api.replies import reply
from gateway.bus import call


@contacts.route("/<customer_id>/push-subscriptions", methods=["POST"])
@allowed(SUBSCRIBE)
@contacts.arguments(requests.NewDevice())
@contacts.response(201, bodies.Device)
def subscribe(asked: dict[str, Any], customer_id: str) -> Response:
    """Tell a person on a device, by what its browser's ``PushSubscription`` says."""
    made = call(SUBSCRIBE, customer_id=customer_id, **asked)
    return reply(bodies.picked(bodies.DEVICE, made), 201)


@contacts.route("/<customer_id>/push-subscriptions")
@allowed(DEVICES)
@contacts.response(200, bodies.Devices)
def list_devices(customer_id: str) -> Response:
    """List the devices on which a person is told, and the key that a browser names to subscribe."""
    found = call(DEVICES, customer_id=customer_id)
    here = [bodies.picked(bodies.DEVICE, one) for one in found["push_subscriptions"]]
    return reply({"public_key": found["public_key"], "push_subscriptions": here})


@contacts.route("/<customer_id>/push-subscriptions/<subscription_id>", methods=["DELETE"])
@allowed(UNSUBSCRIBE)
@contacts.response(204)
def unsubscribe(customer_id: str, subscription_id: str) -> Response:
    """Tell a person on that device no more."""
    call(UNSUBSCRIBE, customer_id=customer_id, subscription_id=subscription_id)
    return Response(status=204)
