"""Where things stand on a day board: time runs down in ticks of five minutes, lanes across."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TICK = timedelta(minutes=5)
HOUR = timedelta(hours=1)
GRID = timedelta(minutes=30)
COLUMNS = 6
MOST_SIDES = 3
GHOST_WIDTH = 2
SHORT_TICKS, TALL_TICKS = 9, 15
LETS_GO = frozenset({"cancelled", "failed", "no_show", "to_rebook"})
"""Statuses that hold no lane any more; they stay on the board as ghosts."""
HERE = frozenset({"arrived", "in_service", "completed"})
EXPECTED = frozenset({"needs_info", "pending", "confirmed"})
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the board: ``ticks`` long, ``first`` ticks below its top."""

    first: int
    ticks: int

    @property
    def end(self) -> int:
        return self.first + self.ticks

    def touches(self, other: "Span") -> bool:
        return self.first < other.end and other.first < self.end


@dataclass(frozen=True, slots=True)
class Card:
    """One booking in one lane; ``left`` and ``width`` count the lane's six columns."""

    booking: dict[str, Any]
    span: Span
    late_minutes: int | None
    left: int = 0
    width: int = COLUMNS

    @property
    def ghost(self) -> bool:
        return self.booking["status"] in LETS_GO

    @property
    def here(self) -> bool:
        return self.booking["status"] in HERE

    @property
    def size(self) -> str:
        if self.span.ticks < SHORT_TICKS:
            return "short"
        return "tall" if self.span.ticks >= TALL_TICKS else "middle"


@dataclass(frozen=True, slots=True)
class Opening:
    """Room in one lane from ``start`` on: where a click begins a booking."""

    start: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    lane: dict[str, Any]
    cards: list[Card]
    openings: list[Opening]
    off: list[Span]


@dataclass(frozen=True, slots=True)
class DayBoard:
    """``listed`` are the same bookings by time; ``unplaced`` stand in no lane of the store."""

    columns: list[Column]
    hours: list[tuple[str, int]]
    closed: list[Span]
    ticks: int
    now: int | None
    listed: list[Card]
    unplaced: list[Card]


def late_by(booking: dict[str, Any], now: datetime, patience: timedelta) -> int | None:
    """Return by how many minutes somebody is late who is still expected, None if not (PK-17)."""
    if booking["status"] not in EXPECTED:
        return None
    late = now - datetime.fromisoformat(booking["start"])
    return int(late / timedelta(minutes=1)) if late > patience else None


def lay_out(board: dict[str, Any], now: datetime) -> DayBoard:
    """Return *board*, BOARD's reply, as it is drawn at *now*."""
    zone = ZoneInfo(board["store"]["timezone"])
    patience = timedelta(minutes=board["store"]["policy"].get("on_time_minutes", 15))
    hours = [(_moment(opens), _moment(closes)) for opens, closes in board["hours"]]
    bookings = sorted(board["bookings"], key=lambda booking: (booking["start"], booking["number"]))
    top, bottom = _bounds(hours, bookings)

    def span(first: datetime, end: datetime) -> Span:
        return Span(_ticks(first - top), max(1, _ticks(end - first)))

    def card(booking: dict[str, Any], place: Span) -> Card:
        return Card(booking, place, late_by(booking, now, patience))

    lanes: dict[str, list[Card]] = {lane["id"]: [] for lane in board["lanes"]}
    listed, unplaced = [], []
    for booking in bookings:
        whole = card(booking, span(_moment(booking["start"]), _moment(booking["end"])))
        listed.append(whole)
        places = [
            (lane, card(booking, span(first, end)))
            for lane, first, end in visits(booking)
            if lane in lanes
        ]
        for lane, one in places:
            lanes[lane].append(one)
        if not places:
            unplaced.append(whole)

    starts = _starts(board, hours, zone)
    columns = []
    for lane in board["lanes"]:
        cards = side_by_side(lanes[lane["id"]])
        off = [span(_moment(first), _moment(end)) for first, end in lane["off"]]
        columns.append(Column(lane, cards, _openings(starts, cards, off, now, span), off))
    return DayBoard(
        columns=columns,
        hours=_hour_marks(top, bottom, zone),
        closed=_closed(top, bottom, hours, span),
        ticks=_ticks(bottom - top),
        now=_ticks(now - top) if top <= now < bottom else None,
        listed=listed,
        unplaced=unplaced,
    )


