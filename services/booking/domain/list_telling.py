"""Lists in words for others: as they are kept, told and read."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from services.booking.domain import list_rows, lists, telling
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store

CHANGES = ("added", "changed", "removed")
COLUMNS_OF = {"customers": list_rows.CUSTOMERS, "ledger": list_rows.LEDGER}


def as_published(
    store: Store, day: date, rows: list[lists.Row], now: datetime, by: str
) -> dict[str, Any]:
    """Return the document of a list that is out: ``rows`` stays, ``current`` keeps step."""
    return {
        "store_id": store.id,
        "day": day.isoformat(),
        "version": 1,
        "published_at": now,
        "created_by": by,
        "recipients": recipients(store),
        "rows": rows,
        "current": rows,
        "deltas": [],
    }


def as_fact(
    store: Store,
    day: date,
    version: int,
    rows: list[lists.Row],
    delta: lists.Delta | None,
    now: datetime,
) -> dict[str, Any]:
    """Return what the event of a publication carries."""
    return {
        "store_id": store.id,
        "store_name": store.name,
        "timezone": store.zone.key,
        "day": day.isoformat(),
        "version": version,
        "published_at": now.isoformat(),
        "recipients": recipients(store),
        "rows": _told(rows),
        "delta": {change: _told(delta[change]) for change in CHANGES} if delta else None,
        "messages": telling.messages(store, store.policy),
    }


def recipients(store: Store) -> dict[str, Any]:
    """Return to whom a list goes: roles, and departments by their names."""
    rule = store.paperwork.lists
    if rule is None:
        return {"roles": [], "departments": []}
    named = [{"code": code, "name": name} for code, name in rule.departments.items()]
    return {"roles": list(rule.roles), "departments": named}


def named_in(kept: Mapping[str, Any] | None) -> set[str]:
    """Return the ids of all bookings that a list has ever named."""
    if kept is None:
        return set()
    changed = (row for delta in kept["deltas"] for change in CHANGES for row in delta[change])
    return {row["booking_id"] for row in (*kept["rows"], *changed)}


def day_as_read(
    store: Store, day: date, kept: Mapping[str, Any], lines: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Return the list of *day* with what *lines* say of each booking by its id.

    One that is not out yet has no more than its ``current`` rows.
    """

    def read(rows: Iterable[lists.Row]) -> list[dict[str, Any]]:
        return [_row_as_read(store, row, lines.get(row["booking_id"], {})) for row in rows]

    due, published = lists.published_for(store, day), kept.get("published_at")
    return {
        "store_id": store.id,
        "store_name": store.name,
        "day": day.isoformat(),
        "occasion": store.calendar.occasion(day),
        "version": kept.get("version", 0),
        "due_at": store.local(due).isoformat() if due else None,
        "published_at": store.local(published).isoformat() if published else None,
        "created_by": kept.get("created_by"),
        "recipients": kept.get("recipients") or recipients(store),
        "columns": list_rows.titled(list_rows.NEXT_DAY),
        "rows": read(kept.get("rows", [])),
        "deltas": [
            {
                "version": delta["version"],
                "at": store.local(delta["at"]).isoformat(),
                "created_by": delta["created_by"],
                **{change: read(delta[change]) for change in CHANGES},
            }
            for delta in kept.get("deltas", [])
        ],
        "current": read(kept["current"]),
    }


def sheet_as_read(
    store: Store, name: str, bookings: Iterable[Booking], with_phones: bool
) -> dict[str, Any]:
    """Return *bookings* as the form *name*: who is expected, all that were made, or the brand's."""
    own = store.paperwork.brand_form
    columns = COLUMNS_OF.get(name, tuple(own))
    if name == "customers":
        bookings = [one for one in bookings if one.status not in lists.OFF_THE_LIST]
    return {
        "store_id": store.id,
        "store_name": store.name,
        "name": name,
        "version": store.version,
        "columns": list_rows.titled(columns, own if name == "brand_form" else None),
        "rows": [list_rows.line(store, one, columns, with_phones) for one in bookings],
    }


def _told(rows: Iterable[lists.Row]) -> list[dict[str, Any]]:
    """Return *rows* as they travel, their times as texts."""
    return [
        {**row, "start": row["start"].isoformat(), "end": row["end"].isoformat()} for row in rows
    ]


def _row_as_read(store: Store, row: lists.Row, line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a frozen row with who comes; what has left the store's file shows by its code."""
    lanes = {lane.id: lane.name for lane in store.lanes}
    advisors = {one.id: one.name for one in store.paperwork.advisors}
    return {
        **dict.fromkeys(list_rows.NEXT_DAY),
        **line,
        **row,
        "start": store.local(row["start"]).isoformat(),
        "end": store.local(row["end"]).isoformat(),
        "items": [store.items[code].name if code in store.items else code for code in row["items"]],
        "places": [lanes.get(id, id) for id in row["places"]],
        "advisor": advisors.get(row["advisor"], row["advisor"]),
    }
