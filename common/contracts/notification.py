"""What notification offers and tells."""

from marshmallow import fields, validate

from common.contracts import notification_templates, webhooks
from common.contracts.base import Call, Event, Reply, Request
from common.contracts.booking.errors import IllegalTransition
from common.errors import Forbidden, Invalid, NotFound, Unavailable

SERVICE = "notification"

MESSAGE_STATES = (
    "pending", "submitting", "accepted", "sent", "delivered",
    "undelivered", "failed", "unknown", "suppressed", "expired",
)  # fmt: skip


MEANINGS = ("confirm", "cancel", "to_rebook", "stop", "start", "help", "words")
"""What a customer's text may mean."""


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


class Receive(Request):
    """A text that Twilio brought, its signature checked by the gateway; ``sid`` tells repeats."""

    sid = fields.Str(required=True)
    sender = fields.Str(required=True)
    to = fields.Str(required=True)
    body = fields.Str(required=True)


class Received(Reply):
    """What is answered at once; empty where nothing is."""

    answer = fields.Str(required=True)


class OfMessage(Request):
    message_id = fields.Str(required=True)


class ListTexts(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    customer_id = fields.Str(load_default=None, allow_none=True)
    meaning = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(MEANINGS))
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class TextReply(Reply):
    """What a customer wrote; ``meaning`` is what was made of it, ``answer`` what was said."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True, allow_none=True)
    booking_id = fields.Str(required=True, allow_none=True)
    customer_id = fields.Str(required=True)
    phone = fields.Str(required=True)
    body = fields.Str(required=True)
    meaning = fields.Str(required=True)
    answer = fields.Str(required=True)
    at = fields.Str(required=True)


class Texts(Reply):
    texts = fields.List(fields.Nested(TextReply), required=True)


class Speak(Request):
    """A call asks what to say: *turn* 0 when somebody picked up, then one for each key or silence.

    ``token`` proves that it is the call of that message; the gateway has checked the signature.
    """

    message_id = fields.Str(required=True)
    token = fields.Str(required=True)
    call_sid = fields.Str(required=True, validate=validate.Length(1, 64))
    turn = fields.Int(required=True, validate=validate.Range(0, 100))
    digit = fields.Str(load_default="", validate=validate.Length(max=8))
    answered_by = fields.Str(load_default="", validate=validate.Length(max=64))


class Spoken(Reply):
    """What to say, in which language; while it ``listens``, the key goes to turn ``next_turn``."""

    language = fields.Str(required=True)
    says = fields.List(fields.Str(), required=True)
    listens = fields.Bool(required=True)
    next_turn = fields.Int(required=True)


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


LIST = Call(
    SERVICE, "list", ListMessages, Messages, "messages:read", (NotFound, Invalid), read=True
)
STATUS = Call(SERVICE, "status", StatusTold, Taken, "messages:status", (NotFound,))

RECEIVE = Call(SERVICE, "receive", Receive, Received, "messages:receive", (Unavailable,))
TEXTS = Call(SERVICE, "texts", ListTexts, Texts, "messages:read", (NotFound,), read=True)
RESEND = Call(
    SERVICE, "resend", OfMessage, MessageReply, "messages:write", (NotFound, IllegalTransition)
)
SPEAK = Call(SERVICE, "speak", Speak, Spoken, "messages:speak", (NotFound, Forbidden))

CALLS = (
    LIST, STATUS, RESEND, RECEIVE, TEXTS, SPEAK, *notification_templates.CALLS, *webhooks.CALLS,
)  # fmt: skip
FACTS = (MessageSent, MessageDelivered, MessageFailed)
EVENTS = (*FACTS, MessageReceived, CallWanted)
