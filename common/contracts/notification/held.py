"""A message that is not sent because its words have a hole."""

from marshmallow import fields

from common.contracts.base import Event

SERVICE = "notification"


class MessageHeld(Event):
    """The words of a message name what nobody tells, so it is not sent before they are mended.

    ``sentence`` says so as ``{zh, en}``.  What is offered to one who waits has no booking.
    """

    source = SERVICE
    type = "message_held"

    message_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    number = fields.Str(required=True, allow_none=True)
    customer = fields.Dict(required=True)
    kind = fields.Str(required=True)
    language = fields.Str(required=True)
    sentence = fields.Dict(required=True)
