"""What is asked by whoever catches up."""

from marshmallow import fields, validate

from common.contracts.notification.feed import MOST
from gateway.api.fields import Text
from gateway.api.requests.shape import Asked, example

HIGHEST = 2**53 - 1


class EventsAsked(Asked):
    """Without ``after`` the list begins with the oldest event that is kept."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    after = fields.Int(validate=validate.Range(0, HIGHEST), metadata=example(17))
    limit = fields.Int(load_default=100, validate=validate.Range(1, MOST))
