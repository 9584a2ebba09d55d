"""What is asked by whoever catches up."""

from marshmallow import fields, validate

from common.contracts.booking.syncing import MOST_COMPARED
from common.contracts.notification.feed import MOST
from gateway.api.fields import Day, Text
from gateway.api.requests.shape import Asked, example

HIGHEST = 2**53 - 1


class EventsAsked(Asked):
    """Without ``after`` the list begins with the oldest event that is kept."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    after = fields.Int(validate=validate.Range(0, HIGHEST), metadata=example(17))
    limit = fields.Int(load_default=100, validate=validate.Range(1, MOST))


class DigestAsked(Asked):
    """``detail`` names the bookings; ``after`` goes on where a page of them ended."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    day = Day(required=True, metadata=example("2026-03-10"))
    detail = fields.Bool(load_default=False)
    after = Text(64)
    limit = fields.Int(load_default=500, validate=validate.Range(1, MOST_COMPARED))
