"""Webhook endpoints and what was sent there."""

from marshmallow import fields, validate

from common.contracts.notification.webhooks import DELIVERY_STATES, ENDPOINT_STATES
from gateway.api.bodies.shape import Body, Words, about

WHEN = {"format": "date-time"}


class Stopped(Body):
    code = fields.Str(required=True, validate=validate.OneOf(("by_request", "failing", "gone")))
    sentence = fields.Nested(Words, required=True)
    at = fields.Str(required=True, metadata=WHEN)


class WebhookEndpoint(Body):
    """An endpoint; while it is not ``active``, ``paused_because`` says why."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    partner_id = fields.Str(required=True)
    url = fields.Str(required=True)
    events = fields.List(fields.Str(), required=True)
    state = fields.Str(required=True, validate=validate.OneOf(ENDPOINT_STATES))
    paused_because = fields.Nested(Stopped, required=True, allow_none=True)
    failing_since = fields.Str(
        required=True, allow_none=True, metadata=WHEN | about("Since when nothing was taken")
    )
    owed = fields.Int(required=True, metadata=about("How many deliveries are still to be made"))
    old_secret_until = fields.Str(
        required=True,
        allow_none=True,
        metadata=WHEN | about("Until when the secret before this one signs as well"),
    )
    created_at = fields.Str(required=True, metadata=WHEN)


class WebhookEndpoints(Body):
    endpoints = fields.List(fields.Nested(WebhookEndpoint), required=True)


class WebhookSecret(WebhookEndpoint):
    secret = fields.Str(required=True, metadata=about("Shown this once", "whsec_..."))


class WebhookTry(Body):
    """``status`` is null where no answer came; ``error`` says why then."""

    at = fields.Str(required=True, metadata=WHEN)
    status = fields.Int(required=True, allow_none=True)
    seconds = fields.Float(required=True)
    error = fields.Str(required=True, metadata=about("timeout, refused_address and so on"))
    answer = fields.Str(required=True, metadata=about("The first 200 characters of the answer"))


class WebhookDelivery(Body):
    """One event as it was sent to one endpoint; ``event_id`` is its webhook-id."""

    id = fields.Str(required=True)
    endpoint_id = fields.Str(required=True)
    event_id = fields.Str(required=True)
    event_type = fields.Str(required=True)
    booking_id = fields.Str(
        required=True, allow_none=True, metadata=about("Null of `availability_changed`")
    )
    occurred_at = fields.Str(required=True, metadata=WHEN)
    state = fields.Str(
        required=True,
        validate=validate.OneOf(DELIVERY_STATES),
        metadata=about("waiting while its endpoint is stopped"),
    )
    next_try_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    tries = fields.List(fields.Nested(WebhookTry), required=True)


class WebhookDeliveries(Body):
    deliveries = fields.List(fields.Nested(WebhookDelivery), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class ReplayedWebhooks(Body):
    replayed = fields.Int(required=True, metadata=about("How many are sent once more"))
