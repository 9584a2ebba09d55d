"""Tasks as Mongo keeps them, as callers read them, and the cursor between two pages."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from common.actor import Actor
from common.errors import Invalid
from common.phones import masked
from services.followup.domain import passing, tasks
from services.followup.domain.caring import Note
from services.followup.domain.chains import last_day
from services.followup.domain.missed_calls import KIND as MISSED_CALL
from services.followup.domain.tasks import STANDING, Answer, Move, Outcome, Task
from services.followup.personal import TASK

OPEN_KEY = "open_key"
LISTS = ("items", "by", "outcomes", "next_owners")


class Place(NamedTuple):
    """Where a page ended: the segment of the queue, the due time and the task."""

    segment: int
    due_at: datetime
    task_id: str


def as_document(task: Task) -> dict[str, Any]:
    """Return *task* with the key that one open call to a number has, if it is such a call."""
    document = asdict(task)
    return TASK.sealed({"_id": document.pop("id"), **document, OPEN_KEY: open_key(task)})


def open_key(task: Task) -> str | None:
    """Return what no two standing tasks of a store may share: whom to call back (CH-02)."""
    if task.kind != MISSED_CALL or task.stage not in STANDING:
        return None
    return open_key_of(task.kind, task.customer["id"])


def open_key_of(kind: str, customer_id: str) -> str:
    return f"{kind}|{customer_id}"


def as_task(document: dict[str, Any]) -> Task:
    document = TASK.opened(document)
    kept = {name: document[name] for name in Task.__dataclass_fields__ if name in document}
    outcome, answer = kept["outcome"], kept.get("answer")
    return Task(
        **{
            **kept,
            "id": document["_id"],
            **{name: tuple(kept[name]) for name in LISTS if name in kept},
            "answer": Answer(**answer) if answer else None,
            "outcome": Outcome(**{**outcome, "agenda": tuple(outcome["agenda"])})
            if outcome
            else None,
            "history": tuple(Move(**move) for move in kept["history"]),
        }
    )


def as_note_document(note: Note) -> dict[str, Any]:
    document = asdict(note)
    return {"_id": document.pop("id"), **document}


def as_note(document: dict[str, Any]) -> Note:
    own = {name: document[name] for name in Note.__dataclass_fields__ if name in document}
    return Note(**own, id=document["_id"])


def as_reply(
    task: Task, now: datetime, reader: Actor, acts_for: Sequence[str] = ()
) -> dict[str, Any]:
    """Return *task* as *reader* may see it: times in the store's zone, phones masked (PV-09).

    *acts_for* are those for whom the reader stands in at *now* (RL-12).
    """
    me = {**reader.as_json(), tasks.ACTS_FOR: acts_for}
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
        "customer": shown_customer(task.customer, reader),
        "subject": task.subject,
        "items": list(task.items),
        "visited_at": _local(task.visited_at, task) if task.visited_at else None,
        "start": _local(task.start, task) if task.start else None,
        "opens_at": _local(task.opens_at, task),
        "due_at": _local(task.due_at, task),
        "last_day": last_day(task.due_at, task.timezone).isoformat(),
        "attempts": task.attempts,
        "brief": task.brief,
        "case_id": task.case_id,
        "campaign_id": task.campaign_id,
        "taken_by": task.taken_by,
        "acting_for": task.taken_by["id"] if task.taken_by and tasks.stands_in(me, task) else None,
        "outcome": _with_local_time(task.outcome, task) if task.outcome else None,
        "owner": task.owner,
        "accountable": task.accountable,
        "roles": list(task.by),
        "outcomes": list(task.outcomes),
        "answer": asdict(task.answer) if task.answer else None,
        "linked_booking_id": task.linked_booking_id,
        "may_reassign": passing.may_reassign(task, me),
        "legal_moves": [*tasks.legal_moves(task, me, now)],
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


def shown_customer(customer: dict[str, Any], reader: Actor) -> dict[str, Any]:
    """Return *customer* as *reader* may see them: phones masked for most (PV-09)."""
    if "customers:read" in reader.may or "phone" not in customer:
        return customer
    return {**customer, "phone": masked(customer["phone"])}


def _with_local_time(happened: Move | Outcome, task: Task) -> dict[str, Any]:
    told = asdict(happened)
    moments = {name: told[name] for name in ("at", "expected_at") if told.get(name)}
    return told | {name: _local(moment, task) for name, moment in moments.items()}


def _local(moment: datetime, task: Task) -> str:
    return moment.astimezone(ZoneInfo(task.timezone)).isoformat(timespec="seconds")
