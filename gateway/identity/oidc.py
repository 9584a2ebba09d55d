"""The chain's own log-in (OpenID Connect): authorization code, PKCE, nonce; by Authlib.

It says who somebody is; whether they get in is ours: only who has been let in, and not out
again, and nobody is made by logging in.
"""

from typing import Any
from urllib.parse import urlencode

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from common.config import settings
from common.errors import Unavailable
from gateway.parts import parts
from gateway.people import Person

log = structlog.get_logger(__name__)

NAME = "chain"
EXTENSION = "slipboard-oidc"
SECONDS = 5.0
"""How long the provider may take for each answer."""
REFUSED = (AuthlibBaseError, JoseError)
AWAY = (RequestException, ValueError, KeyError, RuntimeError)


def init_app(app: Flask) -> None:
    known = settings()
    if not known.oidc_issuer:
        return
    app.extensions[EXTENSION] = OAuth(app).register(
        NAME,
        client_id=known.oidc_client_id,
        client_secret=known.oidc_client_secret,
        server_metadata_url=f"{known.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def is_offered() -> bool:
    return EXTENSION in current_app.extensions


def ask(callback: str) -> Response:
    """Return where the provider asks who somebody is, to answer at *callback*.

    Raises:
        Unavailable: it is away, or is not the one that was named.
    """
    try:
        _must_be_named()
        response: Response = _provider().authorize_redirect(callback)
    except AWAY as error:
        raise _away(error) from error
    return response


def answered() -> Person | None:
    """Return whom the provider says this request is from; None when it may not come in.

    Raises:
        Unavailable: it is away.
    """
    try:
        login = _login_of(_provider().authorize_access_token())
    except REFUSED as error:
        log.warning("single sign-on refused", error=type(error).__name__)
        return None
    except AWAY as error:
        raise _away(error) from error
    person = parts().store.person(login) if isinstance(login, str) else None
    if person is None or not person.active:
        log.warning("single sign-on of nobody who was let in")
        return None
    return person


def log_out_address(then: str) -> str | None:
    """Return where one logs out of the provider too, and comes back to *then*; None if nowhere."""
    try:
        end = _provider().load_server_metadata().get("end_session_endpoint")
    except AWAY:
        return None
    more = {"client_id": settings().oidc_client_id, "post_logout_redirect_uri": then}
    return f"{end}?{urlencode(more)}" if end else None


def _login_of(token: dict[str, Any]) -> Any:
    """Return what the claim says; from the provider's page of claims if not from its token."""
    proved, claim = token.get("userinfo"), settings().oidc_claim
    if proved is None:
        return None
    if claim in proved:
        return proved[claim]
    told = _provider().userinfo(token=token)
    return told.get(claim) if told.get("sub") == proved["sub"] else None


def _must_be_named() -> None:
    """Raise ValueError if what answers at the issuer's address calls itself by another name."""
    named = _provider().load_server_metadata().get("issuer", "")
    if named.rstrip("/") != settings().oidc_issuer.rstrip("/"):
        raise ValueError("another issuer")


def _provider() -> Any:
    return current_app.extensions[EXTENSION]


def _away(error: Exception) -> Unavailable:
    log.warning("single sign-on is away", error=type(error).__name__)
    return Unavailable(part="single_sign_on")
