"""The words of messages: read, tried, and kept by stores and the chain (CF-03, CF-04)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.notices import NOTICES
from common.errors import Forbidden, Invalid, NotFound, Stale
from common.languages import WRITTEN

SERVICE = "notification"
KINDS = ("confirmation", "change", "cancellation", "reminder", "not_reached", "offer", *NOTICES)
LANGUAGES = WRITTEN
LONGEST = 1000


class OfTemplates(Request):
    """Those that count in a store; without one, those of the chain."""

    store_id = fields.Str(load_default=None, allow_none=True)


class KeepTemplate(OfTemplates):
    """New words; empty gives back what counted before there were any."""

    kind = fields.Str(required=True, validate=validate.OneOf(KINDS))
    language = fields.Str(required=True, validate=validate.OneOf(LANGUAGES))
    text = fields.Str(required=True, validate=validate.Length(max=LONGEST))
    if_version = fields.Int(load_default=None, allow_none=True)


class PreviewTemplate(Request):
    kind = fields.Str(required=True, validate=validate.OneOf(KINDS))
    language = fields.Str(required=True, validate=validate.OneOf(LANGUAGES))
    text = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=LONGEST))
    phone = fields.Str(load_default="+86")


class TemplateReply(Reply):
    """``whose`` is slipboard, chain or store; ``knows`` are the names that it may use."""

    kind = fields.Str(required=True)
    language = fields.Str(required=True)
    text = fields.Str(required=True)
    whose = fields.Str(required=True)
    version = fields.Int(required=True)
    kept_at = fields.Str(required=True, allow_none=True)
    kept_by = fields.Dict(required=True, allow_none=True)
    knows = fields.List(fields.Str(), required=True)


class Templates(Reply):
    templates = fields.List(fields.Nested(TemplateReply), required=True)


class Previews(Reply):
    """``{body, segments, encoding, cost_fen}``: with all that there can be, and with the least."""

    previews = fields.List(fields.Dict(), required=True)


TEMPLATES = Call(
    SERVICE, "message_templates", OfTemplates, Templates, "messages:read", (NotFound,), read=True
)
KEEP_TEMPLATE = Call(
    SERVICE, "keep_message_template", KeepTemplate, TemplateReply, "templates:write",
    (NotFound, Invalid, Forbidden, Stale),
)  # fmt: skip
PREVIEW_TEMPLATE = Call(
    SERVICE, "preview_message_template", PreviewTemplate, Previews, "messages:read", (Invalid,),
    read=True,
)  # fmt: skip

CALLS = (TEMPLATES, KEEP_TEMPLATE, PREVIEW_TEMPLATE)
