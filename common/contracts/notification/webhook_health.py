"""How a partner's webhooks stand: what is owed and was given up, and how late it arrives."""

from marshmallow import fields

from common.contracts.base import Call, Reply, Request
from common.contracts.notification.webhooks import SERVICE


class OfPartner(Request):
    partner_id = fields.Str(required=True)


class WebhookHealth(Reply):
    """``failed`` counts 30 days; ``lag_p95_seconds`` is of what arrived lately.

    The lag is from owing a delivery to its being taken; null where nothing arrived.
    ``failing_since`` is of the endpoint that has failed longest.
    """

    endpoints = fields.Int(required=True)
    stopped = fields.Int(required=True)
    owed = fields.Int(required=True)
    failed = fields.Int(required=True)
    failing_since = fields.Str(required=True, allow_none=True)
    lag_p95_seconds = fields.Float(required=True, allow_none=True)


WEBHOOK_HEALTH = Call(
    SERVICE, "webhook_health", OfPartner, WebhookHealth, "webhooks:health", read=True
)

CALLS = (WEBHOOK_HEALTH,)
