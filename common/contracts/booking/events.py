"""What booking tells."""

from typing import ClassVar

from marshmallow import fields

from common.contracts.base import Event

SERVICE = "booking"


class BookingFact(Event):
    """Where a booking stands after ``revision`` moves; each event carries the whole of it.

    So a hearer needs no other service, order does not matter (the higher revision
    wins), and figures can be rebuilt from the latest fact of every booking.
    """

    source: ClassVar[str] = SERVICE

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    store_address = fields.Dict(required=True)
    store_phone = fields.Str(required=True)
    timezone = fields.Str(required=True)
    industry = fields.Str(required=True)
    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)
    items = fields.List(fields.Dict(), required=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(load_default=None, allow_none=True)
    channel = fields.Str(required=True)
    origin = fields.Str(required=True)
    partner_id = fields.Str(load_default=None, allow_none=True)
    entitlements = fields.Dict(required=True)
    settlement = fields.Dict(load_default=None, allow_none=True)
    penalty = fields.Dict(load_default=None, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    agreed_at = fields.AwareDateTime(required=True)
    arrived_at = fields.AwareDateTime(load_default=None, allow_none=True)
    on_time = fields.Bool(load_default=None, allow_none=True)
    completed_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancelled_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancelled_in_time = fields.Bool(load_default=None, allow_none=True)
    reason = fields.Str(load_default="")


class BookingConfirmed(BookingFact):
    """A booking became firm: a place, people and bays are claimed for it."""

    type = "booking_confirmed"


class BookingChanged(BookingFact):
    """A booking has a new time or other items; its old place is free."""

    type = "booking_changed"


class BookingReconfirmed(BookingFact):
    """The customer said again that they come."""

    type = "booking_reconfirmed"


class BookingCancelled(BookingFact):
    type = "booking_cancelled"


class BookingFailed(BookingFact):
    """The store could not meet it; the place is free (BK-20)."""

    type = "booking_failed"


class BookingNeedsInfo(BookingFact):
    """Details are missing or wrong; the place is kept until somebody has asked (BK-03)."""

    type = "booking_needs_info"


class BookingAmended(BookingFact):
    """Who comes, for what subject, or the note was put right; time and place stay (BK-27)."""

    type = "booking_amended"


class BookingPenaltyWaived(BookingFact):
    """What leaving the place late would have cost is waived (CX-05)."""

    type = "booking_penalty_waived"


class BookingIssued(BookingFact):
    """A perk or gift was handed over (PK-09, PK-12)."""

    type = "booking_issued"


class BookingReassigned(BookingFact):
    """During the visit it got more time, or another person or room (EX-20 to EX-25)."""

    type = "booking_reassigned"


class BookingArrived(BookingFact):
    """The customer is in the store."""

    type = "booking_arrived"


class BookingStarted(BookingFact):
    """Work has begun."""

    type = "booking_started"


class BookingCompleted(BookingFact):
    """The visit is over and settled."""

    type = "booking_completed"


class BookingNoShow(BookingFact):
    """Nobody came: the place is free, and perk, discount and gift are forfeit (NS-01, NS-09)."""

    type = "booking_no_show"


class BookingNoShowUndone(BookingFact):
    """It was no no-show after all; the booking has its place again."""

    type = "booking_no_show_undone"


class BookingToRebook(BookingFact):
    """The customer wants another day, which is not agreed yet; the place is free (CX-08)."""

    type = "booking_to_rebook"


class BookingArrivalUndone(BookingFact):
    """The arrival was noted by mistake."""

    type = "booking_arrival_undone"


FACTS = (
    BookingConfirmed, BookingChanged, BookingReconfirmed, BookingCancelled,
    BookingArrived, BookingStarted, BookingCompleted, BookingNoShow, BookingNoShowUndone,
    BookingToRebook, BookingArrivalUndone, BookingFailed, BookingNeedsInfo, BookingAmended,
    BookingPenaltyWaived, BookingReassigned, BookingIssued,
)  # fmt: skip
