"""When and where somebody could come, and what to keep for them."""

from marshmallow import fields, validate

from common.contracts import booking
from gateway.api.fields import Count, Moment, Text
from gateway.api.requests.shape import A_START, WHO, Asked, example


class StoresAsked(Asked):
    city = Text(64, metadata=example("Shanghai"))
    industry = Text(64, metadata=example("4s"))


class Search(Asked):
    """Where, what and between when; without stores or a city, wherever you may book."""

    store_ids = fields.List(Text(64), validate=validate.Length(1, 200), metadata=example(["s-4s"]))
    city = Text(64, metadata=example("Shanghai"))
    items = fields.List(
        Text(64),
        required=True,
        validate=validate.Length(1, 5),
        metadata=example(["maintenance-a"]),
    )
    from_ = Moment(required=True, data_key="from", metadata=example("2026-03-10T00:00:00+08:00"))
    to = Moment(required=True, metadata=example("2026-03-11T00:00:00+08:00"))
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    staff = Text(64, metadata=WHO)
    limit = Count(1, 200, load_default=50)
    order = fields.Str(load_default="soonest", validate=validate.OneOf(("soonest", "emptiest")))


class Wished(Asked):
    """A visit that somebody thinks of."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    items = fields.List(
        Text(64),
        required=True,
        validate=validate.Length(1, 5),
        metadata=example(["maintenance-a"]),
    )
    staff = Text(64, metadata=WHO)
    start = Moment(required=True, metadata=example(A_START))


class Batch(Asked):
    slots = fields.List(
        fields.Nested(Wished), required=True, validate=validate.Length(1, booking.MOST_CHECKED)
    )


class Question(Wished):
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))


class NewHold(Question):
    ttl_seconds = Count(*booking.HOLD_LIMITS, load_default=booking.HOLD_SECONDS)
