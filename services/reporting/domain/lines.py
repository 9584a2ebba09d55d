"""What is behind a figure: one line for each thing it counts, in the order of the appointments."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from services.reporting.domain.figures import behind
from services.reporting.domain.rows import Row


class Place(NamedTuple):
    """Where a page ended: the appointment, its booking and the thing counted."""

    start: datetime
    booking_id: str
    id: str


class Line(NamedTuple):
    """One thing counted (a booking, a call or a message) and the row it is in."""

    place: Place
    row: Row


def page(
    rows: Iterable[Row], measure: str, after: Place | None, limit: int
) -> tuple[list[Line], Place | None]:
    """Return up to *limit* lines of *measure* beyond *after*, and where they end.

    The place is None on the last page.  There are as many lines on all pages together
    as the figure says.
    """
    lines = [
        Line(Place(row.visit.start, row.booking_id, id), row)
        for row in rows
        if row.visit is not None
        for id in behind(row, measure)
    ]
    lines.sort(key=lambda line: line.place)
    beyond = [line for line in lines if after is None or line.place > after]
    return beyond[:limit], beyond[limit - 1].place if len(beyond) > limit else None
