"""Figures as CSV that a spreadsheet opens."""

from typing import Any

from common.sheets import BYTE_ORDER_MARK, inert, written

__all__ = ["BYTE_ORDER_MARK", "as_csv", "inert"]


def as_csv(report: dict[str, Any], language: str) -> str:
    """Return *report* with a line for its columns, one for each row and one for the total."""
    names = ["key", "store_id", *(column["name"] for column in report["columns"])]
    titles = [report["by"], "store_id", *(x["title"][language] for x in report["columns"])]
    lines = [titles, *([row.get(name) for name in names] for row in report["rows"])]
    lines.append([report["total"].get(name) for name in names])
    return written(lines)
