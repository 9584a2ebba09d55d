"""Both sides compare: one hash says whether a day's bookings are the same here and there."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.contracts.booking.listing import IN_OUR_TIME
from common.errors import NotFound

MOST_COMPARED = 1000


class ReadDigest(Request):
    """The bookings that start on ``day`` in the store's zone; ``detail`` names each of them.

    ``after`` is the id after which the named ones begin.
    """

    store_id = fields.Str(required=True)
    day = fields.Date(required=True, validate=IN_OUR_TIME)
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


DIGEST = Call(SERVICE, "digest", ReadDigest, Digest, "bookings:read", (NotFound,), read=True)

CALLS = (DIGEST,)
