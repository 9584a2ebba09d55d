"""What followup offers and tells."""

from marshmallow import fields, validate

from common.contracts.base import Call, Event, Reply, Request
from common.contracts.booking import IllegalTransition
from common.contracts.booking.replies import Facts
from common.contracts.booking.requests import Export
from common.errors import Invalid, NotFound, Stale

SERVICE = "followup"

TASK_STATES = ("waiting", "open", "taken", "done", "dropped")
OUTCOMES = ("reached", "unreachable", "call_later", "complaint", "wrong_number")
AGENDA = (
    "use_and_opinion", "new_needs", "knowledge", "current_services",
    "events", "consultation", "visit",
)  # fmt: skip


class ListTasks(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(TASK_STATES))
    booking_id = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OfTask(Request):
    task_id = fields.Str(required=True)


class TakeTask(Request):
    task_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)


class RecordOutcome(Request):
    """What the call brought; ``agenda`` ticks the points talked about (FU-04, FU-05)."""

    task_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)
    outcome = fields.Str(required=True, validate=validate.OneOf(OUTCOMES))
    notes = fields.Str(load_default="", validate=validate.Length(max=2000))
    agenda = fields.List(fields.Str(validate=validate.OneOf(AGENDA)), load_default=list)
    recommended_booking = fields.Bool(load_default=None, allow_none=True)


class TaskReply(Reply):
    """One call to make: it opens, is due, belongs to somebody, and ends with an outcome.

    ``due_at`` is the first moment after the window; ``last_day`` is the window's last day
    in the store's zone.  ``attempts`` counts the calls that found nobody to talk to.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True)
    state = fields.Str(required=True)
    overdue = fields.Bool(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    booking_number = fields.Str(required=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    items = fields.List(fields.Dict(), required=True)
    visited_at = fields.Str(required=True)
    opens_at = fields.Str(required=True)
    due_at = fields.Str(required=True)
    last_day = fields.Str(required=True)
    attempts = fields.Int(required=True)
    taken_by = fields.Dict(required=True, allow_none=True)
    outcome = fields.Dict(required=True, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class Tasks(Reply):
    tasks = fields.List(fields.Nested(TaskReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class TaskFact(Event):
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


class TaskPlanned(TaskFact):
    """A call is planned after a visit; its window is known."""

    type = "task_planned"


class TaskDone(TaskFact):
    """A call was made and its outcome recorded."""

    type = "task_done"


LIST = Call(SERVICE, "list_tasks", ListTasks, Tasks, "tasks:read", (NotFound, Invalid), read=True)
GET = Call(SERVICE, "get", OfTask, TaskReply, "tasks:read", (NotFound,), read=True)
TAKE = Call(
    SERVICE, "take", TakeTask, TaskReply, "tasks:write", (NotFound, Stale, IllegalTransition)
)
RECORD = Call(
    SERVICE, "record", RecordOutcome, TaskReply, "tasks:write", (NotFound, Stale, IllegalTransition)
)
EXPORT = Call(SERVICE, "export", Export, Facts, "facts:read", read=True)

CALLS = (LIST, GET, TAKE, RECORD, EXPORT)
EVENTS = (TaskPlanned, TaskDone)
