"""Partner webhooks: where partners hear of their own bookings, and what was sent there."""

from typing import Any

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import FACTS, BookingNoted, IdempotencyKeyReused, IllegalTransition
from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.errors import Forbidden, Invalid, NotFound, Stale

SERVICE = "notification"

TOLD = tuple(fact for fact in FACTS if fact is not BookingNoted)
"""What partners can hear of: every fact that changes something outside the store's own work."""
EVERY = "*"
"""Every fact of one's own bookings; that free time changed must be asked for by name."""
EVENT_TYPES = (*(fact.type for fact in TOLD), AVAILABILITY_CHANGED)
ENDPOINT_STATES = ("active", "paused", "disabled")
DELIVERY_STATES = ("pending", "waiting", "delivered", "failed")
LONGEST_URL = 2000


def _events(**more: Any) -> fields.List[str]:
    one = fields.Str(validate=validate.OneOf((EVERY, *EVENT_TYPES)))
    return fields.List(one, validate=validate.Length(1, len(EVENT_TYPES) + 1), **more)


class OfEndpoint(Request):
    endpoint_id = fields.Str(required=True)


class CreateEndpoint(Request):
    """``events`` are types, or ``*`` for all of them, also those that come to be one day."""

    idempotency_key = fields.Str(required=True)
    url = fields.Str(required=True, validate=validate.Length(1, LONGEST_URL))
    events = _events(required=True)


class ChangeEndpoint(OfEndpoint):
    """What is not named stays; ``active`` resumes, whatever it was stopped for."""

    if_revision = fields.Int(load_default=None, allow_none=True)
    url = fields.Str(validate=validate.Length(1, LONGEST_URL))
    events = _events()
    state = fields.Str(validate=validate.OneOf(("active", "paused")))


class ListEndpoints(Request):
    partner_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(ENDPOINT_STATES))


class RotateSecret(OfEndpoint):
    """``at_once`` ends the old secret now: it has leaked."""

    at_once = fields.Bool(load_default=False)


class ListDeliveries(OfEndpoint):
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(DELIVERY_STATES))
    event_type = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(EVENT_TYPES)
    )
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class ReplayDelivery(OfEndpoint):
    delivery_id = fields.Str(required=True)


class ReplayRange(OfEndpoint):
    """Of what happened from ``since`` to before ``until``."""

    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    event_types = fields.List(
        fields.Str(validate=validate.OneOf(EVENT_TYPES)), load_default=None, allow_none=True
    )


class StateAgreement(Request):
    """Until when a partner's agreement lasts, null without one, as it stood at ``stated_at``.

    ``stores`` are those that it may see, ``*`` for all; where they are not said, none is known.
    """

    partner_id = fields.Str(required=True)
    until = fields.Date(required=True, allow_none=True)
    stated_at = fields.AwareDateTime(required=True)
    stores = fields.List(fields.Str(), load_default=list)


class EndpointReply(Reply):
    """``owed`` is how much is still to be sent; ``old_secret_until`` is null but in a rotation."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    partner_id = fields.Str(required=True)
    url = fields.Str(required=True)
    events = fields.List(fields.Str(), required=True)
    state = fields.Str(required=True)
    paused_because = fields.Dict(required=True, allow_none=True)
    failing_since = fields.Str(required=True, allow_none=True)
    owed = fields.Int(required=True)
    old_secret_until = fields.Str(required=True, allow_none=True)
    created_at = fields.Str(required=True)


class SecretReply(EndpointReply):
    secret = fields.Str(required=True)
    replayed = fields.Bool(required=True)


class Endpoints(Reply):
    endpoints = fields.List(fields.Nested(EndpointReply), required=True)


class DeliveryReply(Reply):
    """``tries`` are ``{at, status, seconds, error, answer}``, the last fifty of them."""

    id = fields.Str(required=True)
    endpoint_id = fields.Str(required=True)
    event_id = fields.Str(required=True)
    event_type = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    occurred_at = fields.Str(required=True)
    state = fields.Str(required=True)
    next_try_at = fields.Str(required=True, allow_none=True)
    tries = fields.List(fields.Dict(), required=True)


class Deliveries(Reply):
    deliveries = fields.List(fields.Nested(DeliveryReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Replayed(Reply):
    replayed = fields.Int(required=True)


class Noted(Reply):
    """Nothing to say but that it was done."""


CREATE_ENDPOINT = Call(
    SERVICE, "create_endpoint", CreateEndpoint, SecretReply, "webhooks:write",
    (Invalid, IdempotencyKeyReused, Forbidden),
)  # fmt: skip
LIST_ENDPOINTS = Call(
    SERVICE, "list_endpoints", ListEndpoints, Endpoints, "webhooks:read", read=True
)
GET_ENDPOINT = Call(
    SERVICE, "get_endpoint", OfEndpoint, EndpointReply, "webhooks:read", (NotFound,), read=True
)
CHANGE_ENDPOINT = Call(
    SERVICE, "change_endpoint", ChangeEndpoint, EndpointReply, "webhooks:run",
    (NotFound, Invalid, Stale, Forbidden),
)  # fmt: skip
DELETE_ENDPOINT = Call(SERVICE, "delete_endpoint", OfEndpoint, Noted, "webhooks:write", (NotFound,))
ROTATE_SECRET = Call(
    SERVICE, "rotate_secret", RotateSecret, SecretReply, "webhooks:write", (NotFound, Stale)
)
LIST_DELIVERIES = Call(
    SERVICE, "list_deliveries", ListDeliveries, Deliveries, "webhooks:read", (NotFound, Invalid),
    read=True,
)  # fmt: skip
REPLAY_DELIVERY = Call(
    SERVICE, "replay_delivery", ReplayDelivery, DeliveryReply, "webhooks:run",
    (NotFound, IllegalTransition),
)  # fmt: skip
REPLAY_RANGE = Call(
    SERVICE, "replay_range", ReplayRange, Replayed, "webhooks:run", (NotFound, Invalid)
)
STATE_AGREEMENT = Call(SERVICE, "state_agreement", StateAgreement, Noted, "agreements:state")

CALLS = (
    CREATE_ENDPOINT, LIST_ENDPOINTS, GET_ENDPOINT, CHANGE_ENDPOINT, DELETE_ENDPOINT, ROTATE_SECRET,
    LIST_DELIVERIES, REPLAY_DELIVERY, REPLAY_RANGE, STATE_AGREEMENT,
)  # fmt: skip
