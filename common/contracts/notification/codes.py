"""One-time codes: told to a telephone once, and never again."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.languages import Language

SERVICE = "notification"
MINUTES = 10
"""How long a code is of use."""


class SendCode(Request):
    """Tell *phone* the *code* that is asked for under ``code_id``; asked again it is told once."""

    code_id = fields.Str(required=True, validate=validate.Length(1, 64))
    phone = fields.Str(required=True)
    code = fields.Str(required=True, validate=validate.Regexp(r"^[0-9]{6}\Z"))
    language = Language(load_default="zh")


class CodeTaken(Reply):
    message_id = fields.Str(required=True)


SEND_CODE = Call(SERVICE, "send_code", SendCode, CodeTaken, "codes:send")
CALLS = (SEND_CODE,)
