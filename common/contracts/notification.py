"""What notification offers and tells."""

from marshmallow import fields, validate

from common.contracts import webhooks
from common.contracts.base import Call, Event, Reply, Request
from common.errors import Invalid, NotFound

SERVICE = "notification"

MESSAGE_STATES = (
    "pending", "submitting", "accepted", "sent", "delivered",
    "undelivered", "failed", "unknown", "suppressed", "expired",
)  # fmt: skip


class ListMessages(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class StatusTold(Request):
    """One signed status callback, its form fields as Twilio names them, checked by the gateway."""

    message_id = fields.Str(required=True)
    attempt = fields.Str(required=True)
    sid = fields.Str(required=True)
    status = fields.Str(required=True)
    error_code = fields.Int(load_default=None, allow_none=True)


class MessageReply(Reply):
    """One message: ``kind`` says why it was sent, ``state`` how far it came."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    kind = fields.Str(required=True)
    channel = fields.Str(required=True)
    to = fields.Str(required=True)
    body = fields.Str(required=True)
    segments = fields.Int(required=True)
    language = fields.Str(required=True)
    state = fields.Str(required=True)
    why = fields.Str(required=True)
    attempts = fields.Int(required=True)
    due_at = fields.Str(required=True)
    sent_at = fields.Str(required=True, allow_none=True)
    states = fields.List(fields.Dict(), required=True)


class Messages(Reply):
    messages = fields.List(fields.Nested(MessageReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Taken(Reply):
    taken = fields.Bool(required=True)


class MessageFact(Event):
    source = SERVICE

    message_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    kind = fields.Str(required=True)
    channel = fields.Str(required=True)
    state = fields.Str(required=True)
    error_code = fields.Int(load_default=None, allow_none=True)


class MessageSent(MessageFact):
    """Twilio took a message."""

    type = "message_sent"


class MessageDelivered(MessageFact):
    """A message reached the handset."""

    type = "message_delivered"


class MessageFailed(MessageFact):
    """A message will not arrive: refused, undelivered, or too late to send."""

    type = "message_failed"


LIST = Call(
    SERVICE, "list", ListMessages, Messages, "messages:read", (NotFound, Invalid), read=True
)
STATUS = Call(SERVICE, "status", StatusTold, Taken, "messages:status", (NotFound,))

CALLS = (LIST, STATUS, *webhooks.CALLS)
EVENTS = (MessageSent, MessageDelivered, MessageFailed)
