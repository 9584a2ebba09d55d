"""What Tencent tells us of texts that it took.

It signs nothing: its requests prove themselves by a token in the address that only its console
and we know.
"""

from hmac import compare_digest
from typing import Any

from flask import Blueprint, Flask, abort, request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from common.config import settings
from common.context import service_actor
from common.contracts.notification.reports import REPORTED, REPORTS
from common.errors import Invalid
from gateway import correlation, metrics, security
from gateway.bus import call_as

TAKEN = {"result": 0, "errmsg": "OK"}

tencent = Blueprint("tencent", __name__, url_prefix="/tencent")
security.csrf.exempt(tencent)


class Report(Schema):
    """One report, its fields as Tencent names them; there are more, and may be others."""

    class Meta:
        unknown = EXCLUDE

    sid = fields.Str(required=True)
    nationcode = fields.Str(required=True)
    mobile = fields.Str(required=True)
    report_status = fields.Str(required=True, validate=validate.OneOf(REPORTS))
    errmsg = fields.Str(load_default="", allow_none=True)


def init_app(app: Flask) -> None:
    app.register_blueprint(tencent)


@tencent.before_request
def check_token() -> None:
    """Know of no such address without the token; without one in the settings there is none."""
    ours, given = settings().tencent_callback_token, request.args.get("token", "")
    if not ours or not compare_digest(given.encode(), ours.encode()):
        metrics.UNSIGNED.labels("tencent").inc()
        abort(404)


@tencent.post("/status")
def status() -> dict[str, Any]:
    """Pass on how far messages came; while nobody takes it, Tencent is to try again.

    Raises:
        Invalid: it is not a list of reports.
    """
    try:
        told = Report(many=True).load(_body())
    except ValidationError as error:
        raise Invalid.of(reports="is not a list of reports") from error
    if told:
        us = service_actor("gateway", REPORTED.needs, correlation_id=correlation.current())
        call_as(us, REPORTED, reports=[_as_asked(one) for one in told])
    return TAKEN


def _body() -> Any:
    """Return what the body says, whatever type it claims; nothing where it is no JSON."""
    return request.get_json(force=True, silent=True)


def _as_asked(told: dict[str, Any]) -> dict[str, str]:
    return {
        "sid": told["sid"],
        "phone": f"+{told['nationcode']}{told['mobile']}",
        "report": told["report_status"],
        "said": told["errmsg"] or "",
    }
