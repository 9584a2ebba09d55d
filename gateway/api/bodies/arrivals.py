"""Who came, and what is known of them already."""

from marshmallow import fields

from gateway.api.bodies.bookings import Customer
from gateway.api.bodies.shape import Body, Words, about


class Led(Body):
    kind = fields.Str(required=True)
    id = fields.Str(required=True)
    name = fields.Nested(Words, required=True)


class Arrival(Body):
    """One arrival; ``led_to`` are the people and places of the booking."""

    id = fields.Str(
        required=True, allow_none=True, metadata=about("Null where the booking noted it by itself")
    )
    store_id = fields.Str(required=True)
    queue = fields.Int(
        required=True, allow_none=True, metadata=about("In the order of arrival, by store and day")
    )
    at = fields.Str(required=True, metadata={"format": "date-time"})
    booked = fields.Bool(required=True)
    asked = fields.Bool(required=True, metadata=about("Were they asked whether they had booked"))
    verified = fields.Bool(required=True, metadata=about("Who they are was checked"))
    booking_id = fields.Str(required=True, allow_none=True)
    number = fields.Str(required=True, allow_none=True)
    customer = fields.Nested(Customer, required=True, allow_none=True)
    purpose = fields.Str(required=True)
    led_to = fields.List(fields.Nested(Led), required=True)
    advisor = fields.Dict(allow_none=True, metadata=about("Who receives them, with the team"))
    recorded_by = fields.Str(required=True, allow_none=True)


class ArrivalCounts(Body):
    arrivals = fields.Int(required=True)
    booked = fields.Int(required=True)
    asked = fields.Int(required=True)


class Arrivals(Body):
    """A day's arrivals in their order."""

    day = fields.Str(required=True, metadata={"format": "date"})
    counts = fields.Nested(ArrivalCounts, required=True)
    arrivals = fields.List(fields.Nested(Arrival), required=True)


class Prefill(Body):
    """What a customer told before, so that nobody asks again."""

    customer = fields.Nested(Customer, required=True)
    subject = fields.Dict(required=True, allow_none=True)
    staff = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Str(), required=True)
    source = fields.Dict(required=True, metadata=about("The booking that this is known from"))
