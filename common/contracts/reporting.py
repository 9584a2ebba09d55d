"""What reporting offers.  It hears everything and tells nothing."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.errors import Invalid, NotFound

SERVICE = "reporting"

MEASURES = (
    "bookings", "due", "arrivals", "punctual", "cancelled_in_time",
    "calls_due", "calls_done",
    "messages_sent", "messages_delivered", "messages_failed",
)  # fmt: skip


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


CATALOGUE = Call(SERVICE, "catalogue", Catalogue, Reports, "reports:read", read=True)
REPORT = Call(SERVICE, "report", ReadReport, Report, "reports:read", (NotFound, Invalid), read=True)
ROWS = Call(SERVICE, "rows", ReadRows, Rows, "reports:read", (NotFound, Invalid), read=True)

CALLS = (CATALOGUE, REPORT, ROWS)
EVENTS = ()
