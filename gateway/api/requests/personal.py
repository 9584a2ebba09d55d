"""What is asked about customers' personal data."""

from marshmallow import fields, validate

from common.contracts.followup import erasures
from common.contracts.notification import contacts
from gateway.api.fields import Flag, Text
from gateway.api.requests.shape import Asked, example


class Unmasking(Asked):
    """Why somebody has to see it; it is noted."""

    reason = Text(200, required=True, metadata=example("客户来电核对身份"))


class ExportWished(Asked):
    """Why; it is noted."""

    reason = Text(200, load_default="as the customer asked", metadata=example("客户书面申请"))


class NewErasure(Asked):
    """Who wished it and why; ``cancel_upcoming`` gives back what the customer has booked."""

    reason = fields.Str(
        required=True,
        validate=validate.OneOf(erasures.ERASURE_REASONS),
        metadata=example("customer_wish"),
    )
    requested_by = fields.Str(
        required=True,
        validate=validate.OneOf(erasures.REQUESTED_BY),
        metadata=example("customer"),
    )
    cancel_upcoming = Flag(load_default=False)


class NewConsent(Asked):
    """What a customer agreed to or took back; without ``channels`` it is about every way."""

    purpose = fields.Str(
        required=True,
        validate=validate.OneOf((*contacts.PURPOSES, contacts.SHARING)),
        metadata=example("sharing"),
    )
    given = Flag(required=True)
    channels = fields.List(
        fields.Str(validate=validate.OneOf(contacts.CHANNELS)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, len(contacts.CHANNELS)),
    )


class NewCustomerConsents(Asked):
    """In which words it was agreed to, where it was said, and what."""

    text_version = Text(32, required=True, metadata=example("2026-01"))
    said_in = Text(32, required=True, metadata=example("phone"))
    reason = Text(contacts.LONGEST_REASON, shortest=0, load_default="")
    consents = fields.List(fields.Nested(NewConsent), required=True, validate=validate.Length(1, 8))
