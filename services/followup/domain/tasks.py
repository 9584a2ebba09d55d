"""A task: it waits, opens, belongs to somebody, and ends with an outcome.

Every function takes the task as it stands and returns the task as it then stands.
``revision`` counts the moves in ``history``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from common.contracts.booking import IllegalTransition
from common.contracts.followup import AGENDA, CALLERS, OUTCOMES
from common.errors import Forbidden, Stale
from services.followup.domain.chains import Chain, window
from services.followup.domain.outcomes import check_outcome

TRY_AGAIN = ("unreachable", "call_later")
STANDING = ("planned", "taken")
OWED = "owed"
CUSTOMER = ("id", "name", "phone", "language")
ACTS_FOR = "acts_for"
"""Where a person who asks carries the log-ins of those for whom they stand in at that moment."""
PLANNER = {"id": "followup", "kind": "service", "role": ""}

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """Who did what to a task, and when; what a call brought, if it was one; to whom it went."""

    move: str
    at: datetime
    by: Person
    outcome: str | None = None
    notes: str = ""
    to: str = ""


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
    expected_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a booking is to do because of an outcome: ``owed`` until booking has answered."""

    move: str
    state: str = OWED


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``stage`` is what was done to it: planned, taken, done or dropped; see ``state``.

    It is its ``owner``'s, a role that somebody ``accountable`` answers for, later that of the
    ``next_owners``; people of the roles ``by`` may do it (CON-3, CON-7).  ``answers`` says
    which outcome moves the booking how.  ``brief`` is what to talk or write about.  ``call_at``
    is when a machine calls first (RM-21).
    """

    id: str
    revision: int
    kind: str
    chain: str
    stage: str
    store_id: str
    timezone: str
    booking_id: str | None
    booking_number: str | None
    customer: dict[str, Any]
    subject: dict[str, Any] | None
    items: tuple[dict[str, Any], ...]
    brief: str = ""
    case_id: str | None = None
    campaign_id: str | None = None
    visited_at: datetime | None = None
    start: datetime | None = None
    agreed_at: datetime | None = None
    call_at: datetime | None = None
    opens_at: datetime
    due_at: datetime
    patience: int
    pause_minutes: int = 0
    attempts: int = 0
    owner: str = "tracking_clerk"
    accountable: str = "business_supervisor"
    next_owners: tuple[dict[str, Any], ...] = ()
    by: tuple[str, ...] = CALLERS
    outcomes: tuple[str, ...] = OUTCOMES
    answers: dict[str, str] = field(default_factory=dict)
    taken_by: Person | None = None
    outcome: Outcome | None = None
    answer: Answer | None = None
    linked_booking_id: str | None = None
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
        owner=step.owner,
        accountable=step.accountable,
        history=(Move("plan", now, PLANNER),),
    )


def state(task: Task, now: datetime) -> str:
    """Return where *task* stands at *now*: planned means waiting, and open from ``opens_at`` on."""
    if task.stage != "planned":
        return task.stage
    return "open" if now >= task.opens_at else "waiting"


def overdue(task: Task, now: datetime) -> bool:
    """Say whether the window of *task* has passed and nobody has finished it."""
    return task.stage in STANDING and now >= task.due_at


def legal_moves(task: Task, by: Person, now: datetime) -> tuple[str, ...]:
    """Return what *by* may do with *task* at *now*; a taken task obeys its holder only."""
    if not may_do(task, by):
        return ()
    return _allowed(task, by, now)


def may_do(task: Task, by: Person) -> bool:
    """Say whether people of the role of *by* do such tasks (requirements §19.1).

    Who stands in for the one who holds it may do this one, whatever their own role (RL-12).
    """
    return by["role"] in task.by or stands_in(by, task)


def _allowed(task: Task, by: Person, now: datetime) -> tuple[str, ...]:
    stands = state(task, now)
    if stands == "open":
        return ("take", "record")
    if stands == "taken" and holds(by, task):
        return ("record",)
    return ()


def take(task: Task, by: Person, now: datetime, if_revision: int | None = None) -> Task:
    """Give *task* to *by*; taking what one holds already changes nothing.

    Raises:
        Forbidden: people of that role do not do such tasks.
        IllegalTransition: it is not open, or somebody else's; ``holder`` says whose.
        Stale: it has moved on since *if_revision*.
    """
    if task.stage == "taken" and holds(by, task):
        return task
    _must("take", task, by, now, if_revision)
    me = signature(by)
    return replace(moved(task, Move("take", now, me)), stage="taken", taken_by=me)


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
    expected_at: datetime | None = None,
    reason: str | None = None,
) -> Task:
    """Write down what a call by *by* brought; who has not taken the task takes it first.

    A call that found nobody to talk to, or only one to call later, leaves the task open
    for anybody, after a pause if it has one, until the last attempt ends it with that outcome.

    Raises:
        Invalid: such a task cannot end so, or not without saying more.
        Forbidden: people of that role do not do such tasks.
        IllegalTransition: it is not open, or somebody else's; ``holder`` says whose.
        Stale: it has moved on since *if_revision*.
    """
    _must("record", task, by, now, if_revision)
    check_outcome(task.kind, task.outcomes, outcome, expected_at, reason, task.start, task.timezone)
    held = take(task, by, now)
    by = signature(by, held)
    held = moved(held, Move("record", now, by, outcome, notes))
    attempts = task.attempts + (outcome in TRY_AGAIN)
    if outcome in TRY_AGAIN and attempts < task.patience:
        return paused(replace(held, stage="planned", taken_by=None, attempts=attempts), now)
    ticked = set(agenda)
    brought = Outcome(
        outcome=outcome,
        notes=notes,
        agenda=tuple(point for point in AGENDA if point in ticked),
        recommended_booking=recommended_booking,
        at=now,
        by=by,
        in_time=now < task.due_at,
        expected_at=expected_at,
        reason=reason,
    )
    answer = Answer(task.answers[outcome]) if outcome in task.answers else None
    return replace(held, stage="done", attempts=attempts, outcome=brought, answer=answer)


def paused(task: Task, now: datetime) -> Task:
    """Return *task* to be tried again after its pause, and due another one later (RM-11)."""
    if not task.pause_minutes:
        return task
    pause = timedelta(minutes=task.pause_minutes)
    return replace(task, opens_at=now + pause, due_at=max(task.due_at, now + 2 * pause))


def _must(move: str, task: Task, by: Person, now: datetime, if_revision: int | None) -> None:
    if not may_do(task, by):
        raise Forbidden(needs=f"one of the roles {', '.join(task.by)}")
    legal = legal_moves(task, by, now)
    if move not in legal:
        raise IllegalTransition(
            state=state(task, now), legal=[*legal], holder=task.taken_by, revision=task.revision
        )
    if if_revision not in (None, task.revision):
        raise Stale(revision=task.revision)


def holds(by: Person, task: Task) -> bool:
    """Say whether *task* is in the hands of *by*, or of somebody for whom they stand in."""
    holder = task.taken_by
    if holder is None or holder["kind"] != by["kind"]:
        return False
    return holder["id"] == by["id"] or stands_in(by, task)


def stands_in(by: Person, task: Task) -> bool:
    """Say whether *task* is in the hands of somebody for whom *by* acts today (RL-12)."""
    return task.taken_by is not None and task.taken_by["id"] in by.get(ACTS_FOR, ())


def signature(by: Person, task: Task | None = None) -> Person:
    """Return how *by* signs what they do: their name, and for whom they did it if they act."""
    name = {key: by[key] for key in ("id", "kind", "role")}
    if task and task.taken_by and stands_in(by, task):
        return {**name, "acting_for": task.taken_by["id"]}
    return name


def moved(task: Task, move: Move) -> Task:
    """Return *task* one revision on, with *move* in its history."""
    return replace(task, revision=task.revision + 1, history=(*task.history, move))
