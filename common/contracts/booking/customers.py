"""What customers do for themselves: their own bookings, and what is known of whoever asks."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.contracts.booking.replies import BookingReply, Bookings
from common.contracts.booking.requests import OfBooking
from common.errors import Invalid, NotFound

OWN_CHANNELS = ("web", "app")
"""How customers book without anybody's help (CH-04, CH-05)."""


class OfCustomer(Request):
    customer_id = fields.Str(required=True)


class Standing(Reply):
    """What speaks for and against whoever books under a number, over all stores.

    ``known`` says that they have come before, or that the desk or a partner booked for them;
    ``open`` is how many visits are still to come, with those whose order waits for its payment;
    ``missed`` how many they missed in the past year.
    """

    known = fields.Bool(required=True)
    open = fields.Int(required=True)
    missed = fields.Int(required=True)


class ListOwn(Request):
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


CUSTOMER_STANDING = Call(
    SERVICE, "customer_standing", OfCustomer, Standing, "customers:standing", read=True
)
OWN_BOOKING = Call(
    SERVICE, "own_booking", OfBooking, BookingReply, "bookings:own", (NotFound,), read=True
)
OWN_BOOKINGS = Call(
    SERVICE, "own_bookings", ListOwn, Bookings, "bookings:own", (Invalid,), read=True
)

CALLS = (CUSTOMER_STANDING, OWN_BOOKING, OWN_BOOKINGS)
