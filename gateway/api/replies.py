"""How answers leave: written once, never cached, with the tag that a change must match."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from flask import Response, g, request

from common.actor import Actor
from common.config import settings
from common.errors import Stale
from gateway.api import bodies
from gateway.api.own_moves import OF_BOOKING, own
from gateway.auth import current_actor
from gateway.parts import parts
from gateway.problems import Malformed
from gateway.sharing import Seen, shown

ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The revision, quoted."}}
CREATED = {
    "Location": {"schema": {"type": "string"}, "description": "Its address."},
    "Idempotent-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "There when this is the answer to an earlier request with that key.",
    },
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": (
        "Required from partners and customers (else 400): a key of your own for each thing that "
        "you want. The same key and body again is the same request, for that call and for you "
        "alone. Staff may leave it out."
    ),
    "example": "order-1001-1",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag that you read; answered by 412 when it has changed since.",
}
CSV = "text/csv; charset=utf-8"
OUR_TAG = re.compile(r'"?([0-9]{1,9})"?').fullmatch
NO_KEY = "Required: send a key of your own, 1 to 255 ASCII characters, one for each request."
NEVER = -1
"""A revision that nothing has."""


def reply(body: Any, status: int = 200, *, revision: int | None = None) -> Response:
    """Return *body* as JSON that nobody keeps; a *revision* becomes its ETag."""
    response = Response(
        orjson.dumps(body),
        status,
        content_type="application/json",
    )
    response.headers["Cache-Control"] = "no-store"
    if revision is not None:
        response.headers["ETag"] = f'"{revision}"'
    return response


def created(body: Any, address: str, replayed: bool, *, revision: int | None = None) -> Response:
    """Return 201 with where *body* is found again, marked if it answers an earlier request."""
    response = reply(body, 201, revision=revision)
    response.headers["Location"] = address
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def unless_known(response: Response) -> Response:
    """Return 304 without a body if the caller's ``If-None-Match`` names what it would get."""
    if "If-None-Match" in request.headers:
        response.make_conditional(request)
    return response


def if_revision() -> int | None:
    """Return which revision ``If-Match`` asks for, None for any."""
    wanted = request.headers.get("If-Match", "*").strip()
    if wanted == "*":
        return None
    tag = OUR_TAG(wanted)
    return int(tag[1]) if tag else NEVER


def must_name_revision() -> None:
    """Refuse a request that does not say by ``If-Match`` what its sender has read.

    Raises:
        Malformed: it does not.
    """
    if "If-Match" not in request.headers:
        raise Malformed(fields={"If-Match": ["Missing data for required field."]})


@contextmanager
def as_it_stands(current: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Show whoever is too late what is there *now*.

    Raises:
        Stale: ``If-Match`` names another revision; ``current`` is what was to be changed.
    """
    try:
        yield
    except Stale as stale:
        raise Stale(**stale.details, current=current()) from stale


def idempotency_key() -> str:
    """Return the caller's key made unique to the caller; staff need not send one.

    Raises:
        Malformed: a partner or a customer sent none, or one that is not 1 to 255 ASCII characters.
    """
    actor = current_actor()
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if actor.kind in ("partner", "customer"):
            raise Malformed(fields={"Idempotency-Key": [NO_KEY]})
        key = uuid.uuid4().hex
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Malformed(fields={"Idempotency-Key": ["Send 1 to 255 ASCII characters."]})
    return f"{actor.id}:{key}"


def agreed() -> bool:
    """Say whether the agreement of the partner who asks is in date today (PV-06)."""
    return bool(g.partner.agreed(parts().now()))


def public_booking(
    booking: dict[str, Any], reader: Actor | None = None, as_seen: Seen = shown
) -> dict[str, Any]:
    """Return *booking* in its public shape, without what this caller may not see or do."""
    reader = reader or current_actor()
    body = bodies.picked(bodies.BOOKING, as_seen(booking, reader, agreed))
    body["legal_moves"] = own(body["legal_moves"], OF_BOOKING, reader)
    body["links"] = {"self": f"{settings().public_url}/api/v1/bookings/{booking['id']}"}
    return body
