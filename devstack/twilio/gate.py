"""What every request to the API goes through, and how every refusal is answered."""

import hmac
import time
from secrets import token_hex
from urllib.parse import urlsplit

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from devstack.twilio import wire
from devstack.twilio.errors import Refused
from devstack.twilio.standin import standing
from devstack.twilio.trouble import WrongAnswer


def check_caller() -> None:
    """Nobody gets in during an outage, nor without the account's sid and token."""
    outage = standing().outage.now()
    if outage == "503":
        raise Refused(20503)
    if outage:
        wire.drop(request.environ)
    account = standing().account
    given = request.authorization
    if given is None or given.type != "basic":
        raise _unauthenticated()
    known = hmac.compare_digest((given.username or "").encode(), account.sid.encode())
    if not (known & hmac.compare_digest((given.password or "").encode(), account.token.encode())):
        raise _unauthenticated()
    if (request.view_args or {}).get("account_sid") != account.sid:
        raise Refused(20404, path=request.path)


def go_wrong(answer: WrongAnswer | None) -> None:
    """The trouble that was ordered for this answer, if any."""
    match answer:
        case None:
            return
        case WrongAnswer(how="hang", seconds=None):
            wire.hang(request.environ)
        case WrongAnswer(how="hang", seconds=float(seconds)):
            time.sleep(seconds)
        case WrongAnswer(how="reset"):
            wire.reset(request.environ)
        case WrongAnswer(how="drop"):
            wire.drop(request.environ)
        case _:
            after = answer.retry_after
            raise Refused(
                answer.code,
                status=answer.status,
                message=answer.message,
                headers={} if after is None else {"Retry-After": str(after)},
            )


def webhook_url(text: str | None, code: int) -> str | None:
    """The address given for a webhook, if any.

    Raises:
        Refused: with *code*, when it is no absolute HTTP address.
    """
    if not text:
        return None
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise Refused(code, value=text)
    return text


def refused(refusal: Refused) -> Response:
    response = jsonify(refusal.body())
    response.status_code = refusal.status
    response.headers.update(refusal.headers)
    return response


def not_served(fault: HTTPException) -> Response:
    """Paths and methods that the stand-in does not know, in the API's own shape."""
    if isinstance(fault, MethodNotAllowed):
        response = refused(Refused(20004))
        response.headers.update(dict(fault.get_headers()) | {"Content-Type": "application/json"})
        return response
    if fault.code == 404:
        return refused(Refused(20404, path=request.path))
    return refused(Refused(20001, status=fault.code, message=fault.description))


def mark(response: Response) -> Response:
    response.headers["Twilio-Request-Id"] = f"RQ{token_hex(16)}"
    return response


def _unauthenticated() -> Refused:
    return Refused(20003, headers={"WWW-Authenticate": 'Basic realm="Twilio API"'})
