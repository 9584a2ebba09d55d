"""What reporting offers.  It hears everything and tells nothing."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.errors import Invalid, NotFound
from common.shares import ALL

SERVICE = "reporting"

MEASURES = (
    "bookings", "due", "arrivals", "punctual", "cancelled_in_time",
    "calls_due", "calls_done",
    "messages_sent", "messages_delivered", "messages_failed",
)  # fmt: skip
FUNCTIONS = ("reception", "advisor_assistant", "after_sales_callback", "sales_callback")
"""Whose work makes customers book, beside the teams' (AS-05)."""
EITHER = "Name either rates or table."
NOTHING_SET = "Name what is to hold."
MONTH = validate.Regexp(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z", error="must be a month as 2026-03")
MOST_TEAMS, LONGEST_TEAM, LONGEST_TABLE = 50, 40, 20_000
MOST_PEOPLE, LONGEST_NAME, MOST_FEN = 200, 60, 100_000_000


class Catalogue(Request):
    pass


class ReadReport(Request):
    """Which figures: ``from_day`` and ``to_day`` are days of the store, both inclusive."""

    name = fields.Str(required=True)
    store_id = fields.Str(load_default=None, allow_none=True)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)
    by = fields.Str(load_default="day", validate=validate.OneOf(("day", "month", "channel")))


class ReadRows(Request):
    """The rows behind one figure of one store: a day's, or of every day up to ``to_day``."""

    store_id = fields.Str(required=True)
    day = fields.Date(required=True)
    to_day = fields.Date(load_default=None, allow_none=True)
    measure = fields.Str(required=True, validate=validate.OneOf(MEASURES))
    channel = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OfMonth(Request):
    """A month of a store, ``2026-03``, by the store's own days."""

    store_id = fields.Str(required=True)
    month = fields.Str(required=True, validate=MONTH)


class TeamRate(Request):
    """A share in basis points: 49.9 % is 4990."""

    team = fields.Str(required=True, validate=validate.Length(1, LONGEST_TEAM))
    rate = fields.Int(required=True, strict=True, validate=validate.Range(0, ALL))


class ImportRates(OfMonth):
    """The manufacturer's figures of a month: a list, or a CSV ``table`` of team and percent."""

    rates = fields.List(
        fields.Nested(TeamRate),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MOST_TEAMS),
    )
    table = fields.Str(
        load_default=None, allow_none=True, validate=validate.Length(1, LONGEST_TABLE)
    )

    @validates_schema
    def check_one(self, asked: dict[str, Any], **_: Any) -> None:
        if (asked["rates"] is None) == (asked["table"] is None):
            raise ValidationError(EITHER, "rates")


class EntitledPerson(Request):
    name = fields.Str(required=True, validate=validate.Length(1, LONGEST_NAME))
    function = fields.Str(required=True, validate=validate.OneOf(FUNCTIONS))


class SetTerms(OfMonth):
    """What holds from that month on; what is left out stays.  Amounts are fen, null is not set."""

    target = fields.Int(strict=True, validate=validate.Range(0, ALL))
    team_amount = fields.Int(strict=True, allow_none=True, validate=validate.Range(0, MOST_FEN))
    each_amount = fields.Int(strict=True, validate=validate.Range(0, MOST_FEN))
    people = fields.List(fields.Nested(EntitledPerson), validate=validate.Length(max=MOST_PEOPLE))

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked.keys() - {"store_id", "month"}:
            raise ValidationError(NOTHING_SET, "terms")


class Reports(Reply):
    """``reports`` are ``{name, title, columns: [{name, title, formula, unit, measures}]}``.

    ``title`` and ``formula`` are ``{zh, en}``.  ``unit`` is count or share (1 is all);
    ``measures`` can be opened row by row, of a share both its part and its whole.
    """

    reports = fields.List(fields.Dict(), required=True)


class Report(Reply):
    """``rows`` are ``{key, store_id, <column>: value}``; ``total`` is one row over all of them.

    ``key`` is a day, a month or a channel; both are null in the total.  A share of nothing
    is null.  ``folded_at`` is when the last of these figures changed.
    """

    name = fields.Str(required=True)
    by = fields.Str(required=True)
    from_day = fields.Str(required=True)
    to_day = fields.Str(required=True)
    columns = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)
    total = fields.Dict(required=True)
    folded_at = fields.Str(required=True, allow_none=True)


class Rows(Reply):
    """One row a thing counted: a booking, a call (``task_id``) or a message (``message_id``)."""

    rows = fields.List(fields.Dict(), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class LocalShare(Reply):
    """Booked arrivals of all; null where arrivals are not known, or there were none."""

    booked = fields.Int(required=True)
    arrivals = fields.Int(required=True, allow_none=True)
    rate = fields.Int(required=True, allow_none=True)


class TeamResult(Reply):
    """``reached`` is null without a figure; ``reward`` is null while its amount is not set."""

    team = fields.Str(required=True)
    manufacturer_rate = fields.Int(required=True, allow_none=True)
    local = fields.Nested(LocalShare, required=True)
    reached = fields.Bool(required=True, allow_none=True)
    reward = fields.Int(required=True, allow_none=True)
    consequence = fields.Str(required=True, allow_none=True)
    deduction = fields.Int(required=True)


class Everybody(Reply):
    """``people`` are those who get ``each``: nobody, unless every team has reached the target."""

    reached = fields.Bool(required=True)
    each = fields.Int(required=True)
    people = fields.List(fields.Dict(), required=True)
    total = fields.Int(required=True)


class Assessment(Reply):
    """A store's month.  Shares are basis points, amounts fen; teams come best first.

    ``imports`` are the last ones, the newest first: that one counts.
    """

    store_id = fields.Str(required=True)
    month = fields.Str(required=True)
    target = fields.Int(required=True)
    team_amount = fields.Int(required=True, allow_none=True)
    each_amount = fields.Int(required=True)
    people = fields.List(fields.Dict(), required=True)
    teams = fields.List(fields.Nested(TeamResult), required=True)
    everybody = fields.Nested(Everybody, required=True)
    local = fields.Nested(LocalShare, required=True)
    arrivals_without_team = fields.Int(required=True)
    imports = fields.List(fields.Dict(), required=True)
    terms_set = fields.Dict(required=True, allow_none=True)


CATALOGUE = Call(SERVICE, "catalogue", Catalogue, Reports, "reports:read", read=True)
REPORT = Call(SERVICE, "report", ReadReport, Report, "reports:read", (NotFound, Invalid), read=True)
ROWS = Call(SERVICE, "rows", ReadRows, Rows, "reports:read", (NotFound, Invalid), read=True)
ASSESSMENT = Call(
    SERVICE, "assessment", OfMonth, Assessment, "reports:read", (NotFound, Invalid), read=True
)
IMPORT_RATES = Call(
    SERVICE, "import_rates", ImportRates, Assessment, "assessments:write", (NotFound, Invalid)
)
SET_TERMS = Call(
    SERVICE, "set_terms", SetTerms, Assessment, "assessments:write", (NotFound, Invalid)
)

CALLS = (CATALOGUE, REPORT, ROWS, ASSESSMENT, IMPORT_RATES, SET_TERMS)
EVENTS = ()
