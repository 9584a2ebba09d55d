"""Who sends this request: a person by session or token, a partner by key."""

import secrets
from datetime import datetime, timedelta

from flask import g, request
from flask_login import LoginManager, current_user

from common.actor import Actor
from common.clock import real
from common.privacy import sealed
from gateway import correlation
from gateway.partners import KEY_PREFIX, admission
from gateway.parts import parts
from gateway.people import Person, matches
from gateway.problems import Unauthenticated

TOKEN_LIFETIME = timedelta(hours=12)

login_manager = LoginManager()
current_person: Person = current_user


@login_manager.user_loader
def _person(login: str) -> Person | None:
    person = parts().store.person(login)
    return person if person and person.active else None


def sign_in(login: str, password: str) -> Person | None:
    """Return whose log-in that is, None when it is nobody's.

    A name that nobody has takes as long as a wrong password and looks the same.

    Raises:
        RateLimited: too many wrong passwords for that name from this address.
    """
    address = request.remote_addr or ""
    parts().attempts.begin(login, address)
    person, password_hash = parts().store.credentials(login) or (None, None)
    if not matches(password_hash, password) or person is None or not person.active:
        return None
    parts().attempts.succeeded(login, address)
    return person


def authenticate() -> None:
    """Find out who sends an API request by its ``Authorization: Bearer`` key or token.

    Raises:
        Unauthenticated: there is none, or it is nobody's any more.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    let_in(key)


def let_in(key: str) -> None:
    """Have whoever *key* or token belongs to act in this request.

    Raises:
        Unauthenticated: it is nobody's, or nobody's any more.
        Forbidden: it is a partner's, and may not come from where this request does.
        RateLimited: it is a partner's who asks faster than agreed.
    """
    if key.startswith(KEY_PREFIX):
        partner = admission.admit(key)
        g.actor = partner.acting(correlation.current())
        return
    person = parts().store.bearer(token_id(key), real())
    if person is None:
        raise Unauthenticated()
    g.actor = person.acting(correlation.current())


def begin_token(person: Person) -> tuple[str, datetime]:
    """Return a token that acts for *person* for twelve hours, and when it ends."""
    token, ends = secrets.token_urlsafe(32), real() + TOKEN_LIFETIME
    parts().store.keep_token(token_id(token), person.login, ends)
    return token, ends


def end_token() -> None:
    """Revoke the token of this request."""
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    parts().store.drop_token(token_id(token))


def token_id(token: str) -> str:
    return sealed("session", token)


def current_actor() -> Actor:
    """Return on whose behalf the services are asked, kept as ``g.actor``.

    Raises:
        Unauthenticated: nobody has signed in.
    """
    if "actor" not in g:
        if not current_user.is_authenticated:
            raise Unauthenticated()
        g.actor = current_user.acting(correlation.current())
    actor: Actor = g.actor
    return actor
