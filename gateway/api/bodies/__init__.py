"""What callers get: the public shape of every answer.  Fields are added, never renamed."""

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
from gateway.api.bodies.waitlist import Offer, WaitlistEntries, WaitlistEntry, WaitlistSummary

__all__ = [
    "Actor", "BookedItem", "Booker", "Booking", "Bookings", "CheckedSlot", "CheckedSlots", "Clock",
    "Column", "Customer", "Described", "Entry", "Explanation", "Failed", "Gift", "Gifts", "History",
    "Hold", "Item", "Items", "Ledger", "LedgerLine", "Links", "Message", "Messages", "Offer",
    "Penalty", "Problem", "Reason", "Report", "Reports", "Resource", "Rows", "Slot", "Slots",
    "Store", "Stores", "Task", "Tasks", "Token", "Visit", "WaitlistEntries", "WaitlistEntry",
    "WaitlistSummary", "Words", "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
HOLD = tuple(Hold().fields)
VISIT = tuple(Visit().fields)
TASK = tuple(Task().fields)
MESSAGE = tuple(Message().fields)
REPORT = tuple(Report().fields)
WAITLIST_ENTRY = tuple(one.data_key or name for name, one in WaitlistEntry().fields.items())
WAITLIST_SUMMARY = tuple(WaitlistSummary().fields)
