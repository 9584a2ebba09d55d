"""Figures and lists as CSV that a spreadsheet opens, and in which nothing runs."""

from typing import Any

from flask import Response

from common.sheets import written

CSV = "text/csv; charset=utf-8"
YES_NO = {"zh": ("是", ""), "en": ("yes", "")}


def as_csv(report: dict[str, Any], language: str) -> str:
    """Return *report* with a line for its columns, one for each row and one for the total."""
    names = ["key", "store_id", *(column["name"] for column in report["columns"])]
    titles = [report["by"], "store_id", *(x["title"][language] for x in report["columns"])]
    lines = [titles, *([row.get(name) for name in names] for row in report["rows"])]
    lines.append([report["total"].get(name) for name in names])
    return written(lines)


def sheet_as_csv(columns: list[dict[str, Any]], rows: list[dict[str, Any]], language: str) -> str:
    """Return *rows* with a line for the titles of their *columns*."""
    titles = [column["title"][language] for column in columns]
    cells = [[in_words(row.get(x["code"]), language) for x in columns] for row in rows]
    return written([titles, *cells])


def in_words(cell: Any, language: str) -> Any:
    """Return a cell as one text or number: words in one language, several with commas."""
    if isinstance(cell, bool):
        yes, no = YES_NO[language]
        return yes if cell else no
    if isinstance(cell, dict):
        return cell[language]
    if isinstance(cell, list):
        return ", ".join(str(in_words(one, language)) for one in cell)
    return cell


def as_csv_file(lines: list[list[Any]], name: str) -> Response:
    """Return *lines* as a file called *name* that nobody keeps on the way."""
    response = Response(written(lines), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
