"""Versions of the API, by date, and how the end of an operation is announced.

Every answer under ``/api/v1`` names the version that it is of in ``Api-Version``.  A caller
may ask for one by the same header and gets that one for as long as it is kept; whoever does
not ask gets the current one.  What is going to end says so months before, in ``Deprecation``
(RFC 9745) and ``Sunset`` (RFC 8594).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

from flask import Flask, Response, request

from common.config import settings
from gateway.problems import Malformed

PREFIX = "/api/v1/"
HEADER = "Api-Version"
CURRENT = date(2026, 11, 26)
VERSIONS = (CURRENT,)
"""Those that are kept, the oldest first."""


@dataclass(frozen=True)
class Ending:
    """The end of an operation, or of one *field* of what it takes.

    ``since`` is the day from which nobody should begin to use it, ``sunset`` the first on
    which it may be gone; ``instead`` says what to use.
    """

    since: date
    sunset: date
    instead: str
    field: str | None = None


ENDINGS: Mapping[str, tuple[Ending, ...]] = {}
"""What is going to end, by the name of the operation."""


def init_app(app: Flask, endings: Mapping[str, tuple[Ending, ...]] = ENDINGS) -> None:
    def begin() -> None:
        if request.path.startswith(PREFIX):
            asked_version(request.headers.get(HEADER))

    def tell(response: Response) -> Response:
        if request.path.startswith(PREFIX):
            response.headers[HEADER] = CURRENT.isoformat()
            operation = (request.endpoint or "").rpartition(".")[2]
            if operation in endings:
                response.headers.extend(announced(endings[operation], _named()))
        return response

    app.before_request(begin)
    app.after_request(tell)


def asked_version(told: str | None) -> date:
    """Return the version that a caller asked for; the current one where it asked for none.

    Raises:
        Malformed: that is no version, or one that is not kept.
    """
    if told is None:
        return CURRENT
    known = {version.isoformat(): version for version in VERSIONS}
    if told.strip() not in known:
        raise Malformed(fields={HEADER: [f"Must be one of: {', '.join(known)}."]})
    return known[told.strip()]


def announced(endings: tuple[Ending, ...], named: frozenset[str]) -> dict[str, str]:
    """Return the headers for a request that *named* some fields; those of the soonest end."""
    meant = [one for one in endings if one.field is None or one.field in named]
    if not meant:
        return {}
    soonest = min(meant, key=lambda one: one.sunset)
    return {
        "Deprecation": f"@{int(_midnight(soonest.since).timestamp())}",
        "Sunset": format_datetime(_midnight(soonest.sunset), usegmt=True),
        "Link": f'<{settings().public_url}{PREFIX}docs>; rel="deprecation"',
    }


def _named() -> frozenset[str]:
    """Return which fields the request names, in its query or at the top of its body."""
    body: Any = request.get_json(silent=True) if request.is_json else None
    return frozenset(request.args) | frozenset(body if isinstance(body, dict) else ())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
