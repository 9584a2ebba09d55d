"""Rows, figures and notes as Mongo keeps them and callers read them, and the cursor between."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.reporting.domain.arrivals import WalkIn
from services.reporting.domain.figures import Contribution, Key, contribution
from services.reporting.domain.lines import Line, Place
from services.reporting.domain.rewards import Entitled, Terms
from services.reporting.domain.rows import Call, Message, Row, Visit, team_of


def as_document(row: Row) -> dict[str, Any]:
    """Return *row* with what it counts for beside it, so that a figure is opened by one query."""
    visit = row.visit
    document: dict[str, Any] = {
        "_id": row.booking_id,
        "visit": asdict(visit) if visit else None,
        "calls": [{"id": id, **asdict(call)} for id, call in sorted(row.calls.items())],
        "messages": [
            {"id": id, "kind": message.kind, "ends": sorted(message.ends)}
            for id, message in sorted(row.messages.items())
        ],
    }
    for key, counts in contribution(row).items():
        document |= {**as_fields(key), "start": visit.start if visit else None, "counts": counts}
    return document


def as_row(document: dict[str, Any]) -> Row:
    return Row(
        booking_id=document["_id"],
        visit=Visit(**document["visit"]) if document["visit"] else None,
        calls={call["id"]: Call(**_without_id(call)) for call in document["calls"]},
        messages={
            message["id"]: Message(message["kind"], frozenset(message["ends"]))
            for message in document["messages"]
        },
    )


def as_fields(key: Key) -> dict[str, Any]:
    return {**key._asdict(), "day": key.day.isoformat()}


def as_contribution(documents: list[dict[str, Any]]) -> Contribution:
    """Return what the figures of *documents* say."""
    return {
        Key(one["store_id"], date.fromisoformat(one["day"]), one["channel"]): one["counts"]
        for one in documents
    }


def as_walk_in(document: dict[str, Any]) -> WalkIn:
    """Return who came; those kept before their adviser was noted have no team."""
    return WalkIn(
        day=date.fromisoformat(document["day"]),
        at=document["at"],
        customer_id=document["customer_id"],
        team=team_of(document.get("advisor")),
    )


def terms_of(noted: Iterable[dict[str, Any]]) -> Terms:
    """Return what *noted* says together, the earliest first: each value is the latest one told."""
    told: dict[str, Any] = {}
    for one in noted:
        told |= one["told"]
    if "people" in told:
        told["people"] = tuple(Entitled(**person) for person in told["people"])
    return Terms(**told)


def as_entry(noted: dict[str, Any]) -> dict[str, Any]:
    """Return who made a note, and when."""
    return {"at": noted["at"].isoformat(), "by": noted["by"]}


def as_import(noted: dict[str, Any]) -> dict[str, Any]:
    return {**as_entry(noted), "rates": noted["told"]}


def as_reply(line: Line) -> dict[str, Any]:
    """Return *line* with times in the store's zone; no customer is named here."""
    row, id = line.row, line.place.id
    assert row.visit is not None
    zone = ZoneInfo(row.visit.timezone)
    reply: dict[str, Any] = {
        "booking_id": row.booking_id,
        "number": row.visit.number,
        "store_id": row.visit.store_id,
        "start": _local(row.visit.start, zone),
        "channel": row.visit.channel,
        "status": row.visit.status,
        "arrived_at": _local(row.visit.arrived_at, zone) if row.visit.arrived_at else None,
        "on_time": row.visit.on_time,
        "cancelled_in_time": row.visit.cancelled_in_time,
    }
    if id in row.calls:
        call = row.calls[id]
        due_at = _local(call.due_at, zone)
        return reply | {"task_id": id, **asdict(call), "due_at": due_at}
    if id in row.messages:
        message = row.messages[id]
        return reply | {"message_id": id, "kind": message.kind, "ends": sorted(message.ends)}
    return reply


def as_cursor(place: Place) -> str:
    text = json.dumps([place.start.isoformat(), place.booking_id, place.id])
    return base64.urlsafe_b64encode(text.encode()).decode()


def as_place(cursor: str) -> Place:
    """Return where *cursor* points.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        start, booking_id, id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = Place(datetime.fromisoformat(start), booking_id, id)
        ours = type(booking_id) is str and type(id) is str and place.start.tzinfo is not None
    except (binascii.Error, ValueError, TypeError):
        ours = False
    if not ours:
        raise Invalid.of(cursor="is not a cursor of this list")
    return place


def _without_id(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "id"}


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
