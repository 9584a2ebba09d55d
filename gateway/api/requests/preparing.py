"""What is done before a visit, and which lists are asked for."""

from marshmallow import fields, validate

from common.contracts.booking import preparing
from common.contracts.booking.listing import MOST_CHECKED
from gateway.api.fields import Day, Flag, Text
from gateway.api.requests.moves import Because, Explained
from gateway.api.requests.shape import Asked, example


class Ticking(Because):
    """One entry of the checklist; ``choice`` where it offers some."""

    entry = Text(64, required=True, metadata=example("parts"))
    done = Flag(load_default=True)
    note = Text(500, shortest=0, load_default="")
    choice = Text(64, metadata=example("drawn"))


class Deviating(Explained):
    treatment = Text(64, required=True, metadata=example("wash"))


class Assigning(Explained):
    advisor = Text(64, required=True, metadata=example("sa-wang"))


class HandingOver(Explained):
    to = fields.Str(
        required=True, validate=validate.OneOf(preparing.HAND_TO), metadata=example("advisor")
    )


class SlipsAsked(Asked):
    holder = fields.Str(load_default="board", validate=validate.OneOf(preparing.HOLDERS))
    advisor = Text(64, metadata=example("sa-li"))


class ListAsked(Asked):
    format = fields.Str(load_default="json", validate=validate.OneOf(("json", "csv")))


class SheetAsked(ListAsked):
    """``from`` and ``to`` are days of the store, both inclusive, at most 31."""

    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))


class SpotCheckAsked(Asked):
    """Days of the store, both inclusive, at most 31; the same ``seed`` draws the same again."""

    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))
    count = fields.Int(load_default=5, validate=validate.Range(1, MOST_CHECKED))
    seed = Text(64, metadata=example("5f0c8d1e"))


class ScriptAsked(Asked):
    items = fields.List(
        Text(64),
        load_default=list,
        validate=validate.Length(max=5),
        metadata=example(["maintenance-a"]),
    )
