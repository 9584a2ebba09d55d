"""What is asked of webhooks."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common import outside
from common.config import settings
from common.contracts.notification.webhooks import (
    DELIVERY_STATES,
    ENDPOINT_STATES,
    EVENT_TYPES,
    EVERY,
    LONGEST_URL,
)
from common.outside import Inside
from gateway.api.fields import Flag, Moment, PageSize, Text
from gateway.api.requests.shape import A_START, Asked, example


class OutsideAddress(Text):
    """An https address on the internet; where its name leads is asked at every try."""

    def __init__(self, **more: Any) -> None:
        super().__init__(LONGEST_URL, **more)

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        url = super()._deserialize(value, *where, **more)
        try:
            outside.target(url, loopback=settings().webhook_loopback)
        except Inside as fault:
            raise ValidationError(str(fault)) from fault
        return url


def event_types(*beside: str, **more: Any) -> fields.Field[Any]:
    return fields.List(
        fields.Str(validate=validate.OneOf((*beside, *EVENT_TYPES))),
        validate=validate.Length(1, len(EVENT_TYPES) + len(beside)),
        **more,
    )


class EndpointChanged(Asked):
    """What is not named stays; ``active`` resumes."""

    url = OutsideAddress(metadata=example("https://partner.example.com/slipboard"))
    events = event_types(EVERY, metadata=example(["*"]))
    state = fields.Str(validate=validate.OneOf(("active", "paused")), metadata=example("active"))

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked:
            raise ValidationError("Name what is to be changed.", "changes")


class NewEndpoint(Asked):
    """``*`` stands for every event of your bookings, also for those that come to be one day.

    ``availability_changed`` comes only where it is named.
    """

    url = OutsideAddress(required=True, metadata=example("https://partner.example.com/slipboard"))
    events = event_types(
        EVERY, required=True, metadata=example(["booking_confirmed", "booking_cancelled"])
    )


class EndpointsAsked(Asked):
    partner_id = Text(64, metadata=example("p1"))
    state = fields.Str(validate=validate.OneOf(ENDPOINT_STATES))


class Rotating(Asked):
    """``at_once`` ends the old secret now: it has leaked."""

    at_once = Flag(load_default=False)


class DeliveriesAsked(Asked):
    state = fields.Str(validate=validate.OneOf(DELIVERY_STATES))
    event_type = fields.Str(validate=validate.OneOf(EVENT_TYPES))
    cursor = Text(500)
    limit = PageSize()


class Replaying(Asked):
    """Of what happened from ``since`` to before ``until``."""

    since = Moment(required=True, metadata=example(A_START))
    until = Moment(required=True, metadata=example("2026-03-10T12:00:00+08:00"))
    event_types = event_types()