def visits(booking: dict[str, Any]) -> list[tuple[str, datetime, datetime]]:
    """Return each lane of *booking* with the time it is needed; items in a row are one visit."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for item in booking["items"]:
        first, end = _moment(item["start"]), _moment(item["end"])
        for resource in item["resources"]:
            spans = found.setdefault(resource["id"], [])
            if spans and spans[-1][1] == first:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((first, end))
    return [(lane, first, end) for lane, spans in found.items() for first, end in spans]


def side_by_side(cards: Iterable[Card]) -> list[Card]:
    """Return *cards* of one lane so that none hides another; live ones come first."""
    placed: list[Card] = []
    group: list[Card] = []
    for card in sorted(cards, key=lambda card: (card.span.first, card.ghost)):
        if group and card.span.first >= max(one.span.end for one in group):
            placed += _sides(group)
            group = []
        group.append(card)
    return placed + (_sides(group) if group else [])


def _sides(group: list[Card]) -> list[Card]:
    """Return *group*, which all overlap somehow, shared out over the width of the lane."""
    ordered = sorted(group, key=lambda card: (card.ghost, card.span.first))
    ends: list[int] = []
    sides = []
    for card in ordered:
        side = next((n for n, end in enumerate(ends) if end <= card.span.first), len(ends))
        ends[side : side + 1] = [card.span.end]
        sides.append(min(side, MOST_SIDES - 1))
    many = min(len(ends), MOST_SIDES)
    haunted = many == 2 and all(
        card.ghost == bool(side) for card, side in zip(ordered, sides, strict=True)
    )
    width = COLUMNS - GHOST_WIDTH if haunted else COLUMNS // many
    return [
        replace(
            card,
            left=side * width,
            width=GHOST_WIDTH if haunted and card.ghost else width,
        )
        for card, side in zip(ordered, sides, strict=True)
    ]


def _bounds(
    hours: list[tuple[datetime, datetime]], bookings: list[dict[str, Any]]
) -> tuple[datetime, datetime]:
    """Return the full hours between which everything of the day lies."""
    firsts = [opens for opens, _ in hours] + [_moment(one["start"]) for one in bookings]
    ends = [closes for _, closes in hours] + [_moment(one["end"]) for one in bookings]
    if not firsts:
        return _NEVER, _NEVER
    top = min(firsts).replace(minute=0, second=0, microsecond=0)
    last = max(ends)
    bottom = last.replace(minute=0, second=0, microsecond=0)
    return top, bottom if bottom == last else bottom + HOUR


def _starts(
    board: dict[str, Any], hours: list[tuple[datetime, datetime]], zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """Return the times offered for a click, each up to the next one: fixed, or each half hour."""
    day = date.fromisoformat(board["day"])
    found = []
    for opens, closes in hours:
        if board["starts"]:
            marks = [datetime.combine(day, time.fromisoformat(at), zone) for at in board["starts"]]
            marks = [mark for mark in marks if opens <= mark < closes]
        else:
            count = (closes - opens) // GRID
            marks = [opens + n * GRID for n in range(count)]
        for mark, following in zip(marks, [*marks[1:], closes], strict=True):
            found.append((mark, min(following, mark + HOUR)))
    return found


def _openings(
    starts: list[tuple[datetime, datetime]],
    cards: list[Card],
    off: list[Span],
    now: datetime,
    span: Any,
) -> list[Opening]:
    taken = [*off, *(card.span for card in cards if not card.ghost)]
    return [
        Opening(start, place)
        for start, end in starts
        for place in [span(start, end)]
        if start > now and not any(place.touches(one) for one in taken)
    ]


def _closed(
    top: datetime, bottom: datetime, hours: list[tuple[datetime, datetime]], span: Any
) -> list[Span]:
    """Return what lies outside the opening hours."""
    edges = [top, *(edge for pair in hours for edge in pair), bottom]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [span(first, end) for first, end in pairs if first < end]


def _hour_marks(top: datetime, bottom: datetime, zone: ZoneInfo) -> list[tuple[str, int]]:
    count = (bottom - top) // HOUR
    return [(f"{(top + n * HOUR).astimezone(zone):%H:%M}", n * _ticks(HOUR)) for n in range(count)]


def _ticks(length: timedelta) -> int:
    return length // TICK


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
