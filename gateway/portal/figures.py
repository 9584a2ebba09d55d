"""Figures of a store or of all of them, each one open row by row (RP-01, RP-04)."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, render_template, request
from flask_babel import lazy_gettext as _l

from common.contracts import reporting
from common.contracts.reporting import MEASURES
from gateway import bus
from gateway.portal import portal
from gateway.portal.days import A_DAY, day_asked, now_in
from gateway.portal.formatters import called, day, word
from gateway.portal.frame import enter
from gateway.portal.words import CHANNELS, Words

A_PAGE = 50
MOST_POINTS = 92
GROUPS = ("day", "month", "channel")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
DRAWN = frozenset(
    {"bookings", "arrivals", "success_rate", "calls_due", "calls_done", "completion_rate"}
    | {"messages_sent", "messages_delivered", "delivery_rate"}
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the store, both ends included."""

    first: date
    last: date
    words: Words = ""


def periods(today: date) -> list[Period]:
    """Return the periods that people ask for most."""
    monday = today - today.weekday() * A_DAY
    month = today.replace(day=1)
    month_before = (month - A_DAY).replace(day=1)
    next_month = (month + 31 * A_DAY).replace(day=1)
    return [
        Period(monday, monday + 6 * A_DAY, _l("This week")),
        Period(monday - 7 * A_DAY, monday - A_DAY, _l("Last week")),
        Period(month, next_month - A_DAY, _l("This month")),
        Period(month_before, month - A_DAY, _l("Last month")),
    ]


@portal.get("/stores/<store_id>/figures")
def read_figures(store_id: str) -> str:
    asked = _asked(store_id)
    report, period = _report(asked), asked["period"]
    return render_template(
        "portal/figures.html",
        reports=asked["catalogue"],
        report=report,
        title=asked["title"],
        period=period,
        periods=periods(asked["today"]),
        by=asked["by"],
        groups=GROUPS,
        everywhere=asked["everywhere"],
        chart=chart_of(report, period),
        asked={
            "name": asked["name"],
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "by": asked["by"],
            "all": "1" if asked["everywhere"] else None,
        },
    )


@portal.get("/stores/<store_id>/figures.csv")
def export_figures(store_id: str) -> Response:
    """Return the same figures as a file that Excel on Chinese Windows reads."""
    asked = _asked(store_id)
    report = _report(asked)
    name = f"{report['name']}-{report['from_day']}-{report['to_day']}.csv"
    return Response(
        as_csv(report),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@portal.get("/stores/<store_id>/figures/rows")
def read_rows(store_id: str) -> str:
    """List the bookings behind one figure."""
    store = enter(store_id)
    on = day_asked("day", now_in(store).date())
    measure = request.args.get("measure", MEASURES[0])
    found = bus.call(
        reporting.ROWS,
        store_id=store_id,
        day=on,
        measure=measure if measure in MEASURES else MEASURES[0],
        channel=request.args.get("channel") or None,
        cursor=request.args.get("cursor") or None,
        limit=A_PAGE,
    )
    return render_template(
        "portal/rows.html",
        rows=found["rows"],
        next_cursor=found["next_cursor"],
        day=on,
        measure=measure,
    )


def as_csv(report: dict[str, Any]) -> bytes:
    """Return *report* as CSV with a byte order mark; no cell can become a formula."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["key", "store_id", *(word(column["title"]) for column in report["columns"])])
    for row in [*report["rows"], {**report["total"], "key": "total"}]:
        cells = [row.get("key"), row.get("store_id")]
        cells += [row.get(column["name"]) for column in report["columns"]]
        sheet.writerow([_plain(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def chart_of(report: dict[str, Any], period: Period) -> dict[str, Any]:
    """Return what the chart draws, a point a day: counts as bars, the share as a line.

    Several stores of one day are one point; their share is computed from their counts.
    """
    sums: dict[str, Counter[str]] = {key: Counter() for key in keys_of(report["by"], period)}
    for row in report["rows"]:
        counts = {name: row.get(name) or 0 for name in MEASURES}
        sums.setdefault(row["key"], Counter()).update(counts)
    return {
        "labels": [str(key_in_words(key, report["by"])) for key in sums],
        "series": [
            {
                "label": word(column["title"]),
                "share": column["unit"] == "share",
                "values": [_value(column["measures"], counts) for counts in sums.values()],
            }
            for column in report["columns"]
            if column["name"] in DRAWN
        ],
    }


def keys_of(by: str, period: Period) -> list[str]:
    """Return the points that a chart has even where nothing was counted: each day of a period."""
    if by != "day":
        return []
    count = min((period.last - period.first).days + 1, MOST_POINTS)
    return [(period.first + n * A_DAY).isoformat() for n in range(count)]


@portal.app_template_filter()
def key_in_words(key: str, by: str) -> Words:
    """Return what one row of a report counts: a day, a month or a channel."""
    if by == "day":
        return day(key)
    return called(key, CHANNELS) if by == "channel" else key


def _value(measures: list[str], counts: Counter[str]) -> float | None:
    if len(measures) == 1:
        return counts[measures[0]]
    part, whole = measures
    return counts[part] / counts[whole] if counts[whole] else None


def _asked(store_id: str) -> dict[str, Any]:
    """Return which figures an address asks for: this week's by day unless it says more."""
    store = enter(store_id)
    given = request.args
    today = now_in(store).date()
    this_week = periods(today)[0]
    first, last = day_asked("from", this_week.first), day_asked("to", this_week.last)
    catalogue = bus.call(reporting.CATALOGUE)["reports"]
    known = {report["name"]: report for report in catalogue}
    report = known.get(given.get("name", ""), catalogue[0])
    return {
        "catalogue": catalogue,
        "name": report["name"],
        "title": report["title"],
        "store_id": store_id,
        "everywhere": given.get("all") == "1",
        "today": today,
        "period": Period(first, max(first, last)),
        "by": given.get("by") if given.get("by") in GROUPS else GROUPS[0],
    }


def _report(asked: dict[str, Any]) -> dict[str, Any]:
    return bus.call(
        reporting.REPORT,
        name=asked["name"],
        store_id=None if asked["everywhere"] else asked["store_id"],
        from_day=asked["period"].first,
        to_day=asked["period"].last,
        by=asked["by"],
    )


def _plain(cell: Any) -> Any:
    """Return *cell* so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
