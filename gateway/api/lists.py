"""Lists of a store's bookings as people print and keep them, as JSON or CSV."""

import secrets
from datetime import date
from typing import Any

from flask import Response
from marshmallow import ValidationError

from common.contracts.booking.listing import (
    DAY_LIST,
    SCRIPT,
    SHEET,
    SHEETS,
    SPOT_CHECK,
)
from common.errors import Invalid, NotFound
from gateway import languages
from gateway.api import bodies, requests
from gateway.api.fields import Day
from gateway.api.noun import allowed
from gateway.api.replies import public_booking, reply
from gateway.api.stores import stores
from gateway.api.tables import CSV, sheet_as_csv
from gateway.bus import call


@stores.route("/<store_id>/lists/<day>")
@allowed(DAY_LIST)
@stores.arguments(requests.ListAsked, location="query")
@stores.response(200, bodies.DayList)
@stores.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def get_day_list(asked: dict[str, Any], store_id: str, day: str) -> Response:
    """Show a day's list as it was published, what has changed since, and how it stands.

    As CSV it is how it stands, in the language that you accept.
    """
    told = call(DAY_LIST, store_id=store_id, day=_read_day(day))
    if asked["format"] == "csv":
        name = f"{told['store_id']}-{told['day']}-v{told['version']}"
        return _as_file(name, told["columns"], told["current"])
    return reply(bodies.picked(bodies.DAY_LIST, told))


@stores.route("/<store_id>/sheets/<name>")
@allowed(SHEET)
@stores.arguments(requests.SheetAsked, location="query")
@stores.response(200, bodies.Sheet)
@stores.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def get_sheet(asked: dict[str, Any], store_id: str, name: str) -> Response:
    """Show the bookings of some days: ``customers``, the ``ledger``, or the ``brand_form``."""
    if name not in SHEETS:
        raise NotFound(what="sheet", id=name)
    form = asked.pop("format")
    told = call(SHEET, store_id=store_id, name=name, **asked)
    if form == "csv":
        days = f"{told['from_day']}-{told['to_day']}"
        return _as_file(f"{told['store_id']}-{name}-{days}", told["columns"], told["rows"])
    return reply(bodies.picked(bodies.SHEET, told))


@stores.route("/<store_id>/script")
@allowed(SCRIPT)
@stores.arguments(requests.ScriptAsked, location="query")
@stores.response(200, bodies.Script)
def get_script(asked: dict[str, Any], store_id: str) -> Response:
    """Show what to say on the phone: perks, rules, and what the items ask to be said."""
    return reply(bodies.picked(bodies.SCRIPT, call(SCRIPT, store_id=store_id, **asked)))


@stores.route("/<store_id>/spot-check")
@allowed(SPOT_CHECK)
@stores.arguments(requests.SpotCheckAsked, location="query")
@stores.response(200, bodies.SpotCheck)
def spot_check(asked: dict[str, Any], store_id: str) -> Response:
    """Draw some bookings at random, to look at how they and their calls were handled."""
    asked.setdefault("seed", secrets.token_hex(4))
    told = call(SPOT_CHECK, store_id=store_id, **asked)
    checked = [public_booking(booking) for booking in told["bookings"]]
    return reply({"seed": asked["seed"], "of": told["of"], "bookings": checked})


def _read_day(text: str) -> date:
    try:
        return Day().deserialize(text)
    except ValidationError as error:
        raise Invalid.of(day=str(error.messages[0])) from error


def _as_file(name: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Response:
    text = sheet_as_csv(columns, rows, languages.of_browser())
    response = Response(text, content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
