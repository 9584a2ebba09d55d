"""What in booking's documents says who somebody is, and where it lies.

Ids of customers are keyed hashes; they stay beside what is sealed, to find by.
"""

from common.bus.inbox import MESSAGE
from common.bus.outbox import ENTRY
from common.personal import Document, Personal, Place
from common.privacy import blind, customer_id

BY_ID = {"customer": ("id",)}


def _id_of_booker(booking: Document) -> str | None:
    """Return by which id whoever booked for somebody else would be known as a customer."""
    booker = booking.get("booker")
    return customer_id(booker["phone"]) if booker else None


def _filled_in(entry: Document) -> list[str]:
    """Return what finds an entry by something that was filled in, a number of papers say."""
    return [blind(value) for value in entry["fields"].values() if isinstance(value, str) and value]


BOOKING = Personal(
    "booking.booking",
    ("customer", "booker", "subject", "note", "deviations", "penalty"),
    BY_ID,
    {"booker_id": _id_of_booker},
)
LINE = Personal("booking.history", ("reason",))
VISIT = Personal("booking.visit", ("facts", "fields", "stays", "deeds"))
ARRIVAL = Personal("booking.arrival", ("customer", "purpose"), BY_ID)
REQUEST = Personal("booking.request", ("customer", "subject", "text", "visit"), BY_ID)
REGISTERED = Personal("booking.entry", ("fields", "history"), keyed={"filled_in": _filled_in})
WHO_WAITS = Personal("booking.waiting", ("customer", "subject", "note"), BY_ID)
ORDER = Personal("booking.order", ("asked",))
SERIES = Personal("booking.series", ("customer", "booker", "subject", "note"), BY_ID)

OUTBOX = Place(ENTRY, "outbox")
PLACES = {
    "bookings": (
        Place(BOOKING),
        Place(BOOKING, "first"),
        Place(VISIT, "visit"),
        Place(LINE, "history"),
        OUTBOX,
    ),
    "arrivals": (Place(ARRIVAL), OUTBOX),
    "requests": (Place(REQUEST),),
    "entries": (Place(REGISTERED),),
    "waitlist": (Place(WHO_WAITS), Place(LINE, "history"), OUTBOX),
    "series": (Place(SERIES, "facts"), Place(LINE, "history"), OUTBOX),
    "orders": (Place(ORDER), OUTBOX),
    "lists": (OUTBOX,),
    "inbox": (Place(MESSAGE, "message"),),
}
