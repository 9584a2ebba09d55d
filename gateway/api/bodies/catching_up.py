"""What is told to whoever catches up."""

from marshmallow import fields

from gateway.api.bodies.shape import Body, about
from gateway.api.bodies.stores import Item

A_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class ListedEvent(Body):
    """One event: your own booking's as its webhook says it, or that a store's free time moved."""

    sequence = fields.Int(required=True, metadata=about("Its number in the store's list", 18))
    id = fields.Str(
        required=True,
        metadata=about("The `webhook-id` of the same event", "booking_confirmed:b-1:1"),
    )
    type = fields.Str(required=True, metadata=about("As webhooks have it", "booking_confirmed"))
    timestamp = fields.Str(required=True, metadata={"format": "date-time"})
    data = fields.Dict(
        required=True,
        metadata=about(
            "As webhooks have it; of `availability_changed` the store, its timezone, and the "
            "`days` with more or less room than before"
        ),
    )


class Events(Body):
    store_id = fields.Str(required=True)
    events = fields.List(fields.Nested(ListedEvent), required=True)
    oldest = fields.Int(required=True, metadata=about("The lowest number that is kept"))
    last = fields.Int(required=True, metadata=about("The highest number that there is"))
    next_after = fields.Int(required=True, metadata=about("What to ask with next"))


class Compared(Body):
    id = fields.Str(required=True, metadata=about("Of the booking", "b-5f0c8d1e"))
    revision = fields.Int(required=True)


class Digest(Body):
    store_id = fields.Str(required=True)
    day = fields.Str(required=True, metadata={"format": "date"})
    timezone = fields.Str(required=True, metadata=about("The store's, in which the day is"))
    count = fields.Int(required=True, metadata=about("How many bookings the hash is of", 2))
    hash = fields.Str(
        required=True,
        metadata=about("SHA-256 in hex over lines `id:revision`, by id", A_HASH),
    )
    bookings = fields.List(
        fields.Nested(Compared),
        required=True,
        allow_none=True,
        metadata=about("With `detail`, each booking at its revision; else null"),
    )
    next_after = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("Where the next page begins; null at the end", "b-5f0c8d1e"),
    )


class FreeSlot(Body):
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    free = fields.Int(required=True, metadata=about("How many could still start then"))


class OfferedItem(Body):
    code = fields.Str(required=True, metadata=about("One of the `items`", "maintenance-a"))
    slots = fields.List(fields.Nested(FreeSlot), required=True)


class OfferedDay(Body):
    day = fields.Str(required=True, metadata={"format": "date"})
    items = fields.List(fields.Nested(OfferedItem), required=True)


class StoreFeed(Body):
    """A store's day as partners begin it; of whom and what is booked it says nothing."""

    store_id = fields.Str(required=True)
    timezone = fields.Str(required=True)
    day = fields.Str(required=True, metadata={"format": "date"})
    made_at = fields.Str(required=True, metadata={"format": "date-time"})
    sequence = fields.Int(
        required=True, metadata=about("It holds as of this event: read events after it", 118)
    )
    items = fields.List(fields.Nested(Item), required=True)
    availability = fields.List(
        fields.Nested(OfferedDay),
        required=True,
        metadata=about("What partners may book; what is only held for somebody counts as free"),
    )
