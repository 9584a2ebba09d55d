"""What notification tells."""

from marshmallow import fields

from common.contracts.base import Event
from common.contracts.notification.held import MessageHeld

SERVICE = "notification"


class MessageFact(Event):
    """A provider's code of what went wrong is a number, or with some a word."""

    source = SERVICE

    message_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    kind = fields.Str(required=True)
    channel = fields.Str(required=True)
    state = fields.Str(required=True)
    error_code = fields.Int(load_default=None, allow_none=True)
    error_word = fields.Str(load_default=None, allow_none=True)


class MessageSent(MessageFact):
    """Twilio took a message."""

    type = "message_sent"


class MessageDelivered(MessageFact):
    """A message reached the handset."""

    type = "message_delivered"


class MessageFailed(MessageFact):
    """A message will not arrive: refused, undelivered, or too late to send."""

    type = "message_failed"


class MessageReceived(Event):
    """A customer wrote words that a person has to read and answer."""

    source = SERVICE
    type = "message_received"

    text_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    customer = fields.Dict(required=True)
    body = fields.Str(required=True)


class CallWanted(Event):
    """Neither text nor call reached a customer, or they asked for a person: somebody has to call.

    ``sentence`` says why as ``{zh, en}``; nobody is to be called before ``from_at``.
    """

    source = SERVICE
    type = "call_wanted"

    message_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    customer = fields.Dict(required=True)
    start = fields.AwareDateTime(required=True)
    why = fields.Str(required=True)
    sentence = fields.Dict(required=True)
    from_at = fields.AwareDateTime(required=True)


FACTS = (MessageSent, MessageDelivered, MessageFailed)
EVENTS = (*FACTS, MessageReceived, CallWanted, MessageHeld)
