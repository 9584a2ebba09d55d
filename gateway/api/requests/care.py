"""What is asked for around follow-up: standing in for others."""

from marshmallow import fields

from gateway.api.fields import Day, Text
from gateway.api.requests.shape import Asked, example


class SubstitutionsAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    ended = fields.Bool(load_default=False)


class NewSubstitution(Asked):
    """Log-ins of two people of one department, and the store's days, both included."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    absent = Text(64, required=True, metadata=example("clerk-sun"))
    substitute = Text(64, required=True, metadata=example("clerk-qian"))
    from_day = Day(required=True, metadata=example("2026-03-09"))
    to_day = Day(required=True, metadata=example("2026-03-13"))
    reason = Text(500, required=True, metadata=example("休假"))
