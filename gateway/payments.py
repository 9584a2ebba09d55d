"""What the provider of payments tells us: signed after Standard Webhooks, possibly twice.

It is passed on as it comes; which order it moves, and that it only moves forward, is booking's.
"""

import base64
import hmac
from typing import Any

from flask import Blueprint, Flask, Response, request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from common.clock import real
from common.config import settings
from common.context import service_actor
from common.contracts.booking.orders import PAYMENT_TOLD
from common.errors import Forbidden, Invalid
from gateway import correlation, metrics, security
from gateway.bus import call_as

TOLERANCE_SECONDS = 300
MEANS = {
    "charge.paid": "paid",
    "charge.failed": "failed",
    "refund.done": "refunded",
    "refund.failed": "refund_failed",
}

payments = Blueprint("payments", __name__, url_prefix="/payments")
security.csrf.exempt(payments)


class Told(Schema):
    """One word about a charge of ours; there are more fields, and may be others."""

    class Meta:
        unknown = EXCLUDE

    type = fields.Str(required=True, validate=validate.OneOf(MEANS))
    reference = fields.Str(required=True, validate=validate.Length(1, 100))
    amount = fields.Int(required=True, strict=True)
    refund = fields.Str(validate=validate.Length(1, 100))


def init_app(app: Flask) -> None:
    app.register_blueprint(payments)


@payments.before_request
def check_signature() -> None:
    """Refuse what the provider did not sign, before it is taken for an act of anybody.

    Raises:
        Forbidden: it is not signed with our secret, or long ago.
    """
    body = request.get_data()
    if not is_signed(settings().payments_secret, dict(request.headers), body, real().timestamp()):
        metrics.UNSIGNED.labels("payments").inc()
        raise Forbidden(needs="a signature")


@payments.post("/callback")
def told() -> Response:
    """Pass on what is told; while nobody takes it, the provider is to try again.

    Raises:
        Invalid: it makes no sense.
    """
    word = _word()
    us = service_actor("gateway", PAYMENT_TOLD.needs, correlation_id=correlation.current())
    call_as(
        us,
        PAYMENT_TOLD,
        payment_id=word["reference"],
        told=MEANS[word["type"]],
        amount=word["amount"],
        refund_id=word.get("refund"),
    )
    return Response(status=204)


def is_signed(secret: str, headers: dict[str, str], body: bytes, now: float) -> bool:
    """Say whether *body* was signed with *secret* within five minutes of *now*."""
    named = {name.lower(): value for name, value in headers.items()}
    id_, at = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    if not secret or not (at.isascii() and at.isdigit()):
        return False
    if abs(now - int(at)) > TOLERANCE_SECONDS:
        return False
    mac = hmac.digest(secret.encode(), f"{id_}.{at}.".encode() + body, "sha256")
    ours = b"v1," + base64.b64encode(mac)
    given = named.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(ours, one) for one in given)


def _word() -> dict[str, Any]:
    try:
        word: dict[str, Any] = Told().load(request.get_json(force=True, silent=True) or {})
    except ValidationError as error:
        raise Invalid(fields=error.normalized_messages()) from error
    if word["type"].startswith("refund.") != ("refund" in word):
        raise Invalid.of(refund="is not asked for here")
    return word
