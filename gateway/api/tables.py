"""Figures as CSV that a spreadsheet opens, and in which nothing runs."""

import csv
import io
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel on a Chinese Windows reads another encoding."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: dict[str, Any], language: str) -> str:
    """Return *report* with a line for its columns, one for each row and one for the total."""
    names = ["key", "store_id", *(column["name"] for column in report["columns"])]
    titles = [report["by"], "store_id", *(x["title"][language] for x in report["columns"])]
    lines = [titles, *([row.get(name) for name in names] for row in report["rows"])]
    lines.append([report["total"].get(name) for name in names])
    return as_sheet(lines)


def as_sheet(lines: list[list[Any]]) -> str:
    """Return *lines*, the first of them the titles, as one text."""
    out = io.StringIO()
    csv.writer(out).writerows([inert(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + out.getvalue()


def inert(cell: Any) -> Any:
    """Return *cell* so that a spreadsheet shows it: what begins like a formula is quoted."""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell
