"""Tables as CSV that a spreadsheet opens, and in which nothing runs."""

import csv
import io
from collections.abc import Iterable
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel on a Chinese Windows reads another encoding."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(lines: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([inert(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + out.getvalue()


def inert(cell: Any) -> Any:
    """Return *cell* so that a spreadsheet shows it: what begins like a formula is quoted."""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def meant(cell: str) -> str:
    """Return what *cell* said before ``inert`` quoted it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS_A_FORMULA) else cell


def read(text: str) -> list[list[str]]:
    """Return the lines of a CSV *text*, those that are empty as empty lists.

    Raises:
        csv.Error: it is none.
    """
    lines = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), strict=True)
    return [[meant(cell.strip()) for cell in line] for line in lines]
