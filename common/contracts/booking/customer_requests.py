"""What customers ask for that hangs on no booking: opened, walked step by step, ended."""

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IdempotencyKeyReused, IllegalTransition
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import CHANNELS, MISSING, Customer, OfStore
from common.errors import Forbidden, Invalid, NotFound, Stale

REQUEST_CHANNELS = (*CHANNELS, "hotline")
REQUEST_STATES = ("open", "ended")


class OpenRequest(Request):
    """Who asks for what; ``kind`` names the business, or ``journey`` the way it goes."""

    store_id = fields.Str(required=True)
    kind = fields.Str(load_default=None, allow_none=True)
    journey = fields.Str(load_default=None, allow_none=True)
    customer = fields.Nested(Customer, load_default=None, allow_none=True)
    channel = fields.Str(required=True, validate=validate.OneOf(REQUEST_CHANNELS))
    subject = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=None, allow_none=True
    )
    text = fields.Str(required=True, validate=validate.Length(1, 2000))
    facts = fields.Dict(keys=fields.Str(), load_default=dict)
    idempotency_key = fields.Str(load_default=None, allow_none=True)

    @validates_schema
    def check_kind(self, asked: dict[str, str | None], **_: object) -> None:
        if not asked.get("kind") and not asked.get("journey"):
            raise ValidationError(MISSING, "journey")


class OfRequest(Request):
    request_id = fields.Str(required=True)


class ListRequests(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(REQUEST_STATES))
    kind = fields.Str(load_default=None, allow_none=True)
    journey = fields.Str(load_default=None, allow_none=True)
    channel = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(REQUEST_CHANNELS)
    )
    customer_id = fields.Str(load_default=None, allow_none=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    assignee = fields.Str(load_default=None, allow_none=True)
    overdue = fields.Bool(load_default=None, allow_none=True)
    from_ = fields.AwareDateTime(load_default=None, allow_none=True, data_key="from")
    to = fields.AwareDateTime(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class ActInRequest(OfRequest):
    """One action in one open step of a request."""

    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))
    step = fields.Str(required=True)
    action = fields.Str(required=True)
    fields_ = fields.Dict(keys=fields.Str(), load_default=dict, data_key="fields")
    facts = fields.Dict(keys=fields.Str(), load_default=dict)


class RequestReply(Reply):
    """Where a request stands.

    ``due_at`` is the soonest limit of its open steps, ``outcome`` the action that ended it,
    ``booking_id`` the booking that came of it.
    """

    id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    kind = fields.Dict(required=True)
    journey = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Dict(required=True)
    channel = fields.Str(required=True)
    customer = fields.Dict(required=True, allow_none=True)
    subject = fields.Dict(required=True, allow_none=True)
    text = fields.Str(required=True)
    state = fields.Str(required=True)
    outcome = fields.Dict(required=True, allow_none=True)
    booking_id = fields.Str(required=True, allow_none=True)
    assignee = fields.Str(required=True, allow_none=True)
    due_at = fields.Str(required=True, allow_none=True)
    overdue = fields.Bool(required=True)
    open = fields.List(fields.Dict(), required=True)
    done = fields.List(fields.Dict(), required=True)
    history = fields.List(fields.Dict(), required=True)
    created_at = fields.Str(required=True)
    created_by = fields.Dict(required=True)


class Opened(Reply):
    request = fields.Nested(RequestReply, required=True)
    replayed = fields.Bool(required=True)


class RequestsReply(Reply):
    requests = fields.List(fields.Nested(RequestReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class RequestKind(Reply):
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    journey = fields.Str(required=True)
    asks = fields.List(fields.Dict(), required=True)


class RequestKinds(Reply):
    kinds = fields.List(fields.Nested(RequestKind), required=True)


class Candidate(Reply):
    """Somebody who could take a request, and what speaks for them (EX-63, EX-65)."""

    id = fields.Str(required=True)
    name = fields.Dict(required=True)
    expert = fields.Bool(required=True)
    in_region = fields.Bool(required=True)
    on_duty = fields.Bool(required=True)
    open_requests = fields.Int(required=True)


class Candidates(Reply):
    candidates = fields.List(fields.Nested(Candidate), required=True)


OPEN_REQUEST = Call(
    SERVICE, "open_request", OpenRequest, Opened, "requests:write",
    (NotFound, Invalid, IdempotencyKeyReused),
)  # fmt: skip
LIST_REQUESTS = Call(
    SERVICE, "list_requests", ListRequests, RequestsReply, "requests:read", (NotFound, Invalid),
    read=True,
)  # fmt: skip
GET_REQUEST = Call(
    SERVICE, "get_request", OfRequest, RequestReply, "requests:read", (NotFound,), read=True
)
ACT_IN_REQUEST = Call(
    SERVICE, "act_in_request", ActInRequest, RequestReply, "requests:write",
    (NotFound, Stale, IllegalTransition, Invalid, Forbidden),
)  # fmt: skip
REQUEST_KINDS = Call(
    SERVICE, "request_kinds", OfStore, RequestKinds, "requests:read", (NotFound,), read=True
)
CANDIDATES = Call(
    SERVICE, "candidates", OfRequest, Candidates, "requests:read", (NotFound,), read=True
)

CALLS = (
    OPEN_REQUEST, LIST_REQUESTS, GET_REQUEST, ACT_IN_REQUEST, REQUEST_KINDS, CANDIDATES,
)  # fmt: skip
