"""The next day's list as its readers get it by SMS or e-mail (BK-15, RS-03)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from services.notification.domain import words
from services.notification.domain.bookings import Booking
from services.notification.domain.manners import Manners, after_quiet
from services.notification.domain.staff.notes import Note
from services.notification.domain.staff.people import People

LIST = "next_day_list"
DAYS = {"zh": "M月d日（EEE）", "en": "EEE d MMM"}
MARKS = {"added": "＋", "changed": "～", "removed": "－"}
PRIORITY = {"zh": "优先", "en": "priority"}

Fact = Mapping[str, Any]
Known = Mapping[str, Booking]


def readers(fact: Fact) -> tuple[str, ...]:
    """Return the addresses to which a published list goes: those of its roles and departments."""
    recipients = fact["recipients"]
    departments = [one["code"] for one in recipients.get("departments", ())]
    return People.of(fact["messages"]).of_roles([*recipients.get("roles", ()), *departments])


def note(fact: Fact, known: Known, now: datetime, correlation_id: str) -> Note:
    """Return what a list says, or what changed of one that was told before.

    ``known`` is what is remembered of the bookings by their ids.  The list comes while people
    are still there; what changes of it in the quiet hours is told when they end.
    """
    language, zone = People.of(fact["messages"]).language, ZoneInfo(fact["timezone"])
    rows = sorted(fact["rows"], key=_start)
    starts = _start(rows[0]) if rows else _end_of(fact["day"], zone)
    delta = fact["delta"]
    lines = _changes(delta, known, language, zone) if delta else _lines(rows, known, language, zone)
    later = after_quiet(Manners.of(fact["messages"]), now, zone)
    return Note(
        kind=LIST,
        about=f"{fact['store_id']}|{fact['day']}",
        step="list",
        revision=fact["version"],
        store_id=fact["store_id"],
        timezone=fact["timezone"],
        language=language,
        start=starts,
        due_at=later if delta and later < starts else now,
        correlation_id=correlation_id,
        facts={
            "store": words.said(fact["store_name"], language),
            "day": format_date(date.fromisoformat(fact["day"]), DAYS[language], locale=language),
            "count": len(rows),
            "first": f"{_start(rows[0]).astimezone(zone):%H:%M}" if rows else "",
            "changes": bool(delta),
        },
        lines=tuple(lines),
    )


def named(fact: Fact) -> Iterator[Mapping[str, Any]]:
    """Yield the rows that a note about *fact* may name."""
    yield from fact["rows"]
    for change in MARKS:
        yield from (fact["delta"] or {}).get(change, ())


def _changes(
    delta: Mapping[str, Any], known: Known, language: str, zone: ZoneInfo
) -> Iterator[str]:
    for change, mark in MARKS.items():
        rows = sorted(delta.get(change, ()), key=_start)
        for line in _lines(rows, known, language, zone):
            yield f"{mark} {line}"


def _lines(
    rows: Iterable[Mapping[str, Any]], known: Known, language: str, zone: ZoneInfo
) -> Iterator[str]:
    for row in rows:
        said = [
            f"{_start(row).astimezone(zone):%H:%M}",
            row["number"],
            _items(row, known, language),
        ]
        if row.get("priority"):
            said.append(PRIORITY[language])
        yield " ".join(said)


def _items(row: Mapping[str, Any], known: Known, language: str) -> str:
    booking = known.get(row["booking_id"])
    if booking is None:
        return words.BETWEEN[language].join(row["items"])
    names = {item["code"]: words.said(item["name"], language) for item in booking.items}
    return words.BETWEEN[language].join(names.get(code, code) for code in row["items"])


def _start(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(row["start"])


def _end_of(day: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max, zone)
