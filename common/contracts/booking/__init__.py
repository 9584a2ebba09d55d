"""What booking offers and tells."""

from common.contracts.base import Call
from common.contracts.booking import (
    answering,
    arrivals,
    calculating,
    configs,
    customer_requests,
    customers,
    disruptions,
    events,
    listing,
    order_events,
    orders,
    personal,
    preparing,
    registers,
    series,
    syncing,
    waitlist,
    waitlist_events,
)
from common.contracts.booking import replies as answers
from common.contracts.booking import requests as asks
from common.contracts.booking.answering import ANSWER, ENTRANCE, OPENING, RECONFIRM
from common.contracts.booking.errors import (
    CancelWindowPassed,
    ChangeWindowPassed,
    ChannelClosed,
    CustomerOverlap,
    HoldExpired,
    Horizon,
    IdempotencyKeyReused,
    IllegalTransition,
    LeadTime,
    NotASlot,
    OutsideHours,
    SlotTaken,
)
from common.contracts.booking.events import (
    BEFORE_SERVICE,
    FACTS,
    SERVICE,
    ArrivalRecorded,
    BookingAmended,
    BookingArrivalUndone,
    BookingArrived,
    BookingAssigned,
    BookingCancelled,
    BookingChanged,
    BookingCompleted,
    BookingConfirmed,
    BookingFact,
    BookingFailed,
    BookingIssued,
    BookingNeedsInfo,
    BookingNoShow,
    BookingNoShowUndone,
    BookingNoted,
    BookingPenaltyWaived,
    BookingPrepared,
    BookingReassigned,
    BookingReconfirmed,
    BookingStarted,
    BookingToRebook,
    NextDayListPublished,
    SeriesConflict,
)
from common.contracts.booking.order_events import OrderRefunded
from common.contracts.booking.requests import (
    CANCEL_REASONS,
    CHANNELS,
    FAIL_REASONS,
    HOLD_LIMITS,
    HOLD_SECONDS,
    ISSUED,
    LANGUAGES,
    MAX_WINDOW_DAYS,
    MOST_CHECKED,
    ORIGINS,
    STATUSES,
    WEEKDAYS,
    check_one_place,
)
from common.contracts.booking.waitlist_events import (
    WaitlistClosed,
    WaitlistFact,
    WaitlistJoined,
    WaitlistOffered,
)
from common.errors import Forbidden, Invalid, NotFound, Stale

EVENTS = (*events.EVENTS, *waitlist_events.EVENTS, *order_events.EVENTS)

