"""Errors as answers: a problem for programs, a page for people.

What went wrong inside is in the log under the correlation id and never in the answer.
"""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from common import mongo
from common.errors import Forbidden, Internal, SlipboardError, Unavailable
from gateway import correlation, languages
from gateway.audiences import for_program
from gateway.auth import login_manager
from gateway.problems import needed_by_partner, problem, status_of
from gateway.sentences import sentence

log = structlog.get_logger(__name__)

RETRY_SECONDS = 2
HTTP_CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 429: "rate_limited"}
PLAIN_PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1><p>{1}</p>"


def init_app(app: Flask) -> None:
    app.register_error_handler(SlipboardError, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(CSRFError, lambda _: answer(Forbidden(needs="a form of ours")))
    app.register_error_handler(Exception, answer_unexpected)


def answer(error: SlipboardError) -> Any:
    """Return *error* as whoever asked can read it."""
    status = status_of(type(error))
    details: Mapping[str, Any] = error.details
    if isinstance(error, Forbidden) and "partner" in g:
        details = needed_by_partner(details)
    response = rendered(error.code, status, details)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="slipboard"'
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.details.get("retry_after", RETRY_SECONDS))
    return response


def answer_http(error: HTTPException) -> Any:
    """Return what Flask refused: a wrong address, method, type or size."""
    cause = getattr(error, "original_exception", None)
    if cause is not None:
        return answer_unexpected(cause)
    if error.code is None or error.code < 400:
        return error
    code = HTTP_CODES.get(error.code, "validation_failed" if error.code < 500 else "internal")
    response = rendered(code, error.code, {})
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def answer_unexpected(error: Exception) -> Any:
    """Return 503 when our database is away; anything else is a bug: logged, not shown."""
    if mongo.is_away(error):
        log.warning("the database is away", error=type(error).__name__)
        return answer(Unavailable(part="database"))
    log.error("unexpected", exc_info=error, path=str(request.url_rule or ""))
    return answer(Internal())


def rendered(code: str, status: int, details: Mapping[str, Any]) -> Response:
    g.refused = code
    if for_program():
        body = problem(code, status, languages.of_browser(), correlation.current(), details)
        return Response(
            json.dumps(body, ensure_ascii=False),
            status,
            {"Cache-Control": "no-store"},
            content_type="application/problem+json",
        )
    if status == 401:
        return login_manager.unauthorized()
    return Response(_page(code, status, details), status)


def _page(code: str, status: int, details: Mapping[str, Any]) -> str:
    """Return the portal's page for *code*; a bare one where even that cannot be had."""
    try:
        title, detail = sentence(code, languages.of_person(), status, details.get("what"))
        return render_template(
            "error.html",
            code=code,
            status=status,
            title=title,
            detail=detail,
            details=details,
            correlation_id=correlation.current(),
        )
    except Exception as error:  # whatever it is, the person still gets an answer
        if not mongo.is_away(error):
            log.error("no page for an error", exc_info=error)
        return PLAIN_PAGE.format(*sentence(code, languages.of_browser()))
