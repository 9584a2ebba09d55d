"""Messages: listed, moved on by the carrier's word, sent once more by hand."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IllegalTransition
from common.errors import Invalid, NotFound

SERVICE = "notification"

MESSAGE_STATES = (
    "pending", "submitting", "accepted", "sent", "delivered",
    "undelivered", "failed", "unknown", "suppressed", "expired",
)  # fmt: skip


class ListMessages(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    customer_id = fields.Str(load_default=None, allow_none=True)
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
    """One message: ``kind`` says what it tells, ``purpose`` what for, ``state`` how far it came.

    ``sentence`` says ``{zh, en}`` why it stands so, where there is something to explain;
    ``subject`` is an e-mail's.
    """

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    kind = fields.Str(required=True)
    channel = fields.Str(required=True)
    to = fields.Str(required=True)
    subject = fields.Str(load_default=None, allow_none=True)
    body = fields.Str(required=True)
    segments = fields.Int(required=True)
    language = fields.Str(required=True)
    state = fields.Str(required=True)
    why = fields.Str(required=True)
    sentence = fields.Dict(required=True, allow_none=True)
    purpose = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    attempts = fields.Int(required=True)
    due_at = fields.Str(required=True)
    sent_at = fields.Str(required=True, allow_none=True)
    states = fields.List(fields.Dict(), required=True)


class Messages(Reply):
    messages = fields.List(fields.Nested(MessageReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Taken(Reply):
    taken = fields.Bool(required=True)


class OfMessage(Request):
    message_id = fields.Str(required=True)


LIST = Call(
    SERVICE, "list", ListMessages, Messages, "messages:read", (NotFound, Invalid), read=True
)
STATUS = Call(SERVICE, "status", StatusTold, Taken, "messages:status", (NotFound,))
RESEND = Call(
    SERVICE, "resend", OfMessage, MessageReply, "messages:write", (NotFound, IllegalTransition)
)
CALLS = (LIST, STATUS, RESEND)
