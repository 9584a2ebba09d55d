"""Cases: what customers complain of, wish or ask, until they have been told (CP-01)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import IllegalTransition
from common.contracts.followup.events import SERVICE
from common.errors import Invalid, NotFound, Stale, Unavailable

CASE_KINDS = ("complaint", "request", "hope", "question")
CASE_CHANNELS = (
    "follow_up_call", "inbound_call", "front_desk", "hotline", "reception", "online",
)  # fmt: skip
CASE_STATES = ("open", "reported", "solved", "closed")
LONGEST_WORDS = 2000

REFUND_METHODS = ("card", "paypal")
"""By which money goes back; by card it takes weeks to arrive (CP-16)."""


class Said(Request):
    """What the customer said, and what it was answered with if it could be at once (FU-06)."""

    kind = fields.Str(load_default="complaint", validate=validate.OneOf(CASE_KINDS))
    words = fields.Str(required=True, validate=validate.Length(1, LONGEST_WORDS))
    answer = fields.Str(
        load_default=None, allow_none=True, validate=validate.Length(1, LONGEST_WORDS)
    )


class OpenCase(Said):
    """A case from any channel; ``booking_id`` names the visit that it is about."""

    store_id = fields.Str(required=True)
    channel = fields.Str(required=True, validate=validate.OneOf(CASE_CHANNELS))
    name = fields.Str(required=True, validate=validate.Length(1, 50))
    phone = fields.Str(required=True)
    booking_id = fields.Str(load_default=None, allow_none=True)


class ListCases(Request):
    """``late`` are those that should have been reported, or the customer told, by now."""

    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(CASE_STATES))
    kind = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(CASE_KINDS))
    late = fields.Bool(load_default=False)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OfCase(Request):
    case_id = fields.Str(required=True)


class MoveCase(OfCase):
    """The solution, or what was answered or told."""

    if_revision = fields.Int(load_default=None, allow_none=True)
    words = fields.Str(required=True, validate=validate.Length(1, LONGEST_WORDS))


class Refund(OfCase):
    """Money is on its way back to the customer; ``amount`` is in fen."""

    if_revision = fields.Int(load_default=None, allow_none=True)
    amount = fields.Int(required=True, validate=validate.Range(1, 1_000_000_000))
    method = fields.Str(required=True, validate=validate.OneOf(REFUND_METHODS))


class CaseReply(Reply):
    """``report_by`` and ``tell_by`` are the first moments at which it is late; ``late`` says what.

    ``steps`` say who did what, and whether in time.  ``task_id`` is what is to be done next,
    ``from_task_id`` the call in which it was said.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True)
    state = fields.Str(required=True)
    late = fields.Str(required=True, allow_none=True)
    channel = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    booking_id = fields.Str(required=True, allow_none=True)
    booking_number = fields.Str(required=True, allow_none=True)
    from_task_id = fields.Str(required=True, allow_none=True)
    words = fields.Str(required=True)
    solution = fields.Str(required=True, allow_none=True)
    opened_at = fields.Str(required=True)
    report_by = fields.Str(required=True)
    tell_by = fields.Str(required=True, allow_none=True)
    task_id = fields.Str(required=True, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    steps = fields.List(fields.Dict(), required=True)


class Cases(Reply):
    cases = fields.List(fields.Nested(CaseReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


_MOVED = (NotFound, Invalid, Stale, IllegalTransition)
OPEN_CASE = Call(
    SERVICE, "open_case", OpenCase, CaseReply, "cases:write", (NotFound, Invalid, Unavailable)
)
LIST_CASES = Call(
    SERVICE, "list_cases", ListCases, Cases, "cases:read", (NotFound, Invalid), read=True
)
GET_CASE = Call(SERVICE, "get_case", OfCase, CaseReply, "cases:read", (NotFound,), read=True)
SOLVE_CASE = Call(SERVICE, "solve_case", MoveCase, CaseReply, "cases:solve", _MOVED)
REFUND = Call(SERVICE, "refund", Refund, CaseReply, "cases:solve", _MOVED)

CALLS = (OPEN_CASE, LIST_CASES, GET_CASE, SOLVE_CASE, REFUND)
