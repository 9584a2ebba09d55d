"""What every noun of the API shares: who asks, may they, and can their request be read."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

import orjson
from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from common.actor import Actor
from common.contracts.base import Call
from common.errors import Forbidden, Invalid, SlipboardError, Unavailable
from gateway import bus
from gateway.auth import authenticate, current_actor
from gateway.problems import Malformed, RateLimited, Unauthenticated, status_of
from gateway.security import LARGEST, csrf

ALWAYS = (Malformed, Unauthenticated, Forbidden, RateLimited, Unavailable)

TABLE = "table"
"""A schema with such a field takes it as the whole body too, as ``text/csv``."""

View = Callable[..., Any]
Asked = dict[str, Any]


class Parser(FlaskParser):
    """Reads bodies and queries; says every fault at once, by dotted name."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}

    def load_json(self, req: Request, schema: Schema) -> Any:
        body = req.get_data(cache=False)
        if req.content_length is None and len(body) >= LARGEST:
            raise RequestEntityTooLarge()  # sent in chunks: what is read ends at the limit
        if not body:
            return missing
        if req.mimetype == "text/csv" and TABLE in schema.fields:
            return {TABLE: _text(body)}
        if req.mimetype != "application/json":
            raise UnsupportedMediaType()
        try:
            return orjson.loads(body)
        except ValueError as error:
            raise Malformed.of(request="Not JSON.") from error

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> Any:
        [faults] = error.normalized_messages().values()
        raise Invalid(fields=faults) from error


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Malformed.of(request="Not UTF-8.") from error


class Noun(Blueprint):
    """One noun of the API: for whoever brings a key or a token, unless it is for anybody."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str, *, for_anybody: bool = False) -> None:
        super().__init__(name, __name__, url_prefix=f"/api/v1/{name}", description=description)
        if not for_anybody:
            self.before_request(authenticate)
        csrf.exempt(self)
        self._prepare_doc_cbks.append(_with_further_parameters)


def _with_further_parameters(doc: Asked, told: Asked, **_: Any) -> Asked:
    """Describe what a view names by ``doc`` beside the parameters that its arguments describe."""
    further = told.get("manual_doc", {}).pop("parameters", [])
    return {**doc, "parameters": [*doc.get("parameters", []), *further]} if further else doc


def allowed(call: Call) -> Callable[[View], View]:
    """Let in only whoever may make *call*, before their request is read."""

    needs = bus.ALSO_NEEDS.get(call.key, call.needs)
    return _let_in(lambda actor: bus.check(actor, call), *call.errors, needs=needs)


def permitted(permission: str, *errors: type[SlipboardError]) -> Callable[[View], View]:
    """Let in only whoever has *permission*: for what the gateway answers by itself."""

    return _let_in(lambda actor: actor.must(permission), *errors, needs=permission)


def _let_in(
    check: Callable[[Actor], None], *errors: type[SlipboardError], needs: str
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            check(current_actor())
            return view(*args, **kwargs)

        return may_answer(*ALWAYS, *errors, needs=needs)(checked)

    return decorate


def may_answer(*errors: type[SlipboardError], needs: str = "") -> Callable[[View], View]:
    """Describe which problems a view may answer, and the permission that it needs."""
    statuses = sorted({status_of(error) for error in errors})
    told: dict[str, Any] = {
        "responses": {str(status): HTTPStatus(status).name for status in statuses},
        "x-codes": {
            str(status): sorted({one.code for one in errors if status_of(one) == status})
            for status in statuses
        },
    }
    if needs:
        told["x-needs"] = needs

    def decorate(view: View) -> View:
        described: View = Blueprint.doc(operationId=view.__name__, **told)(view)
        return described

    return decorate
