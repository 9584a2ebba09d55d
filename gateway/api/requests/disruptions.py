"""Lanes out of order, and which offers their bookings are to have."""

from marshmallow import fields, validate

from common.contracts.booking.disruptions import MOST_BOOKINGS, MOST_LANES, PLAN_STATES, WHATS
from gateway.api.fields import Count, Day, Flag, Moment, Text
from gateway.api.requests.moves import Because
from gateway.api.requests.shape import Asked, example


class NewDisruption(Asked):
    """Some lanes, some people or (without ``lanes``) the whole store are away for a while."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    what = fields.Str(required=True, validate=validate.OneOf(WHATS), metadata=example("lane"))
    lanes = fields.List(
        Text(64),
        load_default=list,
        validate=validate.Length(max=MOST_LANES),
        metadata=example(["maintenance-1"]),
    )
    from_ = Moment(required=True, data_key="from", metadata=example("2026-03-10T08:00:00+08:00"))
    to = Moment(required=True, metadata=example("2026-03-10T18:00:00+08:00"))
    reason = Text(500, required=True, metadata=example("举升机故障"))
    hold = Flag(load_default=False)
    dry_run = Flag(load_default=False)


class DisruptionsAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    state = fields.Str(validate=validate.OneOf(PLAN_STATES))


class OffersChosen(Because):
    """Which bookings, else all that are open; and of some which offer, by its rank."""

    bookings = fields.List(
        Text(64), validate=validate.Length(1, MOST_BOOKINGS), metadata=example(["b-1"])
    )
    choices = fields.Dict(
        keys=Text(64),
        values=Count(1, 100),
        load_default=dict,
        validate=validate.Length(max=MOST_BOOKINGS),
        metadata=example({"b-1": 2}),
    )


class UseAsked(Asked):
    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))
    format = fields.Str(load_default="json", validate=validate.OneOf(("json", "csv")))
