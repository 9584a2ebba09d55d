"""Keeping the audit log while requests are answered: around every view there is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from flask import Flask, request
from flask_login import user_logged_in

from common.actor import Actor
from common.clock import real
from common.errors import Forbidden
from gateway import correlation, metrics, sensitive
from gateway.audit.chain import Entry
from gateway.audit.log import as_kept
from gateway.audit.scope import goes_in, ids_kept, is_stranger
from gateway.auth import REFUSED, TOKEN_WANTED, current_actor
from gateway.identity.inviting import TAKEN_UP
from gateway.parts import parts
from gateway.people import Person
from gateway.problems import Unauthenticated
from gateway.sensitive import SensitiveRead

View = Callable[..., Any]
ASKED, REFUSED_IT, NOTED = "asked", "refused", "noted"
NOBODY = {"id": "", "kind": "", "role": ""}

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Watch every view that is registered by now, and keep what is read of the sensitive."""
    if _read not in sensitive.heard:
        sensitive.heard.append(_read)
    user_logged_in.connect(_signed_in)
    TOKEN_WANTED.connect(_token_wanted)
    REFUSED.connect(_not_let_in)
    TAKEN_UP.connect(_invited)
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _watched(endpoint, view)


def note(*, by: Actor | None = None, **details: Any) -> None:
    """Add to the log what the request of now is about: names and closed values only.

    Raises:
        Unavailable: it cannot be written, so what it tells of must not be done.
    """
    _add(NOTED, by or _whoever(), details)


def _signed_in(_: Any, user: Person, **__: Any) -> None:
    note(by=user.acting(correlation.current()), signed_in="by browser")


def _token_wanted(person: Person) -> None:
    note(by=person.acting(correlation.current()), signed_in="by token")


def _invited(person: Person) -> None:
    _add(ASKED, person.acting(correlation.current()))


def _not_let_in(login: str) -> None:
    """Note whose log-in was guessed at; what is nobody's may be a password, and is not kept."""
    known = parts().store.person(login)
    _add(REFUSED_IT, None, {"login": login if known else ""})


def _read(read: SensitiveRead) -> None:
    _add(NOTED, read.by, {"read": read.what, "reason": read.reason})


def _watched(endpoint: str, view: View) -> View:
    @wraps(view)
    def watched(**about: Any) -> Any:
        if goes_in(endpoint, request.method):
            _add_unless_too_many(ASKED, _whoever())
        try:
            return view(**about)
        except Forbidden as refused:
            _add_refusal(refused)
            raise

    return watched


def _add_refusal(refused: Forbidden) -> None:
    """Add that somebody may not do what they asked for; they hear it, whatever becomes of that."""
    try:
        needs = str(refused.details.get("needs", ""))
        _add_unless_too_many(REFUSED_IT, _whoever(), {"needs": needs})
    except Exception as error:
        log.error("a refusal is not in the audit log", exc_info=error)


def _add_unless_too_many(act: str, by: Actor | None, details: dict[str, Any] | None = None) -> None:
    """Add what *by* did; of strangers so much as their address may have in a minute."""
    if is_stranger(by) and not parts().strangers.may_be_written(request.remote_addr or ""):
        metrics.UNWRITTEN.labels(act).inc()
        return
    _add(act, by, details)


def _add(act: str, by: Actor | None, details: dict[str, Any] | None = None) -> None:
    rule = request.url_rule.rule if request.url_rule else request.path
    entry = Entry(
        number=0,
        at=as_kept(real()),
        act=act,
        what=f"{request.method} {rule}",
        by=by.as_json() if by else NOBODY,
        ids=ids_kept(request.view_args or {}),
        details=details or {},
        address=request.remote_addr or "",
        correlation_id=correlation.current(),
    )
    parts().audit.add(entry)


def _whoever() -> Actor | None:
    try:
        return current_actor()
    except Unauthenticated:
        return None
