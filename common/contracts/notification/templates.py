"""The words of messages: read, tried, and kept by stores and the chain (CF-03, CF-04)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.notices import NOTICES
from common.errors import Forbidden, Invalid, NotFound, Stale
from common.languages import WRITTEN

SERVICE = "notification"
KINDS = (
    "confirmation", "change", "cancellation", "reminder", "not_reached", "offer", "code", *NOTICES
)  # fmt: skip
SMS, EMAIL, PUSH = CHANNELS = ("sms", "email", "push")
OF_CHANNEL: Mapping[str, tuple[str, ...]] = {
    SMS: KINDS,
    EMAIL: (
        "confirmation",
        "change",
        "cancellation",
        "reminder",
        "maintenance_due",
        "campaign",
        "refund",
    ),
    PUSH: ("confirmation", "change", "cancellation", "reminder"),
}
"""The kinds of message that go by each channel in words that may be a store's own."""
LANGUAGES = WRITTEN
LONGEST = 5000
LONGEST_OF: Mapping[str, int] = {SMS: 1000, EMAIL: LONGEST, PUSH: 1000}


def check_channel(asked: Mapping[str, Any]) -> None:
    """Hold the kind and the words that are *asked* for to what their channel takes.

    Raises:
        ValidationError: nothing of that kind goes by it, or the words are too many for it.
    """
    channel, kind = asked.get("channel", SMS), asked.get("kind")
    faults: dict[str, list[str]] = {}
    if kind and kind not in OF_CHANNEL[channel]:
        faults["kind"] = [f"Must be one of: {', '.join(OF_CHANNEL[channel])}."]
    if len(asked.get("text") or "") > LONGEST_OF[channel]:
        faults["text"] = [f"Longer than maximum length {LONGEST_OF[channel]}."]
    if faults:
        raise ValidationError(faults)


class OfTemplates(Request):
    """Those that count in a store; without one, those of the chain."""

    store_id = fields.Str(load_default=None, allow_none=True)


class KeepTemplate(OfTemplates):
    """New words; empty gives back what counted before there were any.

    The first line of an e-mail's is its subject, that of a push's the title.
    """

    kind = fields.Str(required=True, validate=validate.OneOf(KINDS))
    language = fields.Str(required=True, validate=validate.OneOf(LANGUAGES))
    channel = fields.Str(load_default=SMS, validate=validate.OneOf(CHANNELS))
    text = fields.Str(required=True, validate=validate.Length(max=LONGEST))
    if_version = fields.Int(load_default=None, allow_none=True)

    @validates_schema
    def check_channel(self, asked: dict[str, Any], **_: object) -> None:
        check_channel(asked)


class PreviewTemplate(Request):
    """Without a ``text`` our own words; to try others needs what keeping them needs."""

    kind = fields.Str(required=True, validate=validate.OneOf(KINDS))
    language = fields.Str(required=True, validate=validate.OneOf(LANGUAGES))
    channel = fields.Str(load_default=SMS, validate=validate.OneOf(CHANNELS))
    text = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST))
    phone = fields.Str(load_default="+86")

    @validates_schema
    def check_channel(self, asked: dict[str, Any], **_: object) -> None:
        check_channel(asked)


class TemplateReply(Reply):
    """``whose`` is slipboard, chain or store; ``knows`` are the names that it may use."""

    kind = fields.Str(required=True)
    language = fields.Str(required=True)
    channel = fields.Str(required=True)
    text = fields.Str(required=True)
    whose = fields.Str(required=True)
    version = fields.Int(required=True)
    kept_at = fields.Str(required=True, allow_none=True)
    kept_by = fields.Dict(required=True, allow_none=True)
    knows = fields.List(fields.Str(), required=True)


class Templates(Reply):
    templates = fields.List(fields.Nested(TemplateReply), required=True)


class Previews(Reply):
    """``{subject, body, segments, encoding, cost_fen}``: with all that can be known, and the least.

    An SMS has no ``subject``; what is none has no ``encoding``, no segments and costs nothing.
    """

    previews = fields.List(fields.Dict(), required=True)


TEMPLATES = Call(
    SERVICE, "message_templates", OfTemplates, Templates, "messages:read", (NotFound,), read=True
)
KEEP_TEMPLATE = Call(
    SERVICE, "keep_message_template", KeepTemplate, TemplateReply, "templates:write",
    (NotFound, Invalid, Forbidden, Stale),
)  # fmt: skip
PREVIEW_TEMPLATE = Call(
    SERVICE, "preview_message_template", PreviewTemplate, Previews, "messages:read",
    (Invalid, Forbidden), read=True,
)  # fmt: skip

CALLS = (TEMPLATES, KEEP_TEMPLATE, PREVIEW_TEMPLATE)
