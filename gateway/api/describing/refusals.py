"""Why a call may be refused: per status the codes, each with what it means and an example."""

from http import HTTPStatus
from typing import Any

from gateway import correlation
from gateway.api.describing.examples import A_START, of_schema
from gateway.problems import problem
from gateway.sentences import sentence

CODES = "x-codes"
PROBLEM_JSON = "application/problem+json"
BY_STATUS = {
    "400": "validation_failed",
    "401": "unauthenticated",
    "403": "forbidden",
    "404": "not_found",
    "412": "stale_revision",
    "422": "validation_failed",
    "429": "rate_limited",
    "503": "unavailable",
}
"""What a status means where the call names nothing closer."""
CORRELATION_ID = "5f0c2f9a7c1f4f0d9be1a4c7a9d0e3b2"
DETAILS: dict[str, dict[str, Any]] = {
    "validation_failed": {"fields": {"customer": {"phone": ["Not a telephone number."]}}},
    "hold_expired": {"until": A_START},
    "outside_hours": {"open": ["08:30-17:30"]},
    "lead_time": {"earliest": A_START},
    "horizon": {"latest": A_START},
    "channel_closed": {"open": ["phone", "web"]},
    "customer_overlap": {"entry_id": "w-0c1d"},
    "illegal_transition": {"status": "cancelled", "legal": []},
    "stale_revision": {"revision": 2},
    "forbidden": {"needs": "bookings:write"},
    "unavailable": {"part": "booking"},
}
"""What a program is told besides, as an error carries it."""
HEADERS = {correlation.HEADER: {"schema": {"type": "string"}}}
WAIT = {
    "Retry-After": {
        "schema": {"type": "string"},
        "description": "How many seconds to wait before the same request is sent again.",
    }
}
TO_BE_REPEATED = ("429", "503")
OFFERED = ("slot_taken", "not_a_slot")
"""Codes that come with starts that are free instead."""


Meant = set[tuple[str, str]]
"""Codes with the statuses that they come with."""


def told(operation: dict[str, Any]) -> Meant:
    """Spell out in *operation* what its statuses from 400 on mean; return that."""
    codes: dict[str, list[str]] = operation.pop(CODES, {})
    said: Meant = set()
    for status, response in operation["responses"].items():
        if status.isdecimal() and int(status) >= 400 and "$ref" in response:
            usual = [BY_STATUS.get(status, "validation_failed")]
            meant = codes.get(status) or usual
            said |= {(code, status) for code in meant}
            if meant != usual or status not in BY_STATUS:
                operation["responses"][status] = _response(status, meant)
    operation[CODES] = sorted({code for code, _ in said})
    return said


def shared(responses: dict[str, Any]) -> Meant:
    """Spell out those *responses* that many calls refer to; return what they mean."""
    said: Meant = set()
    for name in responses:
        status = str(HTTPStatus[name].value) if name in HTTPStatus.__members__ else ""
        if status in BY_STATUS:
            responses[name] = _response(status, [BY_STATUS[status]])
            said.add((BY_STATUS[status], status))
    return said


def examples(meant: Meant, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of every problem that is *meant* somewhere, by its code and status."""
    slot = of_schema("Slot", schemas)
    return {
        f"{code}_{status}": {
            "summary": sentence(code, "en")[0],
            "value": _example(code, int(status), slot),
        }
        for code, status in sorted(meant)
    }


def _response(status: str, codes: list[str]) -> dict[str, Any]:
    meanings = [f"`{code}`: {'. '.join(sentence(code, 'en', status))}" for code in codes]
    return {
        "description": "\n\n".join(meanings),
        "headers": HEADERS | (WAIT if status in TO_BE_REPEATED else {}),
        "content": {
            PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    code: {"$ref": f"#/components/examples/{code}_{status}"} for code in codes
                },
            }
        },
    }


def _example(code: str, status: int, slot: dict[str, Any]) -> dict[str, Any]:
    details = DETAILS.get(code, {}) | ({"alternatives": [slot]} if code in OFFERED else {})
    return problem(code, status, "en", CORRELATION_ID, details)
