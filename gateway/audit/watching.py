"""Keeping the audit log while requests are answered: around every view there is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from flask import Flask, request

from common.actor import Actor
from common.clock import real
from common.errors import Forbidden
from gateway import correlation, sensitive
from gateway.audit.chain import Entry
from gateway.audit.log import as_kept
from gateway.audit.scope import goes_in
from gateway.auth import current_actor
from gateway.parts import parts
from gateway.problems import Unauthenticated
from gateway.sensitive import SensitiveRead

View = Callable[..., Any]
ASKED, REFUSED, NOTED = "asked", "refused", "noted"
NOBODY = {"id": "", "kind": "", "role": ""}

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    """Watch every view that is registered by now, and keep what is read of the sensitive."""
    if _read not in sensitive.heard:
        sensitive.heard.append(_read)
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _watched(endpoint, view)


def note(*, by: Actor | None = None, **details: Any) -> None:
    """Add to the log what the request of now is about: names and closed values only.

    Raises:
        Unavailable: it cannot be written, so what it tells of must not be done.
    """
    _add(NOTED, by or _whoever(), details)


def _read(read: SensitiveRead) -> None:
    _add(NOTED, read.by, {"read": read.what, "reason": read.reason})


def _watched(endpoint: str, view: View) -> View:
    @wraps(view)
    def watched(**about: Any) -> Any:
        if goes_in(endpoint, request.method):
            _add(ASKED, _whoever())
        try:
            return view(**about)
        except Forbidden as refused:
            _add_refusal(refused)
            raise

    return watched


def _add_refusal(refused: Forbidden) -> None:
    """Add that somebody may not do what they asked for; they hear it, whatever becomes of that."""
    try:
        _add(REFUSED, _whoever(), {"needs": str(refused.details.get("needs", ""))})
    except Exception as error:
        log.error("a refusal is not in the audit log", exc_info=error)


def _add(act: str, by: Actor | None, details: dict[str, Any] | None = None) -> None:
    rule = request.url_rule.rule if request.url_rule else request.path
    entry = Entry(
        number=0,
        at=as_kept(real()),
        act=act,
        what=f"{request.method} {rule}",
        by=by.as_json() if by else NOBODY,
        ids={name: str(value) for name, value in (request.view_args or {}).items()},
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
