"""The API described by itself: OpenAPI 3.1 and a page to read it by."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template
from flask_smorest import Api

from common.config import settings
from gateway import correlation
from gateway.api.bodies import Problem
from gateway.api.describing import completed
from gateway.api.describing.refusals import PROBLEM_JSON
from gateway.api.versions import CURRENT

INTRODUCTION = """\
Book, change and follow appointments in the stores of the chain.

Times are ISO 8601 with an offset. Of bookings, holds, free times and entries answers carry the
store's; `earliest`, `latest` and `until` of refusals, flags such as `reconfirmed_at` and the
`timestamp` of events may be in UTC: reckon with the offset, not with the digits. Money is in fen.
Titles, details and faults of refusals are in Chinese unless `Accept-Language` asks for English
(`en`). Unknown fields are refused. A partner sees its own bookings only, and the customer's
name, phone, email, note and the subject's details only while the customer consents to share them
and the partner's agreement is in date: else they are null or left out.

A refusal is a problem (RFC 9457) whose `code` is one of a closed list; each call names those
that it may answer with. Whatever creates something takes an `Idempotency-Key`: the same key
and body again is the same request. 429 and 503 say in `Retry-After` when to ask again. Every
answer names the version that it is of in `Api-Version`, and its `X-Correlation-Id`.
Every answer to a partner whose key was read says by RateLimit-Limit, RateLimit-Remaining and
RateLimit-Reset how many requests fit at once, how many are left, and in how many seconds it is
full again. What is refused before that says none: an address or a method that is not there, an
`Api-Version` that is not kept, a key that is nobody's.
Beyond that, and whenever more comes than can be answered in time, Retry-After says in how
many seconds to send the same request again, with the same Idempotency-Key.
"""
LIMITS = {
    "RateLimit-Limit": "To partners: how many requests fit at once.",
    "RateLimit-Remaining": "To partners: how many are left.",
    "RateLimit-Reset": "To partners: in how many seconds it is full again.",
}


class PublicApi(Api):
    """flask-smorest's Api with our problems; errors are answered by ``gateway.errors``."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave them to ``gateway.errors``, which knows pages too."""

    def _register_pagination_header(self) -> None:
        """Describe none: lists go on by ``next_cursor``."""


class Description:
    """The description as text, made when it is first asked for."""

    def __init__(self, api: PublicApi) -> None:
        self._api = api
        self._text = ""

    def as_json(self) -> dict[str, Any]:
        described: dict[str, Any] = self._api.spec.to_dict()
        for response in described["components"]["responses"].values():
            content = response.get("content", {})
            if "application/json" in content:
                content[PROBLEM_JSON] = content.pop("application/json")
            response["headers"] = {correlation.HEADER: {"schema": {"type": "string"}}}
        described = completed(described)
        _describe_limits(described)
        return described

    @property
    def text(self) -> str:
        self._text = self._text or json.dumps(self.as_json(), ensure_ascii=False)
        return self._text


def public_api(app: Flask) -> PublicApi:
    app.config.update(
        API_TITLE="Slipboard",
        API_VERSION=CURRENT.isoformat(),
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": INTRODUCTION},
            "servers": [{"url": settings().public_url}],
            "security": [{"bearer": []}],
        },
    )
    api = PublicApi(app)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    return api


def pages(description: Description) -> Blueprint:
    """Return where the description is served."""
    docs = Blueprint(
        "api_docs",
        __name__,
        url_prefix="/api/v1",
        template_folder="templates",
        static_folder="static",
        static_url_path="/docs/static",
    )

    @docs.before_request
    def must_be_open() -> None:
        if not settings().api_docs:
            abort(404)

    @docs.get("/openapi.json")
    def openapi() -> Response:
        return Response(description.text, content_type="application/json")

    @docs.get("/docs")
    def page() -> str:
        return render_template("api_docs.html")

    return docs


def _describe_limits(described: dict[str, Any]) -> None:
    """Say of every answer but to signing in that it may tell a partner its limit."""
    told = {
        name: {"schema": {"type": "string"}, "description": says} for name, says in LIMITS.items()
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            if "responses" not in operation or operation.get("security") == []:
                continue
            for response in operation["responses"].values():
                if "$ref" not in response:
                    response["headers"] = response.get("headers", {}) | told
    wait = {"schema": {"type": "string"}, "description": "Seconds to wait."}
    for name in ("TOO_MANY_REQUESTS", "SERVICE_UNAVAILABLE"):
        described["components"]["responses"][name]["headers"] |= {"Retry-After": wait}
