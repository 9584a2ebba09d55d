"""The API described by itself: OpenAPI 3.1 and a page to read it by."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, abort, render_template
from flask_smorest import Api

from common.config import settings
from gateway import correlation
from gateway.api.bodies import Problem

PROBLEM_JSON = "application/problem+json"
INTRODUCTION = """\
Book, change and follow appointments in the stores of the chain.

Times are ISO 8601 with an offset; answers carry the store's. Money is in fen. Unknown
fields are refused. A partner sees its own bookings only, and the customer's name, phone,
email, note and the subject's details only while the customer consents to share them and
the partner's agreement is in date: else they are null or left out.
"""


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
        return described

    @property
    def text(self) -> str:
        self._text = self._text or json.dumps(self.as_json(), ensure_ascii=False)
        return self._text


def public_api(app: Flask) -> PublicApi:
    app.config.update(
        API_TITLE="Slipboard",
        API_VERSION="v1",
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
