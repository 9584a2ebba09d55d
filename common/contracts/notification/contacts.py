"""What people want: by which way and when to be told, what they agreed to, who opted out."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.errors import Invalid, NotFound, Stale

SERVICE = "notification"

CHANNELS = ("sms", "voice", "email", "push")
PURPOSES = ("reminder", "survey", "marketing")
SHARING = "sharing"
"""With the partners through which they booked (PV-06)."""
SOURCES = ("booking", "staff", "customer_text", "carrier")
LONGEST_REASON = 500
CLOCK = (
    validate.Regexp("^([01][0-9]|2[0-3]):[0-5][0-9]$", error="Not a time as 18:00."),
    validate.Length(equal=5),
)


class OfContact(Request):
    customer_id = fields.Str(required=True)


class ContactHours(Request):
    """From one time of the store's clock up to another; they may span midnight."""

    from_ = fields.Str(required=True, data_key="from", attribute="from", validate=CLOCK)
    until = fields.Str(required=True, validate=CLOCK)

    @validates_schema
    def check_length(self, asked: dict[str, Any], **_: Any) -> None:
        if asked["from"] == asked["until"]:
            raise ValidationError("They begin and end at the same time.", "until")


class Prefer(OfContact):
    """Everything that a person prefers: ``null`` says that it does not matter to them."""

    channel = fields.Str(required=True, allow_none=True, validate=validate.OneOf(CHANNELS))
    contact_hours = fields.Nested(ContactHours, required=True, allow_none=True)
    if_revision = fields.Int(load_default=None, allow_none=True)


class Opting(OfContact):
    """Without ``purposes`` it is about messages as such, without ``channels`` about every way."""

    purposes = fields.List(
        fields.Str(validate=validate.OneOf(PURPOSES)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1),
    )
    channels = fields.List(
        fields.Str(validate=validate.OneOf(CHANNELS)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1),
    )
    reason = fields.Str(required=True, validate=validate.Length(1, LONGEST_REASON))


class Consent(OfContact):
    """What a customer agreed to or took back, in which words and where it was said (PV-04).

    ``said_in`` is the booking channel or the place: phone, counter, web …
    """

    purpose = fields.Str(required=True, validate=validate.OneOf((*PURPOSES, SHARING)))
    given = fields.Bool(required=True)
    text_version = fields.Str(required=True, validate=validate.Length(1, 32))
    said_in = fields.Str(required=True, validate=validate.Length(1, 32))
    channels = fields.List(
        fields.Str(validate=validate.OneOf(CHANNELS)),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1),
    )
    reason = fields.Str(load_default="", validate=validate.Length(max=LONGEST_REASON))


class ListOptOuts(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OptOutReply(Reply):
    """``sentence`` says ``{zh, en}`` what only the customer can undo, else it is null."""

    customer_id = fields.Str(required=True)
    since = fields.Str(required=True)
    channels = fields.List(fields.Str(), required=True)
    source = fields.Str(required=True)
    proof = fields.Str(required=True)
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    sentence = fields.Dict(required=True, allow_none=True)


class ListedOptOut(OptOutReply):
    store_id = fields.Str(required=True, allow_none=True)


class OptOuts(Reply):
    opt_outs = fields.List(fields.Nested(ListedOptOut), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class ConsentReply(Reply):
    """What counts for one purpose by one channel."""

    purpose = fields.Str(required=True)
    channel = fields.Str(required=True)
    given = fields.Bool(required=True)
    since = fields.Str(required=True)
    source = fields.Str(required=True)


class ActReply(Reply):
    """What somebody agreed to or took back, and where it is known from.

    ``purposes`` hold ``all`` where it was about messages as such.
    """

    given = fields.Bool(required=True)
    purposes = fields.List(fields.Str(), required=True)
    channels = fields.List(fields.Str(), required=True)
    at = fields.Str(required=True)
    source = fields.Str(required=True)
    page = fields.Str(required=True)
    proof = fields.Str(required=True)
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    text_version = fields.Str(load_default="")


class PreferencesReply(Reply):
    channel = fields.Str(required=True, allow_none=True)
    contact_hours = fields.Dict(required=True, allow_none=True)
    set_at = fields.Str(required=True, allow_none=True)
    set_by = fields.Dict(required=True, allow_none=True)


class ContactReply(Reply):
    """A person as far as messages go; ``history`` is newest first."""

    customer_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    preferences = fields.Nested(PreferencesReply, required=True)
    opted_out = fields.Nested(OptOutReply, required=True, allow_none=True)
    consents = fields.List(fields.Nested(ConsentReply), required=True)
    history = fields.List(fields.Nested(ActReply), required=True)


CONTACT = Call(SERVICE, "contact", OfContact, ContactReply, "messages:read", (NotFound,), read=True)
PREFER = Call(SERVICE, "prefer", Prefer, ContactReply, "messages:write", (NotFound, Invalid, Stale))
OPT_OUT = Call(SERVICE, "opt_out", Opting, ContactReply, "messages:write", (NotFound, Invalid))
OPT_IN = Call(SERVICE, "opt_in", Opting, ContactReply, "messages:write", (NotFound, Invalid))
OPT_OUTS = Call(
    SERVICE, "opt_outs", ListOptOuts, OptOuts, "messages:read", (NotFound, Invalid), read=True
)
CONSENT = Call(SERVICE, "consent", Consent, ContactReply, "messages:write", (NotFound, Invalid))
CALLS = (CONTACT, PREFER, OPT_OUT, OPT_IN, OPT_OUTS, CONSENT)
