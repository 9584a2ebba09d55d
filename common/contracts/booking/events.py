"""What booking tells."""

from typing import ClassVar

from marshmallow import fields

from common.contracts.base import Event

SERVICE = "booking"


class BookingFact(Event):
    """Where a booking stands after ``revision`` moves; each event carries the whole of it.

    So a hearer needs no other service, order does not matter (the higher revision
    wins), and figures can be rebuilt from the latest fact of every booking.

    ``open_from`` is told where somebody must soon be called: from when on one is in the store.
    ``care`` is what the store says of its own about tasks, ``messages`` about messages.
    ``consents`` is what the customer agreed to with this booking, null if they were not asked;
    its ``said_at`` tells when, where that was before ``created_at``: waiting, by a series.
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
    partner_reference = fields.Str(load_default=None, allow_none=True)
    entitlements = fields.Dict(required=True)
    settlement = fields.Dict(load_default=None, allow_none=True)
    penalty = fields.Dict(load_default=None, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    agreed_at = fields.AwareDateTime(required=True)
    expected_at = fields.AwareDateTime(load_default=None, allow_none=True)
    arrived_at = fields.AwareDateTime(load_default=None, allow_none=True)
    on_time = fields.Bool(load_default=None, allow_none=True)
    advisor = fields.Dict(load_default=None, allow_none=True)
    work_order = fields.Str(load_default=None, allow_none=True)
    completed_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancelled_at = fields.AwareDateTime(load_default=None, allow_none=True)
    cancelled_in_time = fields.Bool(load_default=None, allow_none=True)
    reason = fields.Str(load_default="")
    open_from = fields.AwareDateTime(load_default=None, allow_none=True)
    care = fields.Dict(load_default=dict)
    messages = fields.Dict(load_default=dict)
    consents = fields.Dict(load_default=None, allow_none=True)


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


class BookingAssigned(BookingFact):
    """Another adviser is responsible for it, and has its slip (BK-13, RS-02, RS-04)."""

    type = "booking_assigned"


class BookingPrepared(BookingFact):
    """Everything is ready for the visit (RS-01)."""

    type = "booking_prepared"


class BookingNoted(BookingFact):
    """Something of the store's own work was noted: a tick, the slip's holder, a work order.

    For the customer nothing changes.
    """

    type = "booking_noted"


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


class NextDayListPublished(Event):
    """A store's list of a day was published, or what has changed of it since (BK-15, RS-03).

    ``rows`` is the list as it stands at ``version``; ``delta`` is None with the first.  Who
    comes is not in it: that is read from the booking.  ``messages`` is what the store says
    about messages.
    """

    source: ClassVar[str] = SERVICE
    type = "next_day_list_published"

    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    timezone = fields.Str(required=True)
    day = fields.Str(required=True)
    # A field, which leaves the class: the contract's own version stays beside it.
    version = fields.Int(required=True)  # type: ignore[assignment]
    published_at = fields.AwareDateTime(required=True)
    recipients = fields.Dict(required=True)
    rows = fields.List(fields.Dict(), required=True)
    delta = fields.Dict(load_default=None, allow_none=True)
    messages = fields.Dict(load_default=dict)


class ArrivalRecorded(Event):
    """Somebody came who had not booked: without them nobody knows how many did (CH-13)."""

    source: ClassVar[str] = SERVICE
    type = "arrival_recorded"

    arrival_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    day = fields.Date(required=True)
    queue = fields.Int(required=True)
    at = fields.AwareDateTime(required=True)
    asked = fields.Bool(required=True)
    customer_id = fields.Str(load_default=None, allow_none=True)
    purpose = fields.Str(load_default="")
    advisor = fields.Dict(load_default=None, allow_none=True)
    recorded_by = fields.Str(required=True)


class SeriesConflict(Event):
    """A visit of a series could not be booked when its time came: somebody must ask anew."""

    source: ClassVar[str] = SERVICE
    type = "series_conflict"

    series_id = fields.Str(required=True)
    number = fields.Int(required=True)
    store_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    start = fields.AwareDateTime(required=True)
    code = fields.Str(required=True)
    sentence = fields.Dict(required=True)
    alternatives = fields.List(fields.Dict(), required=True)


FACTS = (
    BookingConfirmed, BookingChanged, BookingReconfirmed, BookingCancelled,
    BookingArrived, BookingStarted, BookingCompleted, BookingNoShow, BookingNoShowUndone,
    BookingToRebook, BookingArrivalUndone, BookingFailed, BookingNeedsInfo, BookingAmended,
    BookingPenaltyWaived, BookingReassigned, BookingIssued, BookingAssigned, BookingPrepared,
    BookingNoted,
)  # fmt: skip
BEFORE_SERVICE = (
    BookingConfirmed, BookingChanged, BookingReconfirmed, BookingCancelled, BookingArrived,
    BookingNoShow, BookingNoShowUndone, BookingToRebook, BookingArrivalUndone, BookingFailed,
    BookingNeedsInfo, BookingAmended,
)  # fmt: skip
"""What says whether the customer will come, or came: reminders and calls go by it."""
EVENTS = (*FACTS, NextDayListPublished, ArrivalRecorded, SeriesConflict)
