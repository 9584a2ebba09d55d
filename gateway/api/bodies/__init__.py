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
from gateway.api.bodies.disruptions import (
    DisruptedBooking,
    Disruption,
    Disruptions,
    LaneUse,
    Offer,
    Utilisation,
)
from gateway.api.bodies.series import (
    Series,
    SeriesLine,
    SeriesPage,
    SeriesReport,
    SeriesVisit,
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
    "Actor", "BookedItem", "Booker", "Booking", "Bookings", "CheckedSlot", "CheckedSlots", "Clock",
    "Column", "Customer", "Described", "DisruptedBooking", "Disruption", "Disruptions", "Entry",
    "Explanation", "Failed", "Gift", "Gifts", "History", "Hold", "Item", "Items", "LaneUse",
    "Ledger", "LedgerLine", "Links", "Message", "Messages", "Offer", "Penalty", "Problem", "Reason",
    "Report", "Reports", "Resource", "Rows", "Series", "SeriesLine", "SeriesPage", "SeriesReport",
    "SeriesVisit", "Slot", "Slots", "Store", "Stores", "Task", "Tasks", "Token", "Utilisation",
    "Visit", "Words", "picked",
]  # fmt: skip

BOOKING = tuple(name for name in Booking().fields if name != "links")
STORE = tuple(Store().fields)
ITEM = tuple(Item().fields)
HOLD = tuple(Hold().fields)
VISIT = tuple(Visit().fields)
SERIES = tuple(Series().fields)
SERIES_REPORT = tuple(SeriesReport().fields)
DISRUPTION = tuple(one.data_key or name for name, one in Disruption().fields.items())
UTILISATION = tuple(Utilisation().fields)
TASK = tuple(Task().fields)
MESSAGE = tuple(Message().fields)
REPORT = tuple(Report().fields)
