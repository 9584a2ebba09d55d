"""Visits that come again: reported first, booked all at once, cancelled or moved from one on."""

from typing import Any

from flask import Response, g

from common.contracts.base import Call
from common.contracts.booking.series import (
    CANCEL_SERIES,
    CREATE_SERIES,
    GET_SERIES,
    LIST_SERIES,
    MOVE_SERIES,
)
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import (
    CREATED,
    ETAG,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    as_it_stands,
    created,
    idempotency_key,
    if_revision,
    reply,
    unless_known,
)
from gateway.bus import as_fields, call

FIRST = 1
"""The revision at which a series begins."""

series = Noun("series", "Visits that come again.")


@series.route("", methods=["POST"])
@allowed(CREATE_SERIES)
@series.arguments(requests.NewSeries())
@series.response(201, bodies.SeriesReport, headers={**ETAG, **CREATED})
@series.alt_response(200, schema=bodies.SeriesReport)
@series.doc(parameters=[IDEMPOTENCY_KEY])
def create_series(asked: dict[str, Any]) -> Response:
    """Book a visit again and again; with ``dry_run`` only say what stands in the way of which."""
    asked.setdefault("channel", "partner" if "partner" in g else "phone")
    asked["rule"], asked["instead"] = as_fields(asked["rule"]), as_fields(asked["instead"])
    report = call(CREATE_SERIES, idempotency_key=idempotency_key(), **asked)
    body = bodies.picked(bodies.SERIES_REPORT, report)
    if not report["saved"]:
        return reply(body)
    address, replayed = f"/api/v1/series/{report['series_id']}", report["replayed"]
    # What a repeat answers is how it began; it may have moved on since, so that says no revision.
    return created(body, address, replayed, revision=None if replayed else FIRST)


@series.route("")
@allowed(LIST_SERIES)
@series.arguments(requests.SeriesAsked, location="query")
@series.response(200, bodies.SeriesPage)
def list_series(asked: dict[str, Any]) -> Response:
    """List series, the newest first: a partner its own, staff those of their stores."""
    found = call(LIST_SERIES, **asked)
    here = [_public(one) for one in found["series"]]
    return reply({"series": here, "next_cursor": found["next_cursor"]})


@series.route("/<series_id>")
@allowed(GET_SERIES)
@series.response(200, bodies.Series, headers=ETAG)
@series.doc(responses={"304": "NOT_MODIFIED"})
def get_series(series_id: str) -> Response:
    """Show a series as it stands, each visit with its booking."""
    body = _public(call(GET_SERIES, series_id=series_id))
    return unless_known(reply(body, revision=body["revision"]))


@series.route("/<series_id>/cancel", methods=["POST"])
@allowed(CANCEL_SERIES)
@series.arguments(requests.SeriesCut())
@series.response(200, bodies.SeriesReport)
@series.doc(parameters=[IF_MATCH])
def cancel_series(asked: dict[str, Any], series_id: str) -> Response:
    """Cancel a visit and those that follow, each under its own policy."""
    return _changed(CANCEL_SERIES, series_id, asked)


@series.route("/<series_id>/move", methods=["POST"])
@allowed(MOVE_SERIES)
@series.arguments(requests.SeriesMoved())
@series.response(200, bodies.SeriesReport)
@series.doc(parameters=[IF_MATCH])
def move_series(asked: dict[str, Any], series_id: str) -> Response:
    """Move a visit and those that follow by as many days, to the same hour."""
    return _changed(MOVE_SERIES, series_id, asked)


def _changed(change: Call, series_id: str, asked: dict[str, Any]) -> Response:
    with as_it_stands(lambda: _public(call(GET_SERIES, series_id=series_id))):
        report = call(change, series_id=series_id, if_revision=if_revision(), **asked)
    return reply(bodies.picked(bodies.SERIES_REPORT, report))


def _public(found: dict[str, Any]) -> dict[str, Any]:
    """Return a series in its public shape; what staff wrote about the customer stays with them."""
    body = bodies.picked(bodies.SERIES, found)
    if "partner" in g:
        body["history"] = [{**entry, "reason": None} for entry in body["history"]]
    return body
