"""Customers' personal data: what there is, what few may see, what has been erased."""

from marshmallow import fields, validate

from common.contracts.followup import erasures
from gateway.api.bodies.bookings import Actor
from gateway.api.bodies.contacts import Consent, OptOut
from gateway.api.bodies.shape import Body, Words, about

WHEN = {"format": "date-time"}


class CustomerShown(Body):
    """Who a customer is, what they agreed to, and how much there is of them by service and kind."""

    customer_id = fields.Str(required=True)
    name = fields.Str(required=True, allow_none=True)
    phone = fields.Str(
        required=True, allow_none=True, metadata=about("Masked for most", "+86138****8000")
    )
    language = fields.Str(required=True, allow_none=True)
    subject = fields.Dict(required=True, allow_none=True)
    consents = fields.List(fields.Nested(Consent), required=True)
    opted_out = fields.Nested(OptOut, required=True, allow_none=True)
    counts = fields.Dict(required=True, metadata=about("By service", {"booking": {"booking": 3}}))


class CustomerExport(Body):
    """All that there is of a customer in the stores of who asks, by service."""

    customer_id = fields.Str(required=True)
    exported_at = fields.Str(required=True, metadata=WHEN)
    services = fields.Dict(
        required=True, metadata=about("Lists of {what, id, ...}, as they are kept")
    )


class Erasure(Body):
    """How far an erasure is; ``services`` says which have confirmed it, when, with what counts."""

    customer_id = fields.Str(required=True)
    number = fields.Int(
        required=True, metadata=about("How often: one who comes back is a new customer")
    )
    state = fields.Str(required=True, validate=validate.OneOf(erasures.ERASURE_STATES))
    reason = fields.Str(required=True, validate=validate.OneOf(erasures.ERASURE_REASONS))
    requested_by = fields.Str(required=True, validate=validate.OneOf(erasures.REQUESTED_BY))
    asked_at = fields.Str(required=True, metadata=WHEN)
    asked_by = fields.Nested(Actor, required=True)
    held_by = fields.List(
        fields.Dict(), required=True, metadata=about("What it waits for: {kind, id, store_id}")
    )
    erased_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    done_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    services = fields.Dict(required=True)


class Unmasked(Body):
    booking_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    phone = fields.Str(required=True)
    id_number = fields.Str(required=True, allow_none=True)


class ItemCollects(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    collects = fields.List(
        fields.Str(), required=True, metadata=about("What is asked for it", ["name", "phone"])
    )


class PrivacyNotice(Body):
    """What to tell a customer before they book, and what each item needs to know of them."""

    store_id = fields.Str(required=True)
    version = fields.Str(required=True, metadata=about("To be sent as privacy_version", "2026-01"))
    words = fields.Nested(Words, required=True)
    items = fields.List(fields.Nested(ItemCollects), required=True)


class RetentionClass(Body):
    """What of one kind of data would go now, by store."""

    service = fields.Str(required=True)
    class_ = fields.Str(required=True, data_key="class")
    store_id = fields.Str(
        required=True, allow_none=True, metadata=about("null of what belongs to no store")
    )
    period = fields.Str(required=True, metadata=about("How long it is kept", "90 days"))
    before = fields.Str(required=True, metadata=WHEN)
    documents = fields.Int(required=True)


class RetentionPreview(Body):
    classes = fields.List(fields.Nested(RetentionClass), required=True)


ERASURE = tuple(Erasure().fields)
UNMASKED = tuple(Unmasked().fields)
PRIVACY_NOTICE = tuple(PrivacyNotice().fields)
