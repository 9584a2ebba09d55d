"""What customers ask for that hangs on no booking."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.booking import customer_requests
from gateway.api.fields import Answer, Moment, PageSize, Text
from gateway.api.requests.bookings import NewCustomer, subject
from gateway.api.requests.moves import Because
from gateway.api.requests.shape import Asked, example

FACTS = validate.Length(max=50)


class NewRequest(Asked):
    """Who asks for what, by which channel; ``kind`` is one that the store takes."""

    store_id = Text(64, required=True, metadata=example("s-home"))
    kind = Text(64, metadata=example("request"))
    journey = Text(64, metadata=example("request"))
    customer = fields.Nested(NewCustomer, load_default=None, allow_none=True)
    channel = fields.Str(
        required=True,
        validate=validate.OneOf(customer_requests.REQUEST_CHANNELS),
        metadata=example("hotline"),
    )
    subject = subject(load_default=None)
    text = Text(2000, required=True, metadata=example("热水器夜间太吵"))
    facts = fields.Dict(keys=Text(64), values=Answer(), load_default=dict, validate=FACTS)

    @validates_schema
    def check_kind(self, asked: dict[str, Any], **_: Any) -> None:
        if "kind" not in asked and "journey" not in asked:
            raise ValidationError("Missing data for required field.", "kind")


class RequestsAsked(Asked):
    store_id = Text(64, metadata=example("s-home"))
    state = fields.Str(validate=validate.OneOf(customer_requests.REQUEST_STATES))
    kind = Text(64)
    journey = Text(64)
    channel = fields.Str(validate=validate.OneOf(customer_requests.REQUEST_CHANNELS))
    customer_id = Text(64)
    booking_id = Text(64)
    assignee = Text(64)
    overdue = fields.Bool()
    from_ = Moment(data_key="from")
    to = Moment()
    cursor = Text(500)
    limit = PageSize()


class RequestDeed(Because):
    """One action of a request, with what it asks for."""

    step = Text(64, required=True, metadata=example("receive"))
    action = Text(64, required=True, metadata=example("record"))
    fields_ = fields.Dict(
        keys=Text(64),
        values=Answer(),
        load_default=dict,
        data_key="fields",
        validate=FACTS,
    )
    facts = fields.Dict(keys=Text(64), values=Answer(), load_default=dict, validate=FACTS)
