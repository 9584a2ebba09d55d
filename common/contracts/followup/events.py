"""What followup tells of tasks."""

from marshmallow import fields

from common.contracts.base import Event

SERVICE = "followup"


class TaskFact(Event):
    """``call_at`` is when a call is made by machine before people are asked to (RM-21).

    ``start`` is that of the visit which it is about, if it is about one.
    """

    source = SERVICE

    task_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True)
    state = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    opens_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    outcome = fields.Str(load_default=None, allow_none=True)
    in_time = fields.Bool(load_default=None, allow_none=True)
    call_at = fields.AwareDateTime(load_default=None, allow_none=True)
    start = fields.AwareDateTime(load_default=None, allow_none=True)


class TaskPlanned(TaskFact):
    """A task is planned; its window is known."""

    type = "task_planned"


class TaskDone(TaskFact):
    """A task was done and its outcome recorded."""

    type = "task_done"


class TaskWithdrawn(TaskFact):
    """A task is wanted no more: its booking has moved on."""

    type = "task_withdrawn"


TASK_FACTS = (TaskPlanned, TaskDone, TaskWithdrawn)
