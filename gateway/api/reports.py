"""Figures, how they are computed, and the rows behind them."""

from typing import Any

from flask import Response

from common.contracts.reporting import CATALOGUE, REPORT, ROWS
from gateway import languages
from gateway.api import bodies, requests
from gateway.api.noun import Noun, allowed
from gateway.api.replies import reply, sheet
from gateway.api.tables import as_csv
from gateway.bus import call

reports = Noun("reports", "Figures, with their formulas and the rows behind them.")


@reports.route("")
@allowed(CATALOGUE)
@reports.response(200, bodies.Reports)
def list_reports() -> Response:
    """List the reports, each column with its formula."""
    return reply({"reports": call(CATALOGUE)["reports"]})


@reports.route("/<name>")
@allowed(REPORT)
@reports.arguments(requests.ReportAsked, location="query")
@reports.response(200, bodies.Report)
@reports.alt_response(200, schema={"type": "string"}, content_type="text/csv")
def get_report(asked: dict[str, Any], name: str) -> Response:
    """Show a report as JSON, or as CSV in the language that you accept."""
    form = asked.pop("format")
    report = call(REPORT, name=name, **asked)
    if form == "json":
        return reply(bodies.picked(bodies.REPORT, report))
    days = f"{report['from_day']}-{report['to_day']}"
    return sheet(as_csv(report, languages.of_browser()), f"{name}-{days}.csv")


@reports.route("/<name>/rows")
@allowed(ROWS)
@reports.arguments(requests.RowsAsked, location="query")
@reports.response(200, bodies.Rows)
def list_rows(asked: dict[str, Any], name: str) -> Response:
    """List what was counted for one figure: a measure of one day of one store."""
    found = call(ROWS, **asked)
    return reply({"rows": found["rows"], "next_cursor": found["next_cursor"]})
