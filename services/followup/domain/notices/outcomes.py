"""What customers are to be told because of how a task ended, or a case went on."""

from collections.abc import Iterator
from dataclasses import replace

from services.followup.domain.around import Around
from services.followup.domain.campaigns import LETTER_WANTED
from services.followup.domain.consequences import Before, Consequences
from services.followup.domain.notices import maintenance
from services.followup.domain.notices.after_calls import after_call
from services.followup.domain.notices.campaigns import invitation
from services.followup.domain.notices.cases import answered
from services.followup.domain.notices.notice import Wanted
from services.followup.domain.notices.shops import Shop
from services.followup.domain.tasks import Task


def told_of_task(task: Task, made: Consequences, before: Before, chain: Around) -> Consequences:
    """Return what an outcome of *task* has *made*, with what its customer is to be told.

    A store in which nobody ever booked has no address and no telephone that could be told.
    """
    if before.shop is None:
        return made
    wanted = [*_of_task(task, before, before.shop, chain), *_beside(made, before, before.shop)]
    return replace(made, notices=tuple(wanted))


def told_of_case(made: Consequences, before: Before) -> Consequences:
    """Return what was *made* of a case, with what its customer is to be told."""
    if before.shop is None:
        return made
    return replace(made, notices=tuple(_beside(made, before, before.shop)))


def _of_task(task: Task, before: Before, shop: Shop, chain: Around) -> Iterator[Wanted]:
    said = task.outcome
    if said is None:
        return
    if (wanted := after_call(task, shop, before.customer)).notices:
        yield wanted
    if said.outcome == LETTER_WANTED and before.campaign and before.customer:
        yield invitation(before.campaign, before.customer, shop, chain, said.at)


def _beside(made: Consequences, before: Before, shop: Shop) -> Iterator[Wanted]:
    if made.file:
        yield maintenance.reminders(made.file, shop, before.customer, before.visits)
    if made.case:
        yield answered(made.case, shop, before.customer)
