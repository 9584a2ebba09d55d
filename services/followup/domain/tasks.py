"""A call to make: it waits, opens, belongs to somebody, and ends with an outcome.

Every function takes the task as it stands and returns the task as it then stands.
``revision`` counts the moves in ``history``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.contracts.booking import IllegalTransition
from common.contracts.followup import AGENDA
from common.errors import Stale
from services.followup.domain.chains import Chain, window

TRY_AGAIN = ("unreachable", "call_later")
CUSTOMER = ("id", "name", "phone", "language")
PLANNER = {"id": "followup", "kind": "service", "role": ""}

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """Who did what to a task, and when; what a call brought, if it was one."""

    move: str
    at: datetime
    by: Person
    outcome: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last call brought (FU-04, FU-05, FU-11)."""

    outcome: str
    notes: str
    agenda: tuple[str, ...]
    recommended_booking: bool | None
    at: datetime
    by: Person
    in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``stage`` is what was done to it: planned, taken, done or dropped; see ``state``."""

    id: str
    revision: int
    kind: str
    chain: str
    stage: str
    store_id: str
    timezone: str
    booking_id: str
    booking_number: str
    customer: dict[str, Any]
    subject: dict[str, Any] | None
    items: tuple[dict[str, Any], ...]
    visited_at: datetime
    opens_at: datetime
    due_at: datetime
    patience: int
    attempts: int = 0
    taken_by: Person | None = None
    outcome: Outcome | None = None
    history: tuple[Move, ...] = ()


def first_call(chain: Chain, visit: dict[str, Any], now: datetime) -> Task:
    """Plan the first call after *visit*, a completed booking's fact (FU-01).

    The id is made of the booking and the step, so that planning twice is planning once.
    """
    step = chain.first
    days = window(step, visit["completed_at"], visit["timezone"])
    return Task(
        id=f"{visit['booking_id']}.{step.kind}",
        revision=1,
        kind=step.kind,
        chain=chain.label,
        stage="planned",
        store_id=visit["store_id"],
        timezone=visit["timezone"],
        booking_id=visit["booking_id"],
        booking_number=visit["number"],
        customer={key: visit["customer"][key] for key in CUSTOMER if key in visit["customer"]},
        subject=visit["subject"],
        items=tuple(visit["items"]),
        visited_at=visit["completed_at"],
        opens_at=days.opens_at,
        due_at=days.due_at,
        patience=step.attempts,
        history=(Move("plan", now, PLANNER),),
    )


def state(task: Task, now: datetime) -> str:
    """Return where *task* stands at *now*: planned means waiting, and open from ``opens_at`` on."""
    if task.stage != "planned":
        return task.stage
    return "open" if now >= task.opens_at else "waiting"


def overdue(task: Task, now: datetime) -> bool:
    """Say whether the window of *task* has passed and nobody has finished it."""
    return task.stage in ("planned", "taken") and now >= task.due_at


def legal_moves(task: Task, by: Person, now: datetime) -> tuple[str, ...]:
    """Return what *by* may do with *task* at *now*; a taken task obeys its holder only."""
    stands = state(task, now)
    if stands == "open":
        return ("take", "record")
    if stands == "taken" and _holds(by, task):
        return ("record",)
    return ()


def take(task: Task, by: Person, now: datetime, if_revision: int | None = None) -> Task:
    """Give *task* to *by*; taking what one holds already changes nothing.

    Raises:
        IllegalTransition: it is not open, or somebody else's; ``holder`` says whose.
        Stale: it has moved on since *if_revision*.
    """
    if task.stage == "taken" and _holds(by, task):
        return task
    _must("take", task, by, now, if_revision)
    return replace(_moved(task, Move("take", now, by)), stage="taken", taken_by=by)


def record(
    task: Task,
    by: Person,
    now: datetime,
    *,
    if_revision: int | None = None,
    outcome: str,
    notes: str = "",
    agenda: Iterable[str] = (),
    recommended_booking: bool | None = None,
) -> Task:
    """Write down what a call by *by* brought; who has not taken the task takes it first.

    A call that found nobody to talk to, or only one to call later, leaves the task open
    for anybody, until the last attempt ends it with that outcome.

    Raises:
        IllegalTransition: it is not open, or somebody else's; ``holder`` says whose.
        Stale: it has moved on since *if_revision*.
    """
    _must("record", task, by, now, if_revision)
    held = _moved(take(task, by, now), Move("record", now, by, outcome, notes))
    attempts = task.attempts + (outcome in TRY_AGAIN)
    if outcome in TRY_AGAIN and attempts < task.patience:
        return replace(held, stage="planned", taken_by=None, attempts=attempts)
    ticked = set(agenda)
    brought = Outcome(
        outcome=outcome,
        notes=notes,
        agenda=tuple(point for point in AGENDA if point in ticked),
        recommended_booking=recommended_booking,
        at=now,
        by=by,
        in_time=now < task.due_at,
    )
    return replace(held, stage="done", attempts=attempts, outcome=brought)


def _must(move: str, task: Task, by: Person, now: datetime, if_revision: int | None) -> None:
    legal = legal_moves(task, by, now)
    if move not in legal:
        raise IllegalTransition(
            state=state(task, now), legal=[*legal], holder=task.taken_by, revision=task.revision
        )
    if if_revision not in (None, task.revision):
        raise Stale(revision=task.revision)


def _holds(by: Person, task: Task) -> bool:
    holder = task.taken_by
    return holder is not None and (holder["kind"], holder["id"]) == (by["kind"], by["id"])


def _moved(task: Task, move: Move) -> Task:
    return replace(task, revision=task.revision + 1, history=(*task.history, move))
