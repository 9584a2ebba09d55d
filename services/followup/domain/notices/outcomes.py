"""What customers are to be told because of how a task ended."""

from dataclasses import replace

from services.followup.domain.consequences import Before, Consequences
from services.followup.domain.notices import maintenance
from services.followup.domain.notices.notice import Wanted


def with_notices(made: Consequences, before: Before) -> Consequences:
    """Return what an outcome brings, with what its customer is to be told of it.

    A store of which nobody ever booked has no address and no telephone to tell.
    """
    if before.shop is None:
        return made
    wanted: list[Wanted] = []
    if made.file:
        wanted.append(maintenance.reminders(made.file, before.shop, before.customer, before.visits))
    return replace(made, notices=tuple(wanted))
