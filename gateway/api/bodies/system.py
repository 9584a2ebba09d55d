"""Tokens, the sandbox clock, and why something was refused."""

from marshmallow import fields, validate

from gateway.api.bodies.configs import Affected
from gateway.api.bodies.series import SeriesLine
from gateway.api.bodies.shape import Body, about
from gateway.api.bodies.stores import Slot
from gateway.problems import CODES


class Token(Body):
    token = fields.Str(required=True, metadata=about("Shown once"))
    token_type = fields.Str(required=True, validate=validate.Equal("bearer"))
    expires_at = fields.Str(required=True, metadata={"format": "date-time"})


class Clock(Body):
    now = fields.Str(required=True, metadata={"format": "date-time"})


class Problem(Body):
    """Why not (RFC 9457)."""

    type = fields.Str(required=True)
    title = fields.Str(required=True)
    status = fields.Int(required=True)
    detail = fields.Str(required=True)
    code = fields.Str(required=True, validate=validate.OneOf(CODES))
    correlation_id = fields.Str(required=True)
    errors = fields.Dict(
        keys=fields.Str(),
        values=fields.List(fields.Str()),
        metadata=about("Every faulty field with its faults", {"customer.phone": ["…"]}),
    )
    alternatives = fields.List(fields.Nested(Slot))
    occurrences = fields.List(
        fields.Nested(SeriesLine), metadata=about("What stands in the way of which visit")
    )
    affected = fields.Nested(
        Affected, metadata=about("The bookings that a change of configuration would strand")
    )
    current = fields.Dict(metadata=about("What it is like now, when you were stale"))
    revision = fields.Int()
    legal_moves = fields.List(fields.Str())
    stands_at = fields.Str()
    holder = fields.Dict(allow_none=True)
    held_by = fields.List(fields.Dict(), metadata=about("What holds an erasure up"))
    until = fields.Str()
    earliest = fields.Str()
    latest = fields.Str()
    open = fields.List(fields.Str())
    needs = fields.Str()
    part = fields.Str()
    oldest = fields.Int(metadata=about("The lowest number of a store's events that is kept"))
    last = fields.Int(metadata=about("The highest number of a store's events that there is"))
    entry_id = fields.Str(metadata=about("The entry of the wait list that overlaps"))
