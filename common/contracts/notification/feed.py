"""Each store's list of what happened, numbered without a gap: by it partners catch up."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.errors import Gone, NotFound

SERVICE = "notification"

AVAILABILITY_CHANGED = "availability_changed"
"""What a reader is told of a booking that is somebody else's."""
MOST = 500
KEPT_DAYS = 30


class ReadEvents(Request):
    """What came after number ``after`` of a store; null begins with the oldest that is kept.

    ``agreed`` says whether the agreement of the partner who asks is in date just now (PV-06).
    """

    store_id = fields.Str(required=True)
    after = fields.Int(load_default=None, allow_none=True, validate=validate.Range(0))
    limit = fields.Int(load_default=100, validate=validate.Range(1, MOST))
    agreed = fields.Bool(load_default=False)


class ListedEvent(Reply):
    """``id`` is the webhook-id under which the same fact is posted, ``data`` what is posted."""

    sequence = fields.Int(required=True)
    id = fields.Str(required=True)
    type = fields.Str(required=True)
    timestamp = fields.Str(required=True)
    data = fields.Dict(required=True)


class Events(Reply):
    """``events`` have the numbers from ``after`` + 1 on, none left out.

    ``last`` is the highest number there is, 0 before the first; ``oldest`` the lowest that is
    still kept, ``last`` + 1 where none is; ``next_after`` is what to ask with next.
    """

    store_id = fields.Str(required=True)
    events = fields.List(fields.Nested(ListedEvent), required=True)
    oldest = fields.Int(required=True)
    last = fields.Int(required=True)
    next_after = fields.Int(required=True)


READ_EVENTS = Call(
    SERVICE, "read_events", ReadEvents, Events, "events:read", (NotFound, Gone), read=True
)

CALLS = (READ_EVENTS,)
