"""What customers are to be told because of how a task ended, or a case went on."""

from collections.abc import Iterator
from dataclasses import replace

from services.followup.domain.consequences import Before, Consequences
from services.followup.domain.notices import maintenance
from services.followup.domain.notices.after_calls import after_call
from services.followup.domain.notices.cases import answered
from services.followup.domain.notices.notice import Wanted
from services.followup.domain.tasks import Task


def with_notices(made: Consequences, before: Before, task: Task | None = None) -> Consequences:
    """Return what was *made* of an outcome of *task*, with what its customer is to be told.

    A store in which nobody ever booked has no address and no telephone that could be told.
    """
    if before.shop is None:
        return made
    return replace(made, notices=tuple(_wanted(made, before, task)))


def _wanted(made: Consequences, before: Before, task: Task | None) -> Iterator[Wanted]:
    assert before.shop is not None
    if made.file:
        yield maintenance.reminders(made.file, before.shop, before.customer, before.visits)
    if made.case:
        yield answered(made.case, before.shop, before.customer)
    if task and (wanted := after_call(task, before.shop, before.customer)).notices:
        yield wanted
