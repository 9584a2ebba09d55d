"""Ratings: what customers say of a visit, by the link that they were sent (SV-02, SV-03)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.events import SERVICE
from common.errors import Invalid, NotFound, Stale

RATING_STATES = ("open", "answered", "over")
STARS = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 1000


class OfRating(Request):
    """``token`` is what the link ends with: it is signed, and of one visit."""

    token = fields.Str(required=True, validate=validate.Length(1, 200))


class Rate(OfRating):
    """Stars for the ``person`` who served and for the ``quality`` of the service.

    ``share`` says that others may be shown it (PO-12).
    """

    person = fields.Int(required=True, validate=validate.OneOf(STARS))
    quality = fields.Int(required=True, validate=validate.OneOf(STARS))
    comment = fields.Str(load_default="", validate=validate.Length(max=LONGEST_COMMENT))
    share = fields.Bool(load_default=False)


class RatingReply(Reply):
    """Which visit is rated; ``state`` says whether it can be, was, or is no more from ``until`` on.

    Neither the customer nor what they said is told: a link can be passed on.
    """

    state = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    store_phone = fields.Str(required=True)
    timezone = fields.Str(required=True)
    start = fields.Str(required=True)
    until = fields.Str(required=True)
    language = fields.Str(required=True)


class ListRatings(Request):
    """``most_stars`` leaves out who gave more for person and quality alike."""

    store_id = fields.Str(load_default=None, allow_none=True)
    most_stars = fields.Int(load_default=None, allow_none=True, validate=validate.OneOf(STARS))
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class GivenRating(Reply):
    """What a customer said of a visit, which is the booking ``id``."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    person = fields.Int(required=True)
    quality = fields.Int(required=True)
    comment = fields.Str(required=True)
    at = fields.Str(required=True)
    share = fields.Bool(load_default=False)


class GivenRatings(Reply):
    ratings = fields.List(fields.Nested(GivenRating), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


RATING = Call(SERVICE, "rating", OfRating, RatingReply, "ratings:answer", (NotFound,), read=True)
RATE = Call(SERVICE, "rate", Rate, RatingReply, "ratings:answer", (NotFound, Stale))

LIST_RATINGS = Call(
    SERVICE, "ratings", ListRatings, GivenRatings, "cases:read", (NotFound, Invalid), read=True
)

CALLS = (RATING, RATE, LIST_RATINGS)
