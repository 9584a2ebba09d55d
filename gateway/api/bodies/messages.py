"""The words of messages, and how they look."""

from marshmallow import fields, validate

from common.contracts.notification import templates as contract
from gateway.api.bodies.shape import Body, about


class MessageTemplate(Body):
    kind = fields.Str(required=True, validate=validate.OneOf(contract.KINDS))
    language = fields.Str(required=True, validate=validate.OneOf(contract.LANGUAGES))
    channel = fields.Str(required=True, validate=validate.OneOf(contract.CHANNELS))
    text = fields.Str(required=True)
    whose = fields.Str(required=True, validate=validate.OneOf(("slipboard", "chain", "store")))
    version = fields.Int(required=True, metadata=about("Of the words of whom you asked about"))
    kept_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    kept_by = fields.Dict(required=True, allow_none=True)
    knows = fields.List(
        fields.Str(), required=True, metadata=about("The names that the words may use")
    )


class MessageTemplates(Body):
    templates = fields.List(fields.Nested(MessageTemplate), required=True)


class Preview(Body):
    subject = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("Of an e-mail, or the title of a push; an SMS has none"),
    )
    body = fields.Str(required=True)
    segments = fields.Int(required=True)
    encoding = fields.Str(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("GSM-7", "UCS-2")),
        metadata=about("Of an SMS; what is none has none"),
    )
    cost_fen = fields.Int(required=True)


class Previews(Body):
    """One with all that there can be, one with the least."""

    previews = fields.List(fields.Nested(Preview), required=True)
