"""What booking offers and tells."""

from typing import ClassVar

from marshmallow import fields

from common.contracts import booking_replies as answers
from common.contracts import booking_requests as asks
from common.contracts.base import Call, Event
from common.contracts.booking_requests import (
    CANCEL_REASONS,
    CHANNELS,
    HOLD_LIMITS,
    HOLD_SECONDS,
    LANGUAGES,
    MAX_WINDOW_DAYS,
    MOST_CHECKED,
    ORIGINS,
    STATUSES,
    check_one_place,
)
from common.errors import Conflict, Invalid, NotFound, Refused, Stale

__all__ = [
    "CANCEL_REASONS", "CHANNELS", "HOLD_LIMITS", "HOLD_SECONDS", "LANGUAGES", "MAX_WINDOW_DAYS",
    "MOST_CHECKED", "ORIGINS", "STATUSES", "check_one_place",
]  # fmt: skip

SERVICE = "booking"


# --- errors


class NotASlot(Conflict):
    """Nobody may start at that time; ``alternatives`` are starts that may (SL-01)."""

    code = "not_a_slot"


class SlotTaken(Conflict):
    """Somebody else has the last place; ``alternatives`` are starts still free (SL-17)."""

    code = "slot_taken"


class HoldExpired(Conflict):
    """The hold is over, at ``until`` or by its release, or became a booking."""

    code = "hold_expired"


class IllegalTransition(Conflict):
    """The booking stands elsewhere; ``legal`` lists the moves it can make."""

    code = "illegal_transition"


class IdempotencyKeyReused(Invalid):
    """The same key came with another request."""

    code = "idempotency_key_reused"


class OutsideHours(Refused):
    code = "outside_hours"


class LeadTime(Refused):
    code = "lead_time"


class Horizon(Refused):
    code = "horizon"


class ChannelClosed(Refused):
    """The store does not take bookings by that channel (CH-17)."""

    code = "channel_closed"


class ChangeWindowPassed(Refused):
    """Too late to move it without the store (CX-01, CX-09)."""

    code = "change_window_passed"


class CancelWindowPassed(Refused):
    """Too late to cancel it without the store (CX-03, CX-09)."""

    code = "cancel_window_passed"


# --- events


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


class BookingArrived(BookingFact):
    """The customer is in the store."""

    type = "booking_arrived"


class BookingStarted(BookingFact):
    """Work has begun."""

    type = "booking_started"


class BookingCompleted(BookingFact):
    """The visit is over and settled."""

    type = "booking_completed"


# --- calls

_REFUSALS = (NotFound, NotASlot, SlotTaken, OutsideHours, LeadTime, Horizon, ChannelClosed)

STORES = Call(SERVICE, "list_stores", asks.ListStores, answers.Stores, "stores:read", read=True)
STORE = Call(
    SERVICE, "get_store", asks.OfStore, answers.StoreReply, "stores:read", (NotFound,), read=True
)
ITEMS = Call(SERVICE, "items", asks.OfStore, answers.Items, "stores:read", (NotFound,), read=True)
SEARCH = Call(
    SERVICE, "search", asks.Search, answers.Slots, "stores:read", (NotFound, Invalid), read=True
)
CHECK_BATCH = Call(
    SERVICE, "check_batch", asks.CheckBatch, answers.CheckedSlots, "stores:read", (Invalid,),
    read=True,
)  # fmt: skip
EXPLAIN = Call(
    SERVICE, "explain", asks.Explain, answers.Explanation, "stores:read", (NotFound, Invalid),
    read=True,
)  # fmt: skip
HOLD = Call(
    SERVICE, "hold", asks.Hold, answers.Held, "bookings:write",
    (Invalid, IdempotencyKeyReused, *_REFUSALS),
)  # fmt: skip
GET_HOLD = Call(
    SERVICE, "get_hold", asks.OfHold, answers.HoldReply, "bookings:write", (NotFound,), read=True
)
_HELD = (NotFound, HoldExpired, IllegalTransition)
EXTEND_HOLD = Call(SERVICE, "extend_hold", asks.OfHold, answers.HoldReply, "bookings:write", _HELD)
RELEASE_HOLD = Call(
    SERVICE,
    "release_hold",
    asks.OfHold,
    answers.HoldReply,
    "bookings:write",
    (NotFound, HoldExpired),
)
CREATE = Call(
    SERVICE,
    "create",
    asks.Create,
    answers.Created,
    "bookings:write",
    (Invalid, IdempotencyKeyReused, HoldExpired, *_REFUSALS),
)
GET = Call(
    SERVICE, "get", asks.OfBooking, answers.BookingReply, "bookings:read", (NotFound,), read=True
)
LIST = Call(
    SERVICE,
    "list_bookings",
    asks.ListBookings,
    answers.Bookings,
    "bookings:read",
    (NotFound, Invalid),
    read=True,
)
HISTORY = Call(
    SERVICE,
    "history",
    asks.OfBooking,
    answers.HistoryReply,
    "bookings:read",
    (NotFound,),
    read=True,
)
BOARD = Call(
    SERVICE, "board", asks.ReadBoard, answers.Board, "bookings:read", (NotFound,), read=True
)
RESCHEDULE = Call(
    SERVICE, "reschedule", asks.RescheduleBooking, answers.BookingReply, "bookings:write",
    (Stale, IllegalTransition, ChangeWindowPassed, *_REFUSALS),
)  # fmt: skip
CANCEL = Call(
    SERVICE, "cancel", asks.CancelBooking, answers.BookingReply, "bookings:write",
    (NotFound, Stale, IllegalTransition, CancelWindowPassed),
)  # fmt: skip
_MOVED = (NotFound, Stale, IllegalTransition)
RECONFIRM = Call(SERVICE, "reconfirm", asks.Move, answers.BookingReply, "bookings:write", _MOVED)
ARRIVE = Call(SERVICE, "arrive", asks.Move, answers.BookingReply, "visits:write", _MOVED)
START = Call(SERVICE, "start", asks.Move, answers.BookingReply, "visits:write", _MOVED)
COMPLETE = Call(SERVICE, "complete", asks.Settlement, answers.BookingReply, "visits:write", _MOVED)
EXPORT = Call(SERVICE, "export", asks.Export, answers.Facts, "facts:read", read=True)

CALLS = (
    STORES, STORE, ITEMS, SEARCH, CHECK_BATCH, EXPLAIN, HOLD, GET_HOLD, EXTEND_HOLD,
    RELEASE_HOLD, CREATE, GET, LIST, HISTORY, BOARD, RESCHEDULE, CANCEL, RECONFIRM, ARRIVE,
    START, COMPLETE, EXPORT,
)  # fmt: skip
EVENTS = (
    BookingConfirmed, BookingChanged, BookingReconfirmed, BookingCancelled,
    BookingArrived, BookingStarted, BookingCompleted,
)  # fmt: skip
