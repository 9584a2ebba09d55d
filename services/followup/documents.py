"""Tasks as Mongo keeps them, as callers read them, and the cursor between two pages."""

import base64
import binascii
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from common.actor import Actor
from common.errors import Invalid
from common.phones import masked
from services.followup.domain import tasks
from services.followup.domain.chains import last_day
from services.followup.domain.tasks import Move, Outcome, Task


class Place(NamedTuple):
    """Where a page ended: the segment of the queue, the due time and the task."""

    segment: int
    due_at: datetime
    task_id: str


def as_document(task: Task) -> dict[str, Any]:
    document = asdict(task)
    return {"_id": document.pop("id"), **document}


def as_task(document: dict[str, Any]) -> Task:
    kept = {name: document[name] for name in Task.__dataclass_fields__ if name in document}
    outcome = kept["outcome"]
    return Task(
        **{
            **kept,
            "id": document["_id"],
            "items": tuple(kept["items"]),
            "outcome": Outcome(**{**outcome, "agenda": tuple(outcome["agenda"])})
            if outcome
            else None,
            "history": tuple(Move(**move) for move in kept["history"]),
        }
    )


def as_reply(task: Task, now: datetime, reader: Actor) -> dict[str, Any]:
    """Return *task* as *reader* may see it: times in the store's zone, phones masked (PV-09)."""
    return {
        "id": task.id,
        "revision": task.revision,
        "kind": task.kind,
        "state": tasks.state(task, now),
        "overdue": tasks.overdue(task, now),
        "store_id": task.store_id,
        "timezone": task.timezone,
        "booking_id": task.booking_id,
        "booking_number": task.booking_number,
        "customer": _customer(task.customer, reader),
        "subject": task.subject,
        "items": list(task.items),
        "visited_at": _local(task.visited_at, task),
        "opens_at": _local(task.opens_at, task),
        "due_at": _local(task.due_at, task),
        "last_day": last_day(task.due_at, task.timezone).isoformat(),
        "attempts": task.attempts,
        "taken_by": task.taken_by,
        "outcome": _with_local_time(task.outcome, task) if task.outcome else None,
        "legal_moves": [*tasks.legal_moves(task, reader.as_json(), now)],
        "history": [_with_local_time(move, task) for move in task.history],
    }


def as_cursor(place: Place) -> str:
    text = json.dumps([place.segment, place.due_at.isoformat(), place.task_id])
    return base64.urlsafe_b64encode(text.encode()).decode()


def as_place(cursor: str) -> Place:
    """Return where *cursor* points.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        segment, due_at, task_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = Place(segment, datetime.fromisoformat(due_at), task_id)
        ours = type(segment) is int and type(task_id) is str and place.due_at.tzinfo is not None
    except (binascii.Error, ValueError, TypeError):
        ours = False
    if not ours:
        raise Invalid.of(cursor="is not a cursor of this list")
    return place


def _customer(customer: dict[str, Any], reader: Actor) -> dict[str, Any]:
    if "customers:read" in reader.may or "phone" not in customer:
        return customer
    return {**customer, "phone": masked(customer["phone"])}


def _with_local_time(happened: Move | Outcome, task: Task) -> dict[str, Any]:
    return {**asdict(happened), "at": _local(happened.at, task)}


def _local(moment: datetime, task: Task) -> str:
    return moment.astimezone(ZoneInfo(task.timezone)).isoformat(timespec="seconds")
