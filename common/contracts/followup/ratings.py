"""Ratings: what customers say of a visit, by the link that they were sent (SV-02, SV-03)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.events import SERVICE
from common.errors import NotFound, Stale

RATING_STATES = ("open", "answered", "over")
STARS = (1, 2, 3, 4, 5)
LONGEST_COMMENT = 1000


class OfRating(Request):
    """``token`` is what the link ends with: it is signed, and of one visit."""

    token = fields.Str(required=True, validate=validate.Length(1, 200))


class Rate(OfRating):
    """Stars for the ``person`` who served and for the ``quality`` of the service."""

    person = fields.Int(required=True, validate=validate.OneOf(STARS))
    quality = fields.Int(required=True, validate=validate.OneOf(STARS))
    comment = fields.Str(load_default="", validate=validate.Length(max=LONGEST_COMMENT))


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


RATING = Call(SERVICE, "rating", OfRating, RatingReply, "ratings:answer", (NotFound,), read=True)
RATE = Call(SERVICE, "rate", Rate, RatingReply, "ratings:answer", (NotFound, Stale))

CALLS = (RATING, RATE)
