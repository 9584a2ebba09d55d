"""Visits that come again."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from common.contracts import booking
from common.contracts.booking.series import (
    MOST_VISITS,
    UNITS,
    VISIT_NUMBER,
    WEEKDAYS,
    check_rule,
)
from gateway.api.fields import Count, Day, Flag, Moment, PageSize, Text
from gateway.api.requests.bookings import NewBooker, NewConsents, NewCustomer, subject
from gateway.api.requests.moves import Because
from gateway.api.requests.shape import A_START, WHO, Asked, example


class Recurrence(Asked):
    """Every so many days, weeks (on some weekdays) or months, so often or until a last day."""

    every = Count(1, MOST_VISITS, load_default=1)
    unit = fields.Str(required=True, validate=validate.OneOf(UNITS), metadata=example("week"))
    weekdays = fields.List(
        fields.Str(validate=validate.OneOf(WEEKDAYS)),
        load_default=list,
        validate=validate.Length(max=len(WEEKDAYS)),
        metadata=example(["tue"]),
    )
    count = Count(1, MOST_VISITS, load_default=None, allow_none=True)
    until = Day(load_default=None, allow_none=True, metadata=example("2026-06-30"))

    @validates_schema
    def check_end(self, rule: dict[str, Any], **_: Any) -> None:
        check_rule(rule)


class NewSeries(Asked):
    """A visit again and again, from ``start`` on, each time at that hour of the store.

    ``instead`` gives some visits, by their number, another start.  Where something stands in
    the way of some, nothing is booked, unless ``skip_conflicts`` books the others.
    """

    store_id = Text(64, required=True, metadata=example("s-beau"))
    items = fields.List(
        Text(64), required=True, validate=validate.Length(1, 5), metadata=example(["facial"])
    )
    staff = Text(64, load_default=None, allow_none=True, metadata=WHO)
    start = Moment(required=True, metadata=example(A_START))
    rule = fields.Nested(Recurrence, required=True)
    instead = fields.Dict(
        keys=fields.Str(
            validate=validate.Regexp(rf"^{VISIT_NUMBER}\Z", error="Not the number of a visit.")
        ),
        values=Moment(),
        load_default=dict,
        validate=validate.Length(max=MOST_VISITS),
        metadata=example({"3": "2026-03-24T14:00:00+08:00"}),
    )
    skip_conflicts = Flag(load_default=False)
    dry_run = Flag(load_default=False)
    customer = fields.Nested(NewCustomer, required=True)
    booker = fields.Nested(NewBooker, load_default=None, allow_none=True)
    subject = subject(load_default=None)
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    origin = fields.Str(load_default="passive", validate=validate.OneOf(booking.ORIGINS))
    partner_reference = Text(
        100, load_default=None, allow_none=True, metadata=example("order-1001")
    )
    consents = fields.Nested(NewConsents, load_default=None, allow_none=True)
    note = Text(500, shortest=0, load_default="")


class SeriesAsked(Asked):
    store_id = Text(64, metadata=example("s-beau"))
    customer_id = Text(64)
    cursor = Text(500)
    limit = PageSize()


class SeriesCut(Because):
    """From which visit on, and why."""

    number = Count(1, MOST_VISITS, required=True, metadata=example(3))
    reason_code = fields.Str(
        required=True,
        validate=validate.OneOf(booking.CANCEL_REASONS),
        metadata=example("customer_request"),
    )


class SeriesMoved(Because):
    """Visit ``number`` goes to ``start``; those that follow by as many days, to that hour."""

    number = Count(1, MOST_VISITS, required=True, metadata=example(3))
    start = Moment(required=True, metadata=example("2026-03-25T14:00:00+08:00"))
    skip_conflicts = Flag(load_default=False)
    dry_run = Flag(load_default=False)
