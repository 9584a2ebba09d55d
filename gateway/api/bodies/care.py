"""What follow-up is about: cases, customer files, campaigns, who stands in for whom."""

from marshmallow import fields, validate

from common.contracts import followup
from gateway.api.bodies.bookings import Actor
from gateway.api.bodies.shape import Body, about


class Case(Body):
    """A case; ``report_by`` and ``tell_by`` are the first moments at which it is late."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(followup.CASE_KINDS))
    state = fields.Str(required=True, validate=validate.OneOf(followup.CASE_STATES))
    late = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("What should have been done by now: report or tell"),
    )
    channel = fields.Str(required=True, validate=validate.OneOf(followup.CASE_CHANNELS))
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    booking_id = fields.Str(required=True, allow_none=True)
    booking_number = fields.Str(required=True, allow_none=True)
    from_task_id = fields.Str(
        required=True, allow_none=True, metadata=about("The call in which it was said")
    )
    words = fields.Str(required=True)
    solution = fields.Str(required=True, allow_none=True)
    opened_at = fields.Str(required=True, metadata={"format": "date-time"})
    report_by = fields.Str(required=True, metadata={"format": "date-time"})
    tell_by = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    task_id = fields.Str(
        required=True, allow_none=True, metadata=about("The task by which it goes on")
    )
    legal_moves = fields.List(fields.Str(), required=True)
    steps = fields.List(
        fields.Dict(), required=True, metadata=about("Who did what, and whether in time")
    )


class Cases(Body):
    cases = fields.List(fields.Nested(Case), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Rating(Body):
    """What a customer said of a visit: the booking ``id``."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    person = fields.Int(required=True, metadata=about("Stars for the person who served"))
    quality = fields.Int(required=True, metadata=about("Stars for the quality of the service"))
    comment = fields.Str(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})
    share = fields.Bool(metadata=about("Whether the customer agreed that others are shown it"))


class Ratings(Body):
    ratings = fields.List(fields.Nested(Rating), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class FileDraft(Body):
    known = fields.Dict(required=True, metadata=about("What need not be told again"))
    missing = fields.List(fields.Str(), required=True)


class CustomerFile(Body):
    """A customer with one car in one store; ``visits`` are what was done there."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    name = fields.Str(required=True)
    address = fields.Str(required=True)
    phone = fields.Str(required=True)
    model = fields.Str(required=True)
    number = fields.Str(required=True, metadata=about("The plate", "沪A12345"))
    kind = fields.Str(required=True, metadata=about("The kind of car", "轿车"))
    cycle_months = fields.Int(required=True)
    next_on = fields.Str(required=True, metadata={"format": "date"})
    wishes = fields.Str(required=True)
    visits = fields.List(fields.Dict(), required=True)
    updated_at = fields.Str(required=True, metadata={"format": "date-time"})
    updated_by = fields.Dict(required=True)


class CustomerFiles(Body):
    files = fields.List(fields.Nested(CustomerFile), required=True)


class Campaign(Body):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(followup.CAMPAIGN_STATES))
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(followup.CAMPAIGN_KINDS))
    way = fields.Str(
        required=True,
        validate=validate.OneOf(followup.CAMPAIGN_WAYS),
        metadata=about("Called by people, or told in writing"),
    )
    name = fields.Str(required=True)
    day = fields.Str(required=True, allow_none=True, metadata={"format": "date"})
    last_day = fields.Str(required=True, allow_none=True, metadata={"format": "date"})
    content = fields.Str(required=True)
    address = fields.Str(required=True)
    begun_at = fields.Str(required=True, metadata={"format": "date-time"})
    customers = fields.Int(
        required=True,
        allow_none=True,
        metadata=about("Listed for it; null while they are still being listed"),
    )
    progress = fields.Dict(
        required=True, metadata=about("Calls, letters and messages by where they stand")
    )
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class Campaigns(Body):
    campaigns = fields.List(fields.Nested(Campaign), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


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
