"""Lanes out of order and their bookings; how much of their time lanes are taken."""

from marshmallow import fields, validate

from common.contracts.booking.disruptions import PLAN_STATES, WHATS
from gateway.api.bodies.shape import Body, Words, about

STEPS = ("open", "accepting", "moved", "lost", "undoing", "restored", "kept")


class OfferedPlace(Body):
    """A place that a booking could have instead; no other booking is offered a part of it."""

    rank = fields.Int(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(("lane", "person", "time", "store")))
    store_id = fields.Str(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    lanes = fields.List(fields.Str(), required=True)
    changes = fields.List(
        fields.Str(), required=True, metadata=about("What would change", ["time", "lane"])
    )
    because = fields.Nested(Words, required=True, metadata=about("Why it ranks here"))


class DisruptedBooking(Body):
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    status = fields.Str(required=True, metadata=about("Where it stood when it was looked at"))
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    items = fields.List(fields.Str(), required=True)
    state = fields.Str(required=True, validate=validate.OneOf(STEPS))
    code = fields.Str(required=True, allow_none=True, metadata=about("Why it was lost or kept"))
    choice = fields.Int(
        required=True, allow_none=True, metadata=about("The rank that it is to have")
    )
    hold_id = fields.Str(required=True, allow_none=True)
    moved_to = fields.Str(
        required=True, allow_none=True, metadata=about("Its booking in a sister store")
    )
    proposals = fields.List(fields.Nested(OfferedPlace), required=True)


class Disruption(Body):
    """A plan as it stands; one that was only tried has no ``id``."""

    id = fields.Str(required=True, allow_none=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(PLAN_STATES))
    store_id = fields.Str(required=True)
    what = fields.Str(required=True, validate=validate.OneOf(WHATS))
    lanes = fields.List(fields.Str(), required=True, metadata=about("None are all"))
    from_ = fields.Str(required=True, data_key="from", metadata={"format": "date-time"})
    to = fields.Str(required=True, metadata={"format": "date-time"})
    reason = fields.Str(required=True)
    held_until = fields.Str(required=True, allow_none=True)
    extended = fields.Bool(required=True)
    bookings = fields.List(fields.Nested(DisruptedBooking), required=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True, metadata=about("Who did what, when, why"))
    created_at = fields.Str(required=True, metadata={"format": "date-time"})


class Disruptions(Body):
    disruptions = fields.List(fields.Nested(Disruption), required=True)


class LaneUse(Body):
    id = fields.Str(required=True)
    pool = fields.Str(required=True)
    kind = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    on_duty_minutes = fields.Int(
        required=True, metadata=about("While the store is open and the lane is there")
    )
    claimed_minutes = fields.Int(required=True, metadata=about("Of them; cleaning counts"))
    share = fields.Float(required=True, allow_none=True, metadata=about("Null of nothing", 0.82))


class Utilisation(Body):
    store_id = fields.Str(required=True)
    from_day = fields.Str(required=True, metadata={"format": "date"})
    to_day = fields.Str(required=True, metadata={"format": "date"})
    lanes = fields.List(fields.Nested(LaneUse), required=True)
