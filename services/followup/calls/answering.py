"""What an outcome makes a booking do: asked of booking until it has answered, done there once."""

from datetime import timedelta
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.context import service_actor
from common.contracts import booking
from common.contracts.followup import SERVICE
from common.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from services.followup.domain.passing import answered
from services.followup.domain.tasks import OWED, Task

ANSWER = "answer"
AGAIN_SOON = timedelta(seconds=1)
AWAY_FOR_NOW = timedelta(seconds=5)


class AnsweringWork:
    """For the service class to inherit, which brings ``store``, ``now``, ``ask`` and ``due``."""

    store: Any
    now: Any
    ask: Any
    due: Any

    @does(ANSWER)
    def answer(self, work: Work) -> timedelta | None:
        """Have booking do what the customer said (RM-01, CX-08); what it refuses is told."""
        task: Task = self.store.task(work.subject["task_id"])
        if task.answer is None or task.answer.state != OWED:
            return None
        us = service_actor(SERVICE, booking.ANSWER.needs, correlation_id=task.id)
        state, why = "done", ""
        try:
            self.ask(booking.ANSWER, us, **_asked(task))
        except Stale:
            return AGAIN_SOON
        except Unavailable:
            return AWAY_FOR_NOW
        except (Conflict, Invalid, NotFound) as refusal:
            state, why = "refused", str(refusal.details.get("status", refusal.code))
        after = answered(task, self.now(), state, why)
        return None if self.store.keep(task, after, []) else AGAIN_SOON

    def _plan_answer(self, task: Task) -> None:
        subject = {"task_id": task.id, "booking_id": task.booking_id}
        self.due.plan(f"{ANSWER}:{task.id}", ANSWER, self.now(), subject)


def _asked(task: Task) -> dict[str, Any]:
    assert task.answer is not None
    assert task.outcome is not None
    said = task.outcome
    return {
        "booking_id": task.booking_id,
        "cause": task.id,
        "by": said.by,
        "answer": task.answer.move,
        "expected_at": said.expected_at.isoformat() if said.expected_at else None,
        "reason": said.notes[:500],
    }
