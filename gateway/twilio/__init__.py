"""What Twilio tells us.  Every request must carry Twilio's signature of our public address."""

from flask import Blueprint, Flask, Response, request
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from common.config import settings
from common.context import service_actor
from common.contracts.notification import RECEIVE, STATUS
from common.errors import Forbidden, Invalid
from gateway import correlation, metrics, security
from gateway.bus import call_as

twilio = Blueprint("twilio", __name__, url_prefix="/twilio")
security.csrf.exempt(twilio)


def init_app(app: Flask) -> None:
    app.register_blueprint(twilio)


@twilio.before_request
def check_signature() -> None:
    """Refuse what Twilio did not sign for this very address and this very account.

    The address is the one that is configured: a ``Host`` header says nothing here.

    Raises:
        Forbidden: no signature, or one for something else.
    """
    query = request.query_string.decode("latin-1")
    signed = settings().public_url.rstrip("/") + request.path + (f"?{query}" if query else "")
    genuine = RequestValidator(settings().twilio_auth_token).validate(
        signed, request.form, request.headers.get("X-Twilio-Signature", "")
    )
    if not genuine or request.form.get("AccountSid") != settings().twilio_account_sid:
        metrics.UNSIGNED.labels("twilio").inc()
        raise Forbidden(needs="Twilio's signature")


@twilio.post("/status/<message_id>")
def status(message_id: str) -> Response:
    """Pass on how far a message came; while nobody takes it, Twilio is asked to try again."""
    told = request.form
    missing = [name for name in ("MessageSid", "MessageStatus") if not told.get(name)]
    if missing:
        raise Invalid(fields={name: ["Missing."] for name in missing})
    error_code = told.get("ErrorCode", "")
    us = service_actor("gateway", STATUS.needs, correlation_id=correlation.current())
    call_as(
        us,
        STATUS,
        message_id=message_id,
        attempt=request.args.get("attempt", ""),
        sid=told["MessageSid"],
        status=told["MessageStatus"],
        error_code=int(error_code) if error_code.isdecimal() and len(error_code) < 9 else None,
    )
    return Response(status=204)


@twilio.post("/sms")
def sms() -> Response:
    """Take a customer's text, and answer it at once where there is something to say."""
    told = request.form
    missing = [name for name in ("MessageSid", "From", "To") if not told.get(name)]
    if missing:
        raise Invalid(fields={name: ["Missing."] for name in missing})
    us = service_actor("gateway", RECEIVE.needs, correlation_id=correlation.current())
    answer = call_as(
        us,
        RECEIVE,
        sid=told["MessageSid"],
        sender=told["From"],
        to=told["To"],
        body=told.get("Body", ""),
    )["answer"]
    said = MessagingResponse()
    if answer:
        said.message(answer)
    return Response(str(said), content_type="text/xml")
