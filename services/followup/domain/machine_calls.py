"""Calls before a visit that a machine makes first, and when people's turn comes (RM-21).

People are asked only where the machine brought no answer by then: an answer moves the
booking, which ends the task before it opens.  So they are asked too if the machine is away.
"""

from datetime import datetime, timedelta

from services.followup.domain.around import HUMAN, Kind
from services.followup.domain.chains import Window

THEN_HUMAN = "auto_then_human"
ONE_CALL = timedelta(minutes=10)
"""After so long a call by machine has brought its answer, or none."""

ALL_CALLS = timedelta(minutes=100)
"""After so long it has been repeated for the last time."""

NO_MORE_BEFORE = timedelta(minutes=30)
"""So long before the visit no machine calls any more."""


def by_machine(kind: Kind, days: Window, start: datetime) -> tuple[datetime | None, Window]:
    """Return when a machine calls, if it does, and the window of the people after it.

    ``auto`` calls when the task is due, and again where nobody answers; ``auto_then_human``
    calls once, as soon as a person could have.
    """
    if kind.mode == HUMAN or kind.before is None:
        return None, days
    if kind.mode == THEN_HUMAN:
        call_at, opens = days.opens_at, days.opens_at + ONE_CALL
    else:
        call_at = days.due_at
        opens = max(call_at + ONE_CALL, min(call_at + ALL_CALLS, start - NO_MORE_BEFORE))
    return call_at, Window(opens, max(days.due_at, opens + kind.before.opens))
