"""What happens to a task but its own work: it goes to others, is wanted no more, ends by itself."""

from dataclasses import replace
from datetime import datetime

from common.contracts.booking import IllegalTransition
from common.errors import Forbidden, Invalid, Stale
from services.followup.domain.deadlines import end_of_day
from services.followup.domain.tasks import (
    PLANNER,
    STANDING,
    Answer,
    Move,
    Outcome,
    Person,
    Task,
    holds,
    may_do,
    moved,
    signature,
    state,
)


def may_reassign(task: Task, by: Person) -> bool:
    """Say whether *by* may hand *task* on: who holds it, who answers for it, or who may take it."""
    if task.stage not in STANDING:
        return False
    if by["role"] == task.accountable or holds(by, task):
        return True
    return task.stage == "planned" and may_do(task, by)


def reassigned(
    task: Task,
    by: Person,
    now: datetime,
    *,
    if_revision: int | None = None,
    role: str,
    person: str | None = None,
    reason: str,
) -> Task:
    """Return *task* in the hands of *person*, or open to everybody of *role*.

    Raises:
        IllegalTransition: it has ended.
        Forbidden: it is not for *by* to hand on.
        Stale: it has moved on since *if_revision*.
        Invalid: people of *role* do not do such tasks.
    """
    if task.stage not in STANDING:
        raise IllegalTransition(
            state=state(task, now), legal=[], holder=task.taken_by, revision=task.revision
        )
    if not may_reassign(task, by):
        raise Forbidden(needs=f"{task.accountable}, or whose task it is")
    if if_revision not in (None, task.revision):
        raise Stale(revision=task.revision)
    if role not in task.by:
        raise Invalid.of(role=f"Must be one of: {', '.join(task.by)}.")
    holder = {"id": person, "kind": by["kind"], "role": role} if person else None
    move = Move("reassign", now, signature(by, task), notes=reason, to=person or role)
    stage = "taken" if holder else "planned"
    return replace(moved(task, move), owner=role, stage=stage, taken_by=holder)


def handed_on(task: Task, now: datetime) -> Task | None:
    """Return *task* with its next owner, or None unless its owner's days are over (CON-3)."""
    if task.stage not in STANDING or not task.next_owners or now < task.due_at:
        return None
    following, *later = task.next_owners
    move = Move("hand_on", now, PLANNER, to=following["role"])
    return replace(
        moved(task, move),
        owner=following["role"],
        accountable=following["accountable"],
        next_owners=tuple(later),
        due_at=end_of_day(now, following["days"] or 0, task.timezone),
        stage="planned",
        taken_by=None,
    )


def withdrawn(task: Task, now: datetime, why: str) -> Task:
    """Return *task* as one that is wanted no more, *why* being where the booking went (RM-20)."""
    return replace(moved(task, Move("drop", now, PLANNER, notes=why)), stage="dropped")


def ended(task: Task, now: datetime, outcome: str, linked: str | None = None) -> Task:
    """Return *task* done by what happened to a booking, without anybody's doing."""
    brought = Outcome(outcome, "", (), None, now, PLANNER, in_time=now < task.due_at)
    return replace(
        moved(task, Move("record", now, PLANNER, outcome)),
        stage="done",
        outcome=brought,
        linked_booking_id=linked,
    )


def joined(task: Task, now: datetime) -> Task:
    """Return *task* for one more call of the same number (CH-02)."""
    return moved(task, Move("call_again", now, PLANNER))


def answered(task: Task, now: datetime, state: str, why: str = "") -> Task:
    """Return *task* after booking has moved, or has refused to; why it refused is told."""
    assert task.answer is not None
    after = replace(task, answer=Answer(task.answer.move, state))
    return moved(after, Move("answer", now, PLANNER, notes=why, to=state))
