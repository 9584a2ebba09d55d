"""The registers and forms that a store keeps: opened, moved, corrected, listed, printed."""

from typing import Any

from flask import Response

from common.contracts.booking.registers import (
    CORRECT_ENTRY,
    ENTRY_TABLE,
    GET_ENTRY,
    LIST_ENTRIES,
    MOVE_ENTRY,
    OPEN_ENTRY,
    PRINT_ENTRY,
    REGISTERS,
)
from gateway import languages
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    created,
    idempotency_key,
    if_revision,
    reply,
)
from gateway.api.tables import as_csv_file
from gateway.bus import call

MOST_LINES = 10_000
"""That many lines, and no more, a table has."""
A_PAGE = 200

registers = Noun("registers", "The registers and forms of a store. For staff.")


@registers.route("")
@allowed(REGISTERS)
@registers.arguments(requests.OfStoreAsked, location="query")
@registers.response(200, bodies.Registers)
def list_registers(asked: dict[str, Any]) -> Response:
    """List the registers that a store keeps, each with its form and its moves."""
    found = call(REGISTERS, **asked)["registers"]
    return reply({"registers": [bodies.picked(bodies.REGISTER, one) for one in found]})


@registers.route("/<code>/entries", methods=["POST"])
@allowed(OPEN_ENTRY)
@registers.arguments(requests.NewEntry())
@registers.response(201, bodies.RegisterEntry, headers={**ETAG, **CREATED})
@registers.doc(parameters=[IDEMPOTENCY_KEY])
def open_entry(asked: dict[str, Any], code: str) -> Response:
    """Write a new entry; it gets the next number of its store, register and year."""
    made = call(OPEN_ENTRY, code=code, idempotency_key=idempotency_key(), **asked)
    body = bodies.picked(bodies.ENTRY, made["entry"])
    address = f"/api/v1/registers/{body['register']}/entries/{body['id']}"
    return created(body, address, made["replayed"], revision=body["revision"])


@registers.route("/<code>/entries")
@allowed(LIST_ENTRIES)
@registers.arguments(requests.EntriesAsked, location="query")
@registers.response(200, bodies.RegisterEntries)
@registers.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def list_entries(asked: dict[str, Any], code: str) -> Response:
    """List entries, the newest first; as CSV all of them, in the language that you accept."""
    if asked.pop("format") == "csv":
        del asked["limit"]
        return as_csv_file(_whole_table(code, asked), code)
    found = call(LIST_ENTRIES, code=code, **asked)
    here = [bodies.picked(bodies.ENTRY, one) for one in found["entries"]]
    return reply({"entries": here, "next_cursor": found["next_cursor"]})


@registers.route("/<code>/entries/<entry_id>")
@allowed(GET_ENTRY)
@registers.response(200, bodies.RegisterEntry, headers=ETAG)
def get_entry(code: str, entry_id: str) -> Response:
    """Show an entry, what can be done with it, and its history."""
    return _shown(call(GET_ENTRY, code=code, entry_id=entry_id))


@registers.route("/<code>/entries/<entry_id>/move", methods=["POST"])
@allowed(MOVE_ENTRY)
@registers.arguments(requests.EntryMove())
@registers.response(200, bodies.RegisterEntry, headers=ETAG)
@registers.doc(parameters=[IF_MATCH])
def move_entry(asked: dict[str, Any], code: str, entry_id: str) -> Response:
    """Move an entry on to its next state."""
    here = {"code": code, "entry_id": entry_id, "if_revision": if_revision()}
    return _shown(call(MOVE_ENTRY, **here, **asked))


@registers.route("/<code>/entries/<entry_id>", methods=["PATCH"])
@allowed(CORRECT_ENTRY)
@registers.arguments(requests.Correction())
@registers.response(200, bodies.RegisterEntry, headers=ETAG)
@registers.doc(parameters=[IF_MATCH])
def correct_entry(asked: dict[str, Any], code: str, entry_id: str) -> Response:
    """Put an entry right; what stood before stays in its history."""
    here = {"code": code, "entry_id": entry_id, "if_revision": if_revision()}
    return _shown(call(CORRECT_ENTRY, **here, **asked))


@registers.route("/<code>/entries/<entry_id>/print")
@allowed(PRINT_ENTRY)
@registers.arguments(requests.PrintAsked, location="query")
@registers.response(200, bodies.PrintedEntry)
def print_entry(asked: dict[str, Any], code: str, entry_id: str) -> Response:
    """Show an entry as it goes on paper: its head, a labelled row for each answer, signatures."""
    printed = call(PRINT_ENTRY, code=code, entry_id=entry_id, **asked)
    return reply(bodies.picked(bodies.PRINTED, printed))


def _whole_table(code: str, asked: dict[str, Any]) -> list[list[str]]:
    """Return the titles and every line that *asked* finds, read page by page."""
    lines: list[list[str]] = []
    cursor = asked.pop("cursor", None)
    while True:
        page = call(
            ENTRY_TABLE,
            code=code,
            language=languages.of_browser(),
            cursor=cursor,
            limit=A_PAGE,
            **asked,
        )
        lines += page["lines"]
        cursor = page["next_cursor"]
        if cursor is None or len(lines) >= MOST_LINES:
            return [page["titles"], *lines]


def _shown(entry: dict[str, Any]) -> Response:
    body = bodies.picked(bodies.ENTRY, entry)
    return reply(body, revision=body["revision"])
