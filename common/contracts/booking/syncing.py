"""Two sides in step: one hash of a day's bookings to compare, and what is free to begin with."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply
from common.contracts.booking.events import SERVICE
from common.contracts.booking.listing import OfDay
from common.errors import NotFound

MOST_COMPARED = 1000


class ReadDigest(OfDay):
    """The bookings that start on ``day`` in the store's zone; ``detail`` names each of them.

    ``after`` is the id after which the named ones begin.
    """

    detail = fields.Bool(load_default=False)
    after = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=500, validate=validate.Range(1, MOST_COMPARED))


class Compared(Reply):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)


class Digest(Reply):
    """``count`` and ``hash`` are of the whole day, ``bookings`` of this page; null if not asked."""

    store_id = fields.Str(required=True)
    day = fields.Str(required=True)
    timezone = fields.Str(required=True)
    count = fields.Int(required=True)
    hash = fields.Str(required=True)
    bookings = fields.List(fields.Nested(Compared), required=True, allow_none=True)
    next_after = fields.Str(required=True, allow_none=True)


class FreeSlot(Reply):
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    free = fields.Int(required=True)


class OfferedItem(Reply):
    code = fields.Str(required=True)
    slots = fields.List(fields.Nested(FreeSlot), required=True)


class Offered(Reply):
    """What partners may book on a day; what is only held for somebody counts as free."""

    items = fields.List(fields.Nested(OfferedItem), required=True)


DIGEST = Call(SERVICE, "digest", ReadDigest, Digest, "bookings:read", (NotFound,), read=True)

OFFERED = Call(SERVICE, "offered", OfDay, Offered, "stores:read", (NotFound,), read=True)

CALLS = (DIGEST, OFFERED)
