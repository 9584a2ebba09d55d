"""What a provider of SMS reports by itself, several messages at once."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request

SERVICE = "notification"
MOST = 500
REPORTS = ("SUCCESS", "FAIL")


class Report(Request):
    """How far one message came: ``sid`` is the provider's own id, ``said`` the carrier's code."""

    sid = fields.Str(required=True)
    phone = fields.Str(required=True)
    report = fields.Str(required=True, validate=validate.OneOf(REPORTS))
    said = fields.Str(load_default="")


class Reports(Request):
    """Reports as Tencent posts them, checked by the gateway."""

    reports = fields.List(fields.Nested(Report), required=True, validate=validate.Length(1, MOST))


class Moved(Reply):
    """How many messages came further by it."""

    taken = fields.Int(required=True)


REPORTED = Call(SERVICE, "reported", Reports, Moved, "messages:status", ())
CALLS = (REPORTED,)
