"""What followup offers and tells."""

from common.contracts.followup import substitutions, tasks
from common.contracts.followup.events import (
    EVENTS,
    SERVICE,
    TaskDone,
    TaskFact,
    TaskPlanned,
    TaskWithdrawn,
)
from common.contracts.followup.substitutions import (
    APPOINT,
    END_SUBSTITUTION,
    SUBSTITUTIONS,
    SubstitutionReply,
)
from common.contracts.followup.tasks import (
    AFTER_VISIT,
    AGENDA,
    AROUND_OUTCOMES,
    CALLERS,
    EXPORT,
    GET,
    LIST,
    LOG_MISSED_CALL,
    NO_SHOW_REASONS,
    OUTCOMES,
    REASSIGN,
    RECORD,
    TAKE,
    TASK_STATES,
    TaskReply,
)

CALLS = (*tasks.CALLS, *substitutions.CALLS)

__all__ = [
    "AFTER_VISIT",
    "AGENDA",
    "APPOINT",
    "AROUND_OUTCOMES",
    "CALLERS",
    "CALLS",
    "END_SUBSTITUTION",
    "EVENTS",
    "EXPORT",
    "GET",
    "LIST",
    "LOG_MISSED_CALL",
    "NO_SHOW_REASONS",
    "OUTCOMES",
    "REASSIGN",
    "RECORD",
    "SERVICE",
    "SUBSTITUTIONS",
    "TAKE",
    "TASK_STATES",
    "SubstitutionReply",
    "TaskDone",
    "TaskFact",
    "TaskPlanned",
    "TaskReply",
    "TaskWithdrawn",
]  # fmt: skip
