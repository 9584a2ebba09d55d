"""Devices that are known: somebody signed in on them before, as their signed cookie says.

The cookie holds no name, only marks of names, each with an id drawn for it.  It opens
nothing: it only keeps a device's wrong guesses apart from everybody else's.
"""

import secrets
from datetime import timedelta

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from common.config import settings
from common.privacy import key_for, sealed

LASTS = timedelta(days=180)
MOST = 20
"""People who may be known on one device; who signed in longest ago is forgotten first."""
MARK = 16


def id_for(login: str) -> str:
    """Return the id of this request's device for *login*; empty if it is not known."""
    return _known().get(_mark(login), "")


def remember(login: str) -> None:
    """Let this request's device be known for *login* from now on."""
    known = _known()
    id_ = known.pop(_mark(login), None) or secrets.token_urlsafe(16)
    kept = dict(list(known.items())[-(MOST - 1) :]) | {_mark(login): id_}
    safe = settings().public_url.startswith("https://")

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _name(),
            str(_signer().dumps(kept)),
            max_age=LASTS,
            secure=safe,
            httponly=True,
            samesite="Lax",
        )
        return response


def _known() -> dict[str, str]:
    try:
        kept = _signer().loads(request.cookies.get(_name(), ""), max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return {}
    return dict(kept)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key_for("device"), salt="device")


def _mark(login: str) -> str:
    return sealed("device", login)[:MARK]


def _name() -> str:
    safe = settings().public_url.startswith("https://")
    return "__Host-slipboard-device" if safe else "slipboard-device"