__all__ = [
    "ANSWER", "BEFORE_SERVICE", "CANCEL_REASONS", "CHANNELS", "ENTRANCE", "EVENTS", "FACTS",
    "FAIL_REASONS",
    "HOLD_LIMITS", "HOLD_SECONDS", "ISSUED", "LANGUAGES", "MAX_WINDOW_DAYS", "MOST_CHECKED",
    "OPENING", "ORIGINS", "RECONFIRM", "SERVICE", "STATUSES", "WEEKDAYS", "ArrivalRecorded",
    "BookingAmended", "BookingArrivalUndone", "BookingArrived", "BookingAssigned",
    "BookingCancelled", "BookingChanged", "BookingCompleted", "BookingConfirmed", "BookingFact",
    "BookingFailed", "BookingIssued", "BookingNeedsInfo", "BookingNoShow", "BookingNoShowUndone",
    "BookingNoted", "BookingPenaltyWaived", "BookingPrepared", "BookingReassigned",
    "BookingReconfirmed", "BookingStarted", "BookingToRebook", "CancelWindowPassed",
    "ChangeWindowPassed", "ChannelClosed", "CustomerOverlap", "HoldExpired", "Horizon",
    "IdempotencyKeyReused", "IllegalTransition", "LeadTime", "NextDayListPublished", "NotASlot",
    "OrderRefunded", "OutsideHours", "SeriesConflict", "SlotTaken", "WaitlistClosed",
    "WaitlistFact", "WaitlistJoined", "WaitlistOffered", "check_one_place", "disruptions",
    "listing", "preparing", "series",
    "syncing", "waitlist",
]  # fmt: skip

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
ARRIVE = Call(SERVICE, "arrive", asks.Move, answers.BookingReply, "visits:write", _MOVED)
UNDO_ARRIVE = Call(SERVICE, "undo_arrive", asks.Move, answers.BookingReply, "visits:write", _MOVED)
NO_SHOW = Call(SERVICE, "no_show", asks.Move, answers.BookingReply, "visits:write", _MOVED)
UNDO_NO_SHOW = Call(
    SERVICE, "undo_no_show", asks.Move, answers.BookingReply, "visits:write", (*_MOVED, SlotTaken)
)
TO_REBOOK = Call(
    SERVICE, "to_rebook", asks.Move, answers.BookingReply, "bookings:write",
    (*_MOVED, ChangeWindowPassed),
)  # fmt: skip
ASK_INFO = Call(SERVICE, "ask_info", asks.Ask, answers.BookingReply, "bookings:write", _MOVED)
AMEND = Call(
    SERVICE, "amend", asks.Amend, answers.BookingReply, "bookings:write", (*_MOVED, Invalid)
)
FAIL = Call(SERVICE, "fail", asks.FailBooking, answers.Failed, "bookings:late", _MOVED)
WAIVE_PENALTY = Call(
    SERVICE, "waive_penalty", asks.Ask, answers.BookingReply, "penalties:waive",
    _MOVED,
)  # fmt: skip
START = Call(SERVICE, "start", asks.Move, answers.BookingReply, "visits:write", _MOVED)
COMPLETE = Call(SERVICE, "complete", asks.Settlement, answers.BookingReply, "visits:write", _MOVED)
ISSUE = Call(SERVICE, "issue", asks.Issue, answers.BookingReply, "perks:issue", (*_MOVED, Invalid))
LEDGER = Call(
    SERVICE, "ledger", asks.ReadLedger, answers.Ledger, "perks:issue", (NotFound, Invalid),
    read=True,
)  # fmt: skip
GIFTS = Call(SERVICE, "gifts", asks.OfStore, answers.Gifts, "perks:issue", (NotFound,), read=True)
COUNT_GIFT = Call(
    SERVICE, "count_gift", asks.CountGift, answers.Gifts, "gifts:write", (NotFound, Invalid)
)
VISIT = Call(
    SERVICE, "visit", asks.OfBooking, answers.VisitReply, "visits:read", (NotFound,), read=True
)
ROTATION = Call(
    SERVICE, "rotation", asks.OfStore, answers.Rotation, "visits:read", (NotFound,), read=True
)
ACT_IN_VISIT = Call(
    SERVICE, "act_in_visit", asks.ActInVisit, answers.VisitReply, "visits:act",
    (*_MOVED, Invalid, Forbidden),
)  # fmt: skip
EXPORT = Call(SERVICE, "export", asks.Export, answers.Facts, "facts:read", read=True)

CALLS = (
    STORES, STORE, ITEMS, SEARCH, CHECK_BATCH, EXPLAIN, HOLD, GET_HOLD, EXTEND_HOLD,
    RELEASE_HOLD, CREATE, GET, LIST, HISTORY, BOARD, RESCHEDULE, CANCEL, ARRIVE,
    UNDO_ARRIVE, NO_SHOW, UNDO_NO_SHOW, TO_REBOOK, ASK_INFO, AMEND, FAIL, WAIVE_PENALTY, START,
    COMPLETE, ISSUE, LEDGER, GIFTS, COUNT_GIFT, VISIT, ROTATION, ACT_IN_VISIT, EXPORT,
    *answering.CALLS,
    *preparing.CALLS, *listing.CALLS,
    *customer_requests.CALLS, *registers.CALLS, *arrivals.CALLS, *calculating.CALLS,
    *waitlist.CALLS,
    *series.CALLS, *disruptions.CALLS,
    *configs.CALLS,
    *syncing.CALLS,
    *personal.CALLS,
    *customers.CALLS,
    *orders.CALLS,
)  # fmt: skip
