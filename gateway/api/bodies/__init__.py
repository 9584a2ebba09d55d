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
    MissedCall,
    Report,
    Reports,
    Rows,
    Task,
    Tasks,
)
from gateway.api.bodies.preparing import (
    DayList,
    Letter,
    Preparation,
    PreparationEntry,
    Script,
    Sheet,
    Slip,
    Slips,
)
from gateway.api.bodies.shape import Words, picked
from gateway.api.bodies.stores import (
    CheckedSlot,
    CheckedSlots,
    EntranceBoard,
    Expected,
    Explanation,
    Gift,
    Gifts,
    Hold,
    Item,
    Items,
    Ledger,
    LedgerLine,
    Reason,
    Rotation,
    Slot,
    Slots,
    Store,
    Stores,
    Turn,
)
from gateway.api.bodies.system import Clock, Problem, Token

__all__ = [
    "Actor", "BookedItem", "Booker", "Booking", "Bookings", "CheckedSlot", "CheckedSlots", "Clock",
    "Column", "Customer", "DayList", "Described", "EntranceBoard", "Entry", "Expected",
    "Explanation", "Failed", "Gift", "Gifts", "History", "Hold", "Item", "Items", "Ledger",
    "LedgerLine", "Letter", "Links", "Message", "Messages", "MissedCall", "Penalty", "Preparation",
    "PreparationEntry", "Problem", "Reason", "Report", "Reports", "Resource", "Rotation", "Rows",
    "Script", "Sheet", "Slip", "Slips", "Slot", "Slots", "Store", "Stores", "Task", "Tasks",
    "Token", "Turn", "Visit", "Words", "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
ENTRANCE = tuple(EntranceBoard().fields)
HOLD = tuple(Hold().fields)
VISIT = tuple(Visit().fields)
TASK = tuple(Task().fields)
MESSAGE = tuple(Message().fields)
REPORT = tuple(Report().fields)
PREPARATION = tuple(Preparation().fields)
SLIP = tuple(Slip().fields)
DAY_LIST = tuple(DayList().fields)
SHEET = tuple(Sheet().fields)
SCRIPT = tuple(Script().fields)
LETTER = tuple(Letter().fields)
