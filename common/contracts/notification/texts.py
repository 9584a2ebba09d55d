"""What customers write to us."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.errors import NotFound, Unavailable

SERVICE = "notification"

MEANINGS = ("confirm", "cancel", "to_rebook", "stop", "start", "help", "words")
"""What a customer's text may mean."""


class Receive(Request):
    """A text that Twilio brought, its signature checked by the gateway; ``sid`` tells repeats."""

    sid = fields.Str(required=True)
    sender = fields.Str(required=True)
    to = fields.Str(required=True)
    body = fields.Str(required=True)


class Received(Reply):
    """What is answered at once; empty where nothing is."""

    answer = fields.Str(required=True)


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


RECEIVE = Call(SERVICE, "receive", Receive, Received, "messages:receive", (Unavailable,))
TEXTS = Call(SERVICE, "texts", ListTexts, Texts, "messages:read", (NotFound,), read=True)
CALLS = (RECEIVE, TEXTS)
