"""Recurring visits: what is asked of them and answered, and how one that fell out is told."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import requests as asks
from common.contracts.booking.errors import (
    ChannelClosed,
    Horizon,
    IdempotencyKeyReused,
    LeadTime,
    NotASlot,
    OutsideHours,
    SlotTaken,
)
from common.contracts.booking.events import SERVICE
from common.errors import Invalid, NotFound, Stale

UNITS = ("day", "week", "month")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_VISITS = 52
VISIT_NUMBER = r"[1-9][0-9]?"
COUNT_OR_UNTIL = "Name either count or until."
OF_A_WEEK = "Weekdays go with unit week."


def check_rule(rule: dict[str, Any]) -> None:
    """Refuse a rule that does not say when it ends, or weekdays of what is no week.

    Raises:
        ValidationError: for each field that does not fit.
    """
    faults = {}
    if (rule.get("count") is None) == (rule.get("until") is None):
        faults["count"] = [COUNT_OR_UNTIL]
    if rule.get("weekdays") and rule.get("unit") != "week":
        faults["weekdays"] = [OF_A_WEEK]
    if faults:
        raise ValidationError(faults)


class Rule(Request):
    """Every so many days, weeks (on some weekdays) or months; ``until`` is the last day."""

    every = fields.Int(load_default=1, validate=validate.Range(1, MOST_VISITS))
    unit = fields.Str(required=True, validate=validate.OneOf(UNITS))
    weekdays = fields.List(
        fields.Str(validate=validate.OneOf(WEEKDAYS)),
        load_default=list,
        validate=validate.Length(max=len(WEEKDAYS)),
    )
    count = fields.Int(load_default=None, allow_none=True, validate=validate.Range(1, MOST_VISITS))
    until = fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(date(2000, 1, 1), date(2099, 12, 31)),
    )

    @validates_schema
    def check_end(self, rule: dict[str, Any], **_: Any) -> None:
        check_rule(rule)


class CreateSeries(Request):
    """A visit again and again; ``instead`` gives some of them, by number, another start."""

    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True, validate=validate.Length(1, 5))
    staff = fields.Str(load_default=None, allow_none=True)
    start = fields.AwareDateTime(required=True, validate=asks.IN_OUR_TIME)
    rule = fields.Nested(Rule, required=True)
    instead = fields.Dict(
        keys=fields.Str(validate=validate.Regexp(rf"^{VISIT_NUMBER}\Z")),
        values=fields.AwareDateTime(validate=asks.IN_OUR_TIME),
        load_default=dict,
    )
    skip_conflicts = fields.Bool(load_default=False)
    dry_run = fields.Bool(load_default=False)
    customer = fields.Nested(asks.Customer, required=True)
    booker = fields.Nested(asks.Booker, load_default=None, allow_none=True)
    subject = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=None, allow_none=True
    )
    channel = fields.Str(required=True, validate=validate.OneOf(asks.CHANNELS))
    origin = fields.Str(load_default="passive", validate=validate.OneOf(asks.ORIGINS))
    partner_reference = fields.Str(load_default=None, allow_none=True)
    consents = fields.Nested(asks.Consents, load_default=None, allow_none=True)
    note = fields.Str(load_default="", validate=validate.Length(max=500))
    idempotency_key = fields.Str(load_default=None, allow_none=True)


class OfSeries(Request):
    series_id = fields.Str(required=True)


class ListSeries(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    customer_id = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class FromNumber(OfSeries):
    """This visit and those that follow."""

    number = fields.Int(required=True, validate=validate.Range(1, MOST_VISITS))
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class CancelSeries(FromNumber):
    reason_code = fields.Str(required=True, validate=validate.OneOf(asks.CANCEL_REASONS))


class MoveSeries(FromNumber):
    """``start`` is that of visit ``number``; the others move by as many days, to that hour."""

    start = fields.AwareDateTime(required=True, validate=asks.IN_OUR_TIME)
    skip_conflicts = fields.Bool(load_default=False)
    dry_run = fields.Bool(load_default=False)


class Line(Reply):
    """One visit of a report: when it is, in the store's time, and what stands in its way.

    ``state`` is free, booked, moved, cancelled, planned (the store does not book so far ahead
    yet), conflict or kept (it stays as it was).
    """

    number = fields.Int(required=True)
    day = fields.Str(required=True)
    start = fields.Str(required=True)
    state = fields.Str(required=True)
    code = fields.Str(required=True, allow_none=True)
    reasons = fields.List(fields.Dict(), required=True)
    alternatives = fields.List(fields.Dict(), required=True)
    booking_id = fields.Str(required=True, allow_none=True)


class SeriesReport(Reply):
    """What a request came to, visit by visit; nothing was written unless ``saved``."""

    series_id = fields.Str(required=True, allow_none=True)
    saved = fields.Bool(required=True)
    occurrences = fields.List(fields.Nested(Line), required=True)
    replayed = fields.Bool(required=True)


class Occurrence(Reply):
    """One visit as it stands; ``status`` is that of its booking."""

    number = fields.Int(required=True)
    start = fields.Str(required=True)
    state = fields.Str(required=True)
    code = fields.Str(required=True, allow_none=True)
    reasons = fields.List(fields.Dict(), required=True)
    alternatives = fields.List(fields.Dict(), required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    status = fields.Str(required=True, allow_none=True)


class SeriesReply(Reply):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True)
    rule = fields.Dict(required=True)
    customer_id = fields.Str(required=True)
    channel = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    occurrences = fields.List(fields.Nested(Occurrence), required=True)
    history = fields.List(fields.Dict(), required=True)
    created_at = fields.Str(required=True)


class SeriesPage(Reply):
    series = fields.List(fields.Nested(SeriesReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


_HINDERED = (NotASlot, SlotTaken, OutsideHours, LeadTime, Horizon, ChannelClosed)
"""The one thing that stands in the way; of several, SlotTaken."""

CREATE_SERIES = Call(
    SERVICE, "create_series", CreateSeries, SeriesReport, "bookings:write",
    (NotFound, Invalid, IdempotencyKeyReused, *_HINDERED),
)  # fmt: skip
GET_SERIES = Call(
    SERVICE, "get_series", OfSeries, SeriesReply, "bookings:read", (NotFound,), read=True
)
LIST_SERIES = Call(
    SERVICE, "list_series", ListSeries, SeriesPage, "bookings:read", (NotFound, Invalid), read=True
)
CANCEL_SERIES = Call(
    SERVICE, "cancel_series", CancelSeries, SeriesReport, "bookings:write",
    (NotFound, Stale, Invalid),
)  # fmt: skip
MOVE_SERIES = Call(
    SERVICE, "move_series", MoveSeries, SeriesReport, "bookings:write",
    (NotFound, Stale, Invalid, *_HINDERED),
)  # fmt: skip

CALLS = (CREATE_SERIES, GET_SERIES, LIST_SERIES, CANCEL_SERIES, MOVE_SERIES)
