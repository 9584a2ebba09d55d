"""What people want and agreed to."""

from marshmallow import fields, validate

from common.contracts.notification.contacts import CHANNELS, PURPOSES, SHARING, SOURCES
from gateway.api.bodies.shape import Body, Words, about

WHEN = {"format": "date-time"}
OF_ALL = ("all", *PURPOSES, SHARING)


class ContactHours(Body):
    from_ = fields.Str(required=True, data_key="from", metadata=about("By the store's clock"))
    until = fields.Str(required=True)


class Preferences(Body):
    """``null`` where it does not matter to them."""

    channel = fields.Str(required=True, allow_none=True, metadata=about("The way that comes first"))
    contact_hours = fields.Nested(ContactHours, required=True, allow_none=True)
    set_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    set_by = fields.Dict(required=True, allow_none=True)


class OptOut(Body):
    """By which channels nothing goes any more, since when and by whose word."""

    customer_id = fields.Str(required=True)
    since = fields.Str(required=True, metadata=WHEN)
    channels = fields.List(fields.Str(validate=validate.OneOf(CHANNELS)), required=True)
    source = fields.Str(required=True, validate=validate.OneOf(SOURCES))
    proof = fields.Str(
        required=True, metadata=about("The id of their text, or of the message that was refused")
    )
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    sentence = fields.Nested(
        Words, required=True, allow_none=True, metadata=about("What only the customer can undo")
    )


class ListedOptOut(OptOut):
    store_id = fields.Str(
        required=True, allow_none=True, metadata=about("Where their last booking is")
    )


class OptOuts(Body):
    opt_outs = fields.List(fields.Nested(ListedOptOut), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Consent(Body):
    """What counts for one purpose by one channel."""

    purpose = fields.Str(required=True, validate=validate.OneOf(PURPOSES))
    channel = fields.Str(required=True, validate=validate.OneOf(CHANNELS))
    given = fields.Bool(required=True)
    since = fields.Str(required=True, metadata=WHEN)
    source = fields.Str(required=True, validate=validate.OneOf(SOURCES))


class ConsentAct(Body):
    """What was agreed to or taken back; ``all`` stands for messages as such."""

    given = fields.Bool(required=True)
    purposes = fields.List(fields.Str(validate=validate.OneOf(OF_ALL)), required=True)
    channels = fields.List(fields.Str(validate=validate.OneOf(CHANNELS)), required=True)
    at = fields.Str(required=True, metadata=WHEN)
    source = fields.Str(required=True, validate=validate.OneOf(SOURCES))
    page = fields.Str(required=True, metadata=about("Where it was said", "web"))
    proof = fields.Str(required=True, metadata=about("The id of what proves it", "b-1"))
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    text_version = fields.Str(
        metadata=about("The version of the words that were agreed to", "2026-01")
    )


class Contact(Body):
    """A person as far as messages go; no number, no address."""

    customer_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    preferences = fields.Nested(Preferences, required=True)
    opted_out = fields.Nested(OptOut, required=True, allow_none=True)
    consents = fields.List(fields.Nested(Consent), required=True)
    history = fields.List(fields.Nested(ConsentAct), required=True, metadata=about("Newest first"))


class Device(Body):
    """A device on which somebody is told; its endpoint is a secret and is not shown."""

    id = fields.Str(required=True)
    push_service = fields.Str(required=True, metadata=about("Whose push service it is"))
    since = fields.Str(required=True, metadata=WHEN)


class Devices(Body):
    public_key = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("What a browser names to subscribe; null where nobody is told this way"),
    )
    push_subscriptions = fields.List(fields.Nested(Device), required=True)
