"""What follow-up is about: who stands in for whom."""

from marshmallow import fields, validate

from gateway.api.bodies.bookings import Actor
from gateway.api.bodies.shape import Body, about


class Substitution(Body):
    """``substitute`` acts for ``absent`` from ``begins_at`` until just before ``ends_at``."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    absent = fields.Str(required=True, metadata=about("Log-in", "clerk-sun"))
    substitute = fields.Str(required=True, metadata=about("Log-in", "clerk-qian"))
    from_day = fields.Str(required=True, metadata={"format": "date"})
    to_day = fields.Str(required=True, metadata={"format": "date"})
    begins_at = fields.Str(required=True, metadata={"format": "date-time"})
    ends_at = fields.Str(required=True, metadata={"format": "date-time"})
    state = fields.Str(required=True, validate=validate.OneOf(("coming", "running", "ended")))
    reason = fields.Str(required=True)
    appointed_by = fields.Nested(Actor, required=True)
    appointed_at = fields.Str(required=True, metadata={"format": "date-time"})


class Substitutions(Body):
    substitutions = fields.List(fields.Nested(Substitution), required=True)
