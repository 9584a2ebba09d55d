"""What callers get: the public shape of every answer.  Fields are added, never renamed."""

from typing import Any

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
from gateway.api.bodies.configs import (
    Affected,
    AffectedBooking,
    Config,
    Imported,
    Nouns,
    Outcome,
    Value,
    ValueChanged,
    Version,
    Versions,
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

__all__ = [
    "Actor", "Affected", "AffectedBooking", "BookedItem", "Booker", "Booking", "Bookings",
    "CheckedSlot", "CheckedSlots", "Clock", "Column", "Config", "Customer", "Described", "Entry",
    "Explanation", "Failed", "Gift", "Gifts", "History", "Hold", "Imported", "Item", "Items",
    "Ledger", "LedgerLine", "Links", "Message", "Messages", "Nouns", "Outcome", "Penalty",
    "Problem", "Reason", "Report", "Reports", "Resource", "Rows", "Slot", "Slots", "Store",
    "Stores", "Task", "Tasks", "Token", "Value", "ValueChanged", "Version", "Versions", "Visit",
    "Words", "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
HOLD = tuple(Hold().fields)
VISIT = tuple(Visit().fields)
TASK = tuple(Task().fields)
MESSAGE = tuple(Message().fields)
REPORT = tuple(Report().fields)
NOUNS = tuple(Nouns().fields)
OUTCOME = tuple(Outcome().fields)
IMPORTED = tuple(Imported().fields)
VERSION = tuple(Version().fields)
VALUE = tuple(one.data_key or name for name, one in Value().fields.items())


def config(reply: dict[str, Any]) -> dict[str, Any]:
    return {"version": reply["version"], "values": [picked(VALUE, x) for x in reply["values"]]}


def versions(reply: dict[str, Any]) -> dict[str, Any]:
    return {"versions": [picked(VERSION, version) for version in reply["versions"]]}
