"""Visits that come again: what a request came to, and how a series stands."""

from marshmallow import fields, validate

from gateway.api.bodies.shape import Body, about
from gateway.api.bodies.stores import Reason, Slot

STATES = ("free", "booked", "moved", "cancelled", "planned", "conflict", "kept")


class SeriesLine(Body):
    """One visit of a report, in the store's time."""

    number = fields.Int(required=True)
    day = fields.Str(required=True, metadata={"format": "date"})
    start = fields.Str(required=True, metadata={"format": "date-time"})
    state = fields.Str(
        required=True,
        validate=validate.OneOf(STATES),
        metadata=about("planned: the store does not book so far ahead yet; kept: left as it was"),
    )
    code = fields.Str(required=True, allow_none=True, metadata=about("What stands in the way"))
    reasons = fields.List(fields.Nested(Reason), required=True)
    alternatives = fields.List(fields.Nested(Slot), required=True)
    booking_id = fields.Str(required=True, allow_none=True)


class SeriesReport(Body):
    """What a request came to, visit by visit; nothing was written unless ``saved``."""

    series_id = fields.Str(required=True, allow_none=True)
    saved = fields.Bool(required=True)
    occurrences = fields.List(fields.Nested(SeriesLine), required=True)


class SeriesVisit(Body):
    """One visit as it stands."""

    number = fields.Int(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    state = fields.Str(required=True, validate=validate.OneOf(STATES))
    code = fields.Str(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(Reason), required=True)
    alternatives = fields.List(fields.Nested(Slot), required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    status = fields.Str(required=True, allow_none=True, metadata=about("That of its booking"))


class Series(Body):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True, metadata=about("Who was asked for by id"))
    rule = fields.Dict(required=True, metadata=about("As it was asked for"))
    customer_id = fields.Str(required=True)
    channel = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    occurrences = fields.List(fields.Nested(SeriesVisit), required=True)
    history = fields.List(fields.Dict(), required=True, metadata=about("Who did what, when, why"))
    created_at = fields.Str(required=True, metadata={"format": "date-time"})


class SeriesPage(Body):
    series = fields.List(fields.Nested(Series), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)
