"""What customers ask for that hangs on no booking."""

from marshmallow import fields, validate

from common.contracts.booking import customer_requests
from gateway.api.bodies.bookings import Actor, Customer
from gateway.api.bodies.shape import Body, Words, about


class Coded(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)


class CustomerRequest(Body):
    """Where a request stands; ``booking_id`` is the booking that came of it."""

    id = fields.Str(required=True)
    number = fields.Str(required=True, metadata=about("Counted by store and year", "R2026-00001"))
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    kind = fields.Nested(Coded, required=True)
    journey = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Nested(Words, required=True)
    channel = fields.Str(required=True)
    customer = fields.Nested(Customer, required=True, allow_none=True)
    subject = fields.Dict(required=True, allow_none=True)
    text = fields.Str(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(customer_requests.REQUEST_STATES))
    outcome = fields.Nested(
        Coded, required=True, allow_none=True, metadata=about("The action that ended it")
    )
    booking_id = fields.Str(required=True, allow_none=True)
    assignee = fields.Str(required=True, allow_none=True)
    due_at = fields.Str(
        required=True, allow_none=True, metadata=about("The soonest limit of its open steps")
    )
    overdue = fields.Bool(required=True)
    open = fields.List(
        fields.Dict(),
        required=True,
        metadata=about("Open steps: roles, due_at, state, checklist, actions with their fields"),
    )
    done = fields.List(
        fields.Dict(), required=True, metadata=about("What the action did, and its effects")
    )
    history = fields.List(
        fields.Dict(), required=True, metadata=about("Everything done in it, the first thing first")
    )
    created_at = fields.Str(required=True, metadata={"format": "date-time"})
    created_by = fields.Nested(Actor, required=True)


class CustomerRequests(Body):
    requests = fields.List(fields.Nested(CustomerRequest), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class RequestKind(Coded):
    """A business that the store takes without a booking; ``asks`` are facts to send with it."""

    journey = fields.Str(required=True)
    asks = fields.List(fields.Dict(), required=True)


class RequestKinds(Body):
    kinds = fields.List(fields.Nested(RequestKind), required=True)


class Candidate(Body):
    id = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    expert = fields.Bool(required=True)
    in_region = fields.Bool(required=True)
    on_duty = fields.Bool(required=True)
    open_requests = fields.Int(required=True)


class Candidates(Body):
    """Who could take it, the fittest first."""

    candidates = fields.List(fields.Nested(Candidate), required=True)
