"""Tasks: calls to make, letters to send, files to keep."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import IllegalTransition
from common.contracts.booking.replies import Facts
from common.contracts.booking.requests import Export
from common.contracts.followup.cases import Said
from common.contracts.followup.events import SERVICE
from common.contracts.followup.files import FileFields, NextCall
from common.errors import Forbidden, Invalid, NotFound, Stale, Unavailable

TASK_STATES = ("waiting", "open", "taken", "done", "dropped")
OUTCOMES = ("reached", "unreachable", "call_later", "complaint", "wrong_number")
AROUND_OUTCOMES = (
    "confirmed", "arrives_at", "new_time", "cancelled", "booked", "informed", "accepted",
    "put_right", "rebooked", "refused", "recovered", "came_later", "done",
)  # fmt: skip
"""How tasks around a booking may end, beside the outcomes of any call."""
BESIDE_OUTCOMES = ("filed", "answered", "reported", "told", "letter_wanted", "sent")
"""How tasks of files, cases and campaigns may end, beside the outcomes of any call."""
EVERY_OUTCOME = (*OUTCOMES, *AROUND_OUTCOMES, *BESIDE_OUTCOMES)
CALLERS = ("cr_clerk", "cr_supervisor", "tracking_clerk", "business_supervisor")
"""The roles that make calls after a visit (requirements §19.1)."""
AFTER_VISIT = ("first_call", "second_call")
"""The kinds of task that the figures of follow-up calls count (RP-26)."""
NO_SHOW_REASONS = (
    "forgot", "time_conflict", "serviced_elsewhere", "price", "car_sold_or_moved",
    "unreachable", "dissatisfied", "other",
)  # fmt: skip
"""Why somebody did not come (NS-04)."""
AGENDA = (
    "use_and_opinion", "new_needs", "knowledge", "current_services",
    "events", "consultation", "visit",
)  # fmt: skip


class ListTasks(Request):
    """``mine`` are those in the hands of who asks, or of somebody for whom they stand in."""

    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(TASK_STATES))
    booking_id = fields.Str(load_default=None, allow_none=True)
    kind = fields.Str(load_default=None, allow_none=True)
    owner = fields.Str(load_default=None, allow_none=True)
    due_before = fields.AwareDateTime(load_default=None, allow_none=True)
    overdue = fields.Bool(load_default=None, allow_none=True)
    mine = fields.Bool(load_default=False)
    case_id = fields.Str(load_default=None, allow_none=True)
    campaign_id = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OfTask(Request):
    task_id = fields.Str(required=True)


class TakeTask(Request):
    task_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)


class RecordOutcome(Request):
    """What the call brought; ``agenda`` ticks the points talked about (FU-04, FU-05).

    ``case`` is what the customer complained of, wished or asked; ``file`` and ``next_call``
    go with a customer's file that is made (CU-02, CU-04).
    """

    task_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)
    outcome = fields.Str(required=True, validate=validate.OneOf(EVERY_OUTCOME))
    notes = fields.Str(load_default="", validate=validate.Length(max=2000))
    agenda = fields.List(fields.Str(validate=validate.OneOf(AGENDA)), load_default=list)
    recommended_booking = fields.Bool(load_default=None, allow_none=True)
    expected_at = fields.AwareDateTime(load_default=None, allow_none=True)
    reason = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(NO_SHOW_REASONS)
    )
    case = fields.Nested(Said, load_default=None, allow_none=True)
    file = fields.Nested(FileFields, load_default=None, allow_none=True)
    next_call = fields.Nested(NextCall, load_default=None, allow_none=True)


class ReassignTask(Request):
    """To whose hands it goes: a role, or a person who has it; why."""

    task_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)
    role = fields.Str(required=True)
    person = fields.Str(load_default=None, allow_none=True)
    reason = fields.Str(required=True, validate=validate.Length(1, 500))


class LogMissedCall(Request):
    """A call to the booking line that nobody took (CH-02)."""

    store_id = fields.Str(required=True)
    phone = fields.Str(required=True)
    at = fields.AwareDateTime(load_default=None, allow_none=True)


class TaskReply(Reply):
    """One task: it opens, is due, belongs to somebody, and ends with one of its ``outcomes``.

    ``due_at`` is the first moment after the window; ``last_day`` is the window's last day
    in the store's zone.  ``attempts`` counts the calls that found nobody to talk to.
    ``answer`` says how the booking moves because of the outcome, and whether it has.
    ``brief`` is what to talk or write about.  ``acting_for`` is the log-in of its holder if
    the reader stands in for them (RL-12).
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True)
    state = fields.Str(required=True)
    overdue = fields.Bool(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    booking_number = fields.Str(required=True, allow_none=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    items = fields.List(fields.Dict(), required=True)
    visited_at = fields.Str(required=True, allow_none=True)
    start = fields.Str(load_default=None, allow_none=True)
    opens_at = fields.Str(required=True)
    due_at = fields.Str(required=True)
    last_day = fields.Str(required=True)
    attempts = fields.Int(required=True)
    brief = fields.Str(required=True)
    case_id = fields.Str(required=True, allow_none=True)
    campaign_id = fields.Str(required=True, allow_none=True)
    taken_by = fields.Dict(required=True, allow_none=True)
    acting_for = fields.Str(required=True, allow_none=True)
    outcome = fields.Dict(required=True, allow_none=True)
    owner = fields.Str(required=True)
    accountable = fields.Str(required=True)
    roles = fields.List(fields.Str(), required=True)
    outcomes = fields.List(fields.Str(), required=True)
    answer = fields.Dict(required=True, allow_none=True)
    linked_booking_id = fields.Str(required=True, allow_none=True)
    may_reassign = fields.Bool(required=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class Tasks(Reply):
    tasks = fields.List(fields.Nested(TaskReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class MissedCall(Reply):
    """The task to call back; ``joined`` if that number was waiting to be called already."""

    task = fields.Nested(TaskReply, required=True)
    joined = fields.Bool(required=True)


LIST = Call(SERVICE, "list_tasks", ListTasks, Tasks, "tasks:read", (NotFound, Invalid), read=True)
GET = Call(SERVICE, "get", OfTask, TaskReply, "tasks:read", (NotFound,), read=True)
_MOVED = (NotFound, Stale, IllegalTransition, Forbidden)
TAKE = Call(SERVICE, "take", TakeTask, TaskReply, "tasks:write", _MOVED)
RECORD = Call(SERVICE, "record", RecordOutcome, TaskReply, "tasks:write", (*_MOVED, Invalid))
REASSIGN = Call(SERVICE, "reassign", ReassignTask, TaskReply, "tasks:write", (*_MOVED, Invalid))
LOG_MISSED_CALL = Call(
    SERVICE, "log_missed_call", LogMissedCall, MissedCall, "calls:log",
    (NotFound, Invalid, Unavailable),
)  # fmt: skip
EXPORT = Call(SERVICE, "export", Export, Facts, "facts:read", read=True)

CALLS = (LIST, GET, TAKE, RECORD, REASSIGN, LOG_MISSED_CALL, EXPORT)
