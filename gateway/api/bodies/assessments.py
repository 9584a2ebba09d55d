"""A store's month assessed: shares in percent, amounts in fen."""

from typing import Any

from marshmallow import fields, validate

from common.contracts import reporting
from common.shares import as_percent
from gateway.api.bodies.bookings import Actor
from gateway.api.bodies.shape import Body, about, picked

PERCENT = {"minimum": 0, "maximum": 100}


class LocalShare(Body):
    """The store's own figure: of those who came, how many had booked."""

    booked = fields.Int(required=True)
    arrivals = fields.Int(
        required=True,
        allow_none=True,
        metadata=about("Null for a team while arrivals of no known team may have been its own"),
    )
    rate = fields.Float(
        required=True, allow_none=True, metadata=PERCENT | about("booked ÷ arrivals, cut off")
    )


class TeamResult(Body):
    """What a team's month comes to: the manufacturer's figure decides, the local one is shown."""

    team = fields.Str(required=True)
    manufacturer_rate = fields.Float(required=True, allow_none=True, metadata=PERCENT)
    local = fields.Nested(LocalShare, required=True)
    reached = fields.Bool(
        required=True, allow_none=True, metadata=about("Null while no figure was imported")
    )
    reward = fields.Int(
        required=True,
        allow_none=True,
        metadata=about("Null for a team that reached the target while its amount is not set"),
    )
    consequence = fields.Str(
        required=True, allow_none=True, validate=validate.OneOf(("criticism_by_name", None))
    )
    deduction = fields.Int(required=True)


class Entitled(Body):
    name = fields.Str(required=True)
    function = fields.Str(required=True, validate=validate.OneOf(reporting.FUNCTIONS))


class EverybodysReward(Body):
    """``people`` are those who get ``each``: nobody, unless every team has reached the target."""

    reached = fields.Bool(required=True)
    each = fields.Int(required=True)
    people = fields.List(fields.Nested(Entitled), required=True)
    total = fields.Int(required=True)


class ImportedRate(Body):
    team = fields.Str(required=True)
    rate = fields.Float(required=True, metadata=PERCENT)


class AssessmentNote(Body):
    """Who set something, and when."""

    at = fields.Str(required=True, metadata={"format": "date-time"})
    by = fields.Nested(Actor, required=True)


class RatesImport(AssessmentNote):
    rates = fields.List(fields.Nested(ImportedRate), required=True)


class Assessment(Body):
    """A store's month, its teams from the best rate to the worst."""

    store_id = fields.Str(required=True)
    month = fields.Str(required=True, metadata=about("By the store's own days", "2026-03"))
    target = fields.Float(required=True, metadata=PERCENT)
    team_amount = fields.Int(
        required=True, allow_none=True, metadata=about("Null: not set, so nothing is paid")
    )
    each_amount = fields.Int(required=True)
    people = fields.List(
        fields.Nested(Entitled),
        required=True,
        metadata=about("Who shares in the reward when every team reaches the target"),
    )
    teams = fields.List(fields.Nested(TeamResult), required=True)
    everybody = fields.Nested(EverybodysReward, required=True)
    local = fields.Nested(LocalShare, required=True)
    arrivals_without_team = fields.Int(required=True)
    imports = fields.List(
        fields.Nested(RatesImport),
        required=True,
        metadata=about("The last ones, the newest first: that one counts"),
    )
    terms_set = fields.Nested(AssessmentNote, required=True, allow_none=True)


ASSESSMENT = tuple(Assessment().fields)
SHARES = {"target", "manufacturer_rate", "rate"}


def assessment(reply: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet in its public shape."""
    body: dict[str, Any] = in_percent(picked(ASSESSMENT, reply))
    return body


def in_percent(told: Any) -> Any:
    """Return *told* with every share, however deep, as percent."""
    if isinstance(told, list):
        return [in_percent(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        name: as_percent(value) if name in SHARES and value is not None else in_percent(value)
        for name, value in told.items()
    }
