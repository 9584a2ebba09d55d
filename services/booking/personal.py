"""What in booking's documents says who somebody is, and where it lies.

Ids of customers are keyed hashes; they stay beside what is sealed, to find by.
"""

from common.bus.inbox import MESSAGE
from common.bus.outbox import ENTRY
from common.personal import Personal
from common.resealing import Place

BY_ID = {"customer": ("id",)}

BOOKING = Personal("booking.booking", ("customer", "booker", "subject", "note"), BY_ID)
LINE = Personal("booking.history", ("reason",))
VISIT = Personal("booking.visit", ("facts", "fields", "stays", "deeds"))
ARRIVAL = Personal("booking.arrival", ("customer", "purpose"), BY_ID)
REQUEST = Personal("booking.request", ("customer", "subject", "text", "visit"), BY_ID)
REGISTERED = Personal("booking.entry", ("fields", "history"))
WHO_WAITS = Personal("booking.waiting", ("customer", "subject", "note"), BY_ID)
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
    "lists": (OUTBOX,),
    "inbox": (Place(MESSAGE, "message"),),
}
