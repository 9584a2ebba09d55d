"""What a store's month is assessed by: the manufacturer's figures, the target, the amounts."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import reporting
from gateway.api.fields import Count, Percent, Text
from gateway.api.requests.shape import Asked, example

A_TABLE = "team,rate\nA,52\nB,50\nC,49.9\n"


class NewRate(Asked):
    team = Text(reporting.LONGEST_TEAM, required=True, metadata=example("C"))
    rate = Percent(required=True, metadata=example(49.9))


class ManufacturerRates(Asked):
    """The teams' rates in percent as a list, or as a ``table``; as ``text/csv`` the table alone."""

    rates = fields.List(fields.Nested(NewRate), validate=validate.Length(1, reporting.MOST_TEAMS))
    table = fields.Str(
        validate=validate.Length(1, reporting.LONGEST_TABLE), metadata=example(A_TABLE)
    )

    @validates_schema
    def check_one(self, asked: dict[str, Any], **_: Any) -> None:
        if ("rates" in asked) == ("table" in asked):
            raise ValidationError(reporting.EITHER, "rates")


class NewEntitled(Asked):
    name = Text(reporting.LONGEST_NAME, required=True, metadata=example("陈前台"))
    function = fields.Str(
        required=True,
        validate=validate.OneOf(reporting.FUNCTIONS),
        metadata=example("reception"),
    )


class NewTerms(Asked):
    """What holds from that month on; what is left out stays.

    The target is in percent, amounts are in fen; a team's amount of null is not set, and
    nothing is paid until it is.
    """

    target = Percent(metadata=example(50))
    team_amount = Count(0, reporting.MOST_FEN, allow_none=True, metadata=example(50000))
    each_amount = Count(0, reporting.MOST_FEN, metadata=example(60000))
    people = fields.List(
        fields.Nested(NewEntitled), validate=validate.Length(max=reporting.MOST_PEOPLE)
    )

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked:
            raise ValidationError(reporting.NOTHING_SET, "terms")
