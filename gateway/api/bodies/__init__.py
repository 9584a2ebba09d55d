"""What callers get: the public shape of every answer.  Fields are added, never renamed."""

from gateway.api.bodies.arrivals import (
    Arrival,
    ArrivalCounts,
    Arrivals,
    Led,
    Prefill,
)
from gateway.api.bodies.bookings import (
    Actor,
    BookedItem,
    Booker,
    Booking,
    Bookings,
    Customer,
    Entry,
    Failed,
    History,
    Links,
    Penalty,
    Resource,
    Visit,
)
from gateway.api.bodies.calculating import (
    Calculation,
    FeeTable,
)
from gateway.api.bodies.customer_requests import (
    Candidate,
    Candidates,
    Coded,
    CustomerRequest,
    CustomerRequests,
    RequestKind,
    RequestKinds,
)
from gateway.api.bodies.desk import (
    Column,
    Described,
    Message,
    Messages,
    Report,
    Reports,
    Rows,
    Task,
    Tasks,
)
from gateway.api.bodies.registers import (
    Labelled,
    PrintedEntry,
    Register,
    RegisterEntries,
    RegisterEntry,
    Registers,
)
from gateway.api.bodies.shape import Words, picked
from gateway.api.bodies.stores import (
    CheckedSlot,
    CheckedSlots,
    Explanation,
    Gift,
    Gifts,
    Hold,
    Item,
    Items,
    Ledger,
    LedgerLine,
    Reason,
    Slot,
    Slots,
    Store,
    Stores,
)
from gateway.api.bodies.system import Clock, Problem, Token

__all__ = [
    "Actor", "Arrival", "ArrivalCounts", "Arrivals", "BookedItem", "Booker", "Booking",
    "Bookings", "Calculation", "Candidate", "Candidates", "CheckedSlot", "CheckedSlots", "Clock",
    "Coded", "Column", "Customer", "CustomerRequest", "CustomerRequests", "Described", "Entry",
    "Explanation", "Failed", "FeeTable", "Gift", "Gifts", "History", "Hold", "Item", "Items",
    "Labelled", "Led", "Ledger", "LedgerLine", "Links", "Message", "Messages", "Penalty",
    "Prefill", "PrintedEntry", "Problem", "Reason", "Register", "RegisterEntries",
    "RegisterEntry", "Registers", "Report", "Reports", "RequestKind", "RequestKinds", "Resource",
    "Rows", "Slot", "Slots", "Store", "Stores", "Task", "Tasks", "Token", "Visit", "Words",
    "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
HOLD = tuple(Hold().fields)
CUSTOMER_REQUEST = tuple(CustomerRequest().fields)
REGISTER = tuple(one.data_key or name for name, one in Register().fields.items())
ENTRY = tuple(one.data_key or name for name, one in RegisterEntry().fields.items())
PRINTED = tuple(PrintedEntry().fields)
ARRIVAL = tuple(Arrival().fields)
ARRIVALS = tuple(Arrivals().fields)
PREFILL = tuple(Prefill().fields)
FEE_TABLE = tuple(FeeTable().fields)
CALCULATION = tuple(Calculation().fields)
VISIT = tuple(Visit().fields)
TASK = tuple(Task().fields)
MESSAGE = tuple(Message().fields)
REPORT = tuple(Report().fields)
