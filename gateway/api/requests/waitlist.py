"""Who waits for what, and what is done about it."""

from typing import Any

from marshmallow import fields, validate, validates_schema

from common.contracts import booking
from common.contracts.booking import waitlist
from gateway.api.fields import Count, Day, Moment, PageSize, Text
from gateway.api.requests.bookings import NewConsents, NewCustomer, subject
from gateway.api.requests.moves import Because
from gateway.api.requests.shape import A_START, WHO, Asked, example


class NewWaiting(Asked):
    """Who waits, for what, and when it may begin: from ``from`` up to, not including, ``to``.

    ``weekdays`` and ``hours`` narrow that by the store's clock. Where tables are booked, the
    ``party_size`` alone chooses the smallest that seats it.
    """

    store_id = Text(64, required=True, metadata=example("s-4s"))
    items = fields.List(
        Text(64), validate=validate.Length(1, 5), metadata=example(["maintenance-a"])
    )
    staff = Text(64, metadata=WHO)
    from_ = Moment(required=True, data_key="from", metadata=example("2026-03-10T00:00:00+08:00"))
    to = Moment(required=True, metadata=example("2026-03-14T00:00:00+08:00"))
    weekdays = fields.List(
        fields.Str(validate=validate.OneOf(booking.WEEKDAYS)),
        load_default=list,
        validate=validate.Length(max=7),
        metadata=example(["tue", "thu"]),
    )
    hours = fields.List(
        fields.Str(validate=waitlist.OF_A_DAY),
        load_default=list,
        validate=validate.Length(max=5),
        metadata=example(["10:00-12:00"]),
    )
    party_size = Count(1, waitlist.LARGEST_PARTY)
    customer = fields.Nested(NewCustomer, required=True)
    subject = subject(load_default=None)
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    partner_reference = Text(
        100, load_default=None, allow_none=True, metadata=example("order-1001")
    )
    consents = fields.Nested(NewConsents, load_default=None, allow_none=True)
    note = Text(500, shortest=0, load_default="")

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_items(self, _: Any, asked: Any, **__: Any) -> None:
        waitlist.check_wished(asked)


class WaitingAsked(Asked):
    store_id = Text(64, metadata=example("s-4s"))
    status = fields.Str(
        validate=validate.OneOf(("open", *waitlist.WAITLIST_STATUSES)),
        metadata={"description": "open: whoever still waits or has an offer", "example": "open"},
    )
    customer_id = Text(64)
    partner_reference = Text(100)
    cursor = Text(500)
    limit = PageSize()


class PlaceOffered(Because):
    """Without a ``start`` the soonest that fits; past others only with a ``reason``."""

    start = Moment(metadata=example(A_START))


class WaitlistAsked(Asked):
    """Days of the store, both inclusive."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))
