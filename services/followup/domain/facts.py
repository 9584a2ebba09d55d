"""What followup tells about a task, at its planning and at its end."""

from datetime import datetime
from typing import Any

from common.contracts.followup import TaskDone, TaskPlanned, TaskWithdrawn
from services.followup.domain.tasks import Task, state

TOLD = {"plan": TaskPlanned, "record": TaskDone, "drop": TaskWithdrawn}


def fact(task: Task, now: datetime) -> dict[str, Any]:
    """Return where *task* stands as JSON, in the shape of ``TaskFact``."""
    return {
        "task_id": task.id,
        "revision": task.revision,
        "kind": task.kind,
        "state": state(task, now),
        "booking_id": task.booking_id,
        "opens_at": task.opens_at.isoformat(),
        "due_at": task.due_at.isoformat(),
        "outcome": task.outcome.outcome if task.outcome else None,
        "in_time": task.outcome.in_time if task.outcome else None,
        "call_at": task.call_at.isoformat() if task.call_at else None,
        "start": task.start.isoformat() if task.start else None,
    }


def announcements(task: Task, now: datetime, correlation_id: str) -> list[dict[str, Any]]:
    """Return what is to be told of *task* after its latest move: nothing, mostly.

    A call that belongs to no booking is of interest to nobody else.
    """
    kind = TOLD.get(task.history[-1].move) if task.booking_id else None
    if kind is None or (kind is TaskDone and task.stage != "done"):
        return []
    return [
        kind.happened(
            f"{task.id}:{task.revision}",
            at=now,
            store_id=task.store_id,
            correlation_id=correlation_id,
            data=fact(task, now),
        )
    ]
