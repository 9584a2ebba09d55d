"""Who came, booked or not, and what the desk knows of them already."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IdempotencyKeyReused, IllegalTransition
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import FIRST_DAY, LAST_DAY, Customer
from common.errors import Invalid, NotFound, Stale

SAID_BY_BOOKING = "The booking says it."


def check_said_once(asked: dict[str, Any]) -> None:
    """Raise ValidationError for what the booking that is named says already."""
    twice = [name for name in ("customer", "advisor") if asked.get(name)]
    if asked.get("booking_id") and twice:
        raise ValidationError({name: [SAID_BY_BOOKING] for name in twice})


class RecordArrival(Request):
    """Somebody came; ``asked`` says whether they were asked if they had booked (AR-01).

    ``advisor`` is who receives one without a booking, by id: theirs is the team (AS-01).
    """

    store_id = fields.Str(required=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    customer = fields.Nested(Customer, load_default=None, allow_none=True)
    asked = fields.Bool(required=True)
    verified = fields.Bool(load_default=False)
    purpose = fields.Str(load_default="", validate=validate.Length(max=200))
    advisor = fields.Str(load_default=None, allow_none=True)
    idempotency_key = fields.Str(load_default=None, allow_none=True)

    @validates_schema
    def check_who(self, asked: dict[str, Any], **_: Any) -> None:
        check_said_once(asked)


class ReadArrivals(Request):
    store_id = fields.Str(required=True)
    day = fields.Date(required=True, validate=validate.Range(FIRST_DAY, LAST_DAY))


class OfCustomer(Request):
    customer_id = fields.Str(required=True)
    store_id = fields.Str(load_default=None, allow_none=True)


class ArrivalReply(Reply):
    """One arrival.  ``queue`` is null where the booking's own move noted it; ``led_to`` are the
    people and places of the booking (AR-06), ``advisor`` is who receives them.
    """

    id = fields.Str(required=True, allow_none=True)
    store_id = fields.Str(required=True)
    queue = fields.Int(required=True, allow_none=True)
    at = fields.Str(required=True)
    booked = fields.Bool(required=True)
    asked = fields.Bool(required=True)
    verified = fields.Bool(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    number = fields.Str(required=True, allow_none=True)
    customer = fields.Dict(required=True, allow_none=True)
    purpose = fields.Str(required=True)
    led_to = fields.List(fields.Dict(), required=True)
    advisor = fields.Dict(load_default=None, allow_none=True)
    recorded_by = fields.Str(required=True, allow_none=True)


class Recorded(Reply):
    arrival = fields.Nested(ArrivalReply, required=True)
    replayed = fields.Bool(required=True)


class Counts(Reply):
    arrivals = fields.Int(required=True)
    booked = fields.Int(required=True)
    asked = fields.Int(required=True)


class Arrivals(Reply):
    """A day's arrivals in their order."""

    day = fields.Str(required=True)
    counts = fields.Nested(Counts, required=True)
    arrivals = fields.List(fields.Nested(ArrivalReply), required=True)


class Prefill(Reply):
    """What a customer told before, so that nobody asks again (AR-14)."""

    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    staff = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Str(), required=True)
    source = fields.Dict(required=True)


RECORD_ARRIVAL = Call(
    SERVICE, "record_arrival", RecordArrival, Recorded, "visits:write",
    (NotFound, Invalid, Stale, IllegalTransition, IdempotencyKeyReused),
)  # fmt: skip
ARRIVALS = Call(SERVICE, "arrivals", ReadArrivals, Arrivals, "visits:read", (NotFound,), read=True)
PREFILL = Call(SERVICE, "prefill", OfCustomer, Prefill, "customers:read", (NotFound,), read=True)

CALLS = (RECORD_ARRIVAL, ARRIVALS, PREFILL)
