"""What callers may send: strict, so that a typo is told and nothing is smuggled in."""

from gateway.api.requests.arrivals import (
    ArrivalsAsked,
    NewArrival,
    PrefillAsked,
)
from gateway.api.requests.bookings import (
    BookingsAsked,
    NewBooker,
    NewBooking,
    NewConsents,
    NewCustomer,
)
from gateway.api.requests.calculating import (
    NewCalculation,
)
from gateway.api.requests.customer_requests import (
    NewRequest,
    RequestDeed,
    RequestsAsked,
)
from gateway.api.requests.desk import (
    ClockMoved,
    GiftCounted,
    LedgerAsked,
    MessagesAsked,
    NewOutcome,
    ReportAsked,
    RowsAsked,
    TasksAsked,
)
from gateway.api.requests.moves import (
    Amending,
    Because,
    Cancelling,
    Deed,
    Explained,
    Failing,
    Issuing,
    NewDetails,
    NewTime,
    Settling,
)
from gateway.api.requests.places import (
    Batch,
    NewHold,
    Question,
    Search,
    StoresAsked,
    Wished,
)
from gateway.api.requests.registers import (
    Correction,
    EntriesAsked,
    EntryMove,
    NewEntry,
    OfStoreAsked,
    PrintAsked,
)
from gateway.api.requests.shape import (
    Asked,
    LogIn,
    Nothing,
    example,
)

__all__ = [
    "Amending",
    "ArrivalsAsked",
    "Asked",
    "Batch",
    "Because",
    "BookingsAsked",
    "Cancelling",
    "ClockMoved",
    "Correction",
    "Deed",
    "EntriesAsked",
    "EntryMove",
    "Explained",
    "Failing",
    "GiftCounted",
    "Issuing",
    "LedgerAsked",
    "LogIn",
    "MessagesAsked",
    "NewArrival",
    "NewBooker",
    "NewBooking",
    "NewCalculation",
    "NewConsents",
    "NewCustomer",
    "NewDetails",
    "NewEntry",
    "NewHold",
    "NewOutcome",
    "NewRequest",
    "NewTime",
    "Nothing",
    "OfStoreAsked",
    "PrefillAsked",
    "PrintAsked",
    "Question",
    "ReportAsked",
    "RequestDeed",
    "RequestsAsked",
    "RowsAsked",
    "Search",
    "Settling",
    "StoresAsked",
    "TasksAsked",
    "Wished",
    "example",
]
