"""Tokens: how a person's own program signs in, for twelve hours at most."""

from typing import Any

from flask import Response

from common.errors import Invalid, Unavailable
from gateway import auth
from gateway.api import bodies, requests
from gateway.api.noun import Noun, may_answer
from gateway.api.replies import reply
from gateway.problems import Malformed, RateLimited, Unauthenticated

tokens = Noun("tokens", "Signing in without a browser.", for_anybody=True)


@tokens.route("", methods=["POST"])
@may_answer(Malformed, Invalid, Unauthenticated, RateLimited, Unavailable)
@tokens.arguments(requests.LogIn())
@tokens.response(201, bodies.Token)
@tokens.doc(security=[])
def begin(asked: dict[str, Any]) -> Response:
    """Sign in with name, password and, where you have set one up, a code of your second factor.

    The token is shown this once.  A name that nobody has and a wrong code are answered like
    a wrong password.
    """
    person = auth.sign_in(asked["login"], asked["password"], asked["totp"])
    if person is None:
        raise Unauthenticated()
    token, ends = auth.begin_token(person)
    return reply({"token": token, "token_type": "bearer", "expires_at": ends.isoformat()}, 201)


@tokens.route("/current", methods=["DELETE"])
@may_answer(Unauthenticated, Unavailable)
@tokens.response(204)
def end() -> Response:
    """Sign out: the token of this request is dead at once."""
    auth.authenticate(even_owing=True)
    auth.end_token()
    return Response(status=204)
