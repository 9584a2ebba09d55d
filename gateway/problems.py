"""Problem details (RFC 9457): what a program reads when something is refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from common import errors
from common.errors import SlipboardError
from gateway.faults import in_words
from gateway.roles import PERMISSIONS, scopes_for
from gateway.sentences import SENTENCES, sentence

TYPE = "urn:slipboard:problem:"
CODES = tuple(SENTENCES)


class Malformed(errors.Invalid):
    """Not even readable: no JSON, or a header missing."""


class Gone(errors.NotFound):
    """It was there, and is over for good."""


class Unauthenticated(SlipboardError):
    """Nobody, or nobody we know."""

    code = "unauthenticated"


class RateLimited(SlipboardError):
    """Too many attempts; ``retry_after`` says how many seconds to wait."""

    code = "rate_limited"


STATUS: dict[type[SlipboardError], int] = {
    Malformed: 400,
    errors.Invalid: 422,
    Unauthenticated: 401,
    errors.Forbidden: 403,
    Gone: 410,
    errors.NotFound: 404,
    errors.Gone: 410,
    errors.Stale: 412,
    errors.Conflict: 409,
    errors.Refused: 409,
    RateLimited: 429,
    errors.Unavailable: 503,
}
# What a caller can act on, by its public name; the rest of an error's details stays with us.
TOLD = {
    "alternatives": "alternatives",
    "occurrences": "occurrences",
    "affected": "affected",
    "legal": "legal_moves",
    "status": "stands_at",
    "state": "stands_at",
    "holder": "holder",
    "held_by": "held_by",
    "revision": "revision",
    "current": "current",
    "until": "until",
    "earliest": "earliest",
    "latest": "latest",
    "open": "open",
    "needs": "needs",
    "entry_id": "entry_id",
    "part": "part",
    "oldest": "oldest",
    "last": "last",
}


def status_of(error: type[SlipboardError]) -> int:
    """Return the status of the nearest kind that *error* is; what we do not know is our fault."""
    return next((STATUS[kind] for kind in error.__mro__ if kind in STATUS), 500)


def problem(
    code: str, status: int, language: str, correlation_id: str, details: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the body of a problem; ``errors`` maps dotted field names to their faults."""
    known = status, details.get("what"), None if "fields" in details else "no_field"
    title, detail = sentence(code, language, *known)
    told = {public: details[name] for name, public in TOLD.items() if name in details}
    if "fields" in details:
        told["errors"] = {
            name: [in_words(fault, language) for fault in faults]
            for name, faults in flat(details["fields"])
        }
    return {
        "type": TYPE + code,
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "correlation_id": correlation_id,
        **told,
    }


def needed_by_partner(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *details* of a refusal with the scope that the partner's key needs.

    A permission that no scope stands for is not named: it is for the chain's own staff.
    """
    needs = details.get("needs")
    if needs not in PERMISSIONS:
        return details
    if scopes := scopes_for(needs):
        return {**details, "needs": scopes[0]}
    return {name: value for name, value in details.items() if name != "needs"} | {
        "what": "staff_only"
    }


def flat(faults: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield nested faults as ``("customer.phone", ["…"])``."""
    if isinstance(faults, dict):
        for name, inner in faults.items():
            step = "" if name == "_schema" else str(name)
            yield from flat(inner, f"{path}.{step}".strip("."))
    else:
        said = faults if isinstance(faults, list) else [faults]
        yield path or "request", [str(fault) for fault in said]
