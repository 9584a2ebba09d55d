"""Who sends this request: a person by session or token, a partner by key."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from blinker import Signal
from flask import g, request, session
from flask_login import LoginManager, current_user

from common.actor import Actor
from common.clock import real
from common.config import settings
from common.errors import Forbidden
from common.privacy import sealed
from gateway import correlation
from gateway.identity import factors
from gateway.identity.owing import BROWSER, TOKEN, owed_by
from gateway.identity.signed_in import BEGUN, KIND
from gateway.identity.whereabouts import Whereabouts
from gateway.partners import KEY_PREFIX, admission
from gateway.parts import parts
from gateway.people import Person, matches
from gateway.problems import Unauthenticated
from gateway.standing_in import rights_beside

TOKEN_LIFETIME = timedelta(hours=12)

login_manager = LoginManager()
TOKEN_WANTED, REFUSED = Signal("A token is about to be given"), Signal("Somebody was not let in")
current_person: Person = current_user


@login_manager.user_loader
def _person(login: str) -> Person | None:
    return _still(login, session.get(BEGUN, 0))


def _still(login: str, begun: int) -> Person | None:
    """Return who has that log-in, unless whatever they had begun then was ended since."""
    person = parts().store.person(login)
    return person if person and person.active and person.begun == begun else None


def sign_in(
    login: str, password: str, code: str = "", *, device: str = "", with_code: bool = True
) -> Person | None:
    """Return whose log-in that is, None when it is nobody's.

    A name that nobody has takes as long as a wrong password and looks the same; so does
    a missing or wrong *code* of whoever has a second factor, unless *with_code* says that
    the password is enough here.

    Raises:
        RateLimited: too many wrong guesses at that name from this *device* or address.
    """
    address, attempts = request.remote_addr or "", parts().attempts
    attempts.begin(login, address, device)
    person = _proved(login, password, code if with_code else None)
    if person is None:
        attempts.failed(login, address, device)
        REFUSED.send(login)
    else:
        attempts.succeeded(login, address, device)
    return person


def _proved(login: str, password: str, code: str | None) -> Person | None:
    person, password_hash = parts().store.credentials(login) or (None, None)
    if not matches(password_hash, password) or person is None or not person.active:
        return None
    if code is None or not person.second_factor:
        return person
    return person if factors.is_proved(parts().store, login, code, real()) else None


def authenticate(*, even_owing: bool = False) -> None:
    """Find out who sends an API request by its ``Authorization: Bearer`` key or token.

    Raises:
        Unauthenticated: there is none, or it is nobody's any more.
        Forbidden: first they must choose a password or set up a second factor, as ``needs``
            says; unless this is where that is done, *even_owing*.
    """
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated()
    let_in(key, even_owing=even_owing)


def let_in(key: str, *, even_owing: bool = False) -> None:
    """Have whoever *key* or token belongs to act in this request.

    Raises:
        Unauthenticated: it is nobody's, or nobody's any more.
        Forbidden: they must do something about their log-in first, unless *even_owing*; or it
            is a partner's, and may not come from where this request does.
        RateLimited: it is a partner's who asks faster than agreed.
    """
    if key.startswith(KEY_PREFIX):
        partner = admission.admit(key)
        g.actor = partner.acting(correlation.current())
        return
    g.person = _bearer(key)
    if not even_owing and (owed := owed_now(g.person, TOKEN)):
        raise Forbidden(needs=owed)
    g.actor = _acting(g.person, TOKEN)


def _bearer(token: str) -> Person:
    g.token_id = token_id(token)
    found = parts().store.token(g.token_id, real())
    person = _still(*found) if found else None
    if person is None:
        raise Unauthenticated()
    return person


def _acting(person: Person, kind: str | None = None) -> Actor:
    """Return *person* as who acts, with what they may do for whom they stand in for (RL-12).

    They have no rights at all while they have something else to do first.
    """
    actor = person.acting(correlation.current())
    if owed_now(person, kind):
        return replace(actor, may=frozenset())
    absent = [parts().store.person(login) for login in parts().standing_in.absent_for(person.login)]
    beside = rights_beside(person, [one for one in absent if one])
    return replace(actor, may=actor.may | beside) if beside else actor


def owed_now(person: Person, kind: str | None = None) -> str | None:
    """Return what *person*, who came by *kind* or else this session, must do before all else."""
    came = kind or session.get(KIND, BROWSER)
    return owed_by(person, kind=came, policy=settings().totp)


def begin_token(person: Person) -> tuple[str, datetime]:
    """Return a token that acts for *person* for twelve hours, and when it ends."""
    TOKEN_WANTED.send(person)
    token, now = secrets.token_urlsafe(32), real()
    ends = now + TOKEN_LIFETIME
    at = Whereabouts.of(request.user_agent.string, request.remote_addr or "")
    parts().store.keep_token(
        token_id(token), person.login, ends, begun=person.begun, now=now, at=at
    )
    return token, ends


def end_token() -> None:
    """Revoke the token of this request."""
    parts().store.drop_token(g.get("token_id", ""))


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
        g.actor = _acting(current_person)
    actor: Actor = g.actor
    return actor
