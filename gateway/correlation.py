"""One id for all that one request causes, in every log line and every service."""

import random
import re

import structlog
from flask import Flask, Response, g, request

HEADER = "X-Correlation-Id"
FIT = re.compile(r"[A-Za-z0-9._:-]{1,64}").fullmatch


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_tell)


def current() -> str:
    """Return this request's id: the caller's if it sent a fit one, else a new one."""
    if "correlation_id" not in g:
        g.correlation_id = of(request.headers.get(HEADER, ""))
    id_: str = g.correlation_id
    return id_


def of(given: str) -> str:
    """Return the id that a caller has *given* if it is a fit one, else a new one."""
    return given if FIT(given) else _drawn()


def _drawn() -> str:
    # Not a secret, so no reason to ask the system for chance at every request.
    return f"{random.getrandbits(128):032x}"


def _begin() -> None:
    structlog.contextvars.bind_contextvars(correlation_id=current())


def _tell(response: Response) -> Response:
    response.headers[HEADER] = current()
    return response
