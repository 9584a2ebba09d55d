"""What booking tells of who waits for a place."""

from typing import ClassVar

from marshmallow import fields

from common.contracts.base import Event
from common.contracts.booking.events import SERVICE


class WaitlistFact(Event):
    """Where one who waits stands after ``revision`` moves; times carry an offset.

    ``offer`` is the place that is kept for them: ``start``, ``end``, ``offered_at``, ``until``.
    """

    source: ClassVar[str] = SERVICE

    entry_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    store_phone = fields.Str(required=True)
    timezone = fields.Str(required=True)
    ticket = fields.Int(required=True)
    items = fields.List(fields.Str(), required=True)
    party_size = fields.Int(load_default=None, allow_none=True)
    customer = fields.Dict(required=True)
    channel = fields.Str(required=True)
    partner_id = fields.Str(load_default=None, allow_none=True)
    first = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)
    offer = fields.Dict(load_default=None, allow_none=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    joined_at = fields.AwareDateTime(required=True)
    reason = fields.Str(load_default="")


class WaitlistJoined(WaitlistFact):
    """Somebody waits for a place (SL-12)."""

    type = "waitlist_joined"


class WaitlistOffered(WaitlistFact):
    """A place is kept for one who waits, until they answer or the offer ends."""

    type = "waitlist_offered"


class WaitlistClosed(WaitlistFact):
    """Somebody waits no longer: ``status`` is booked, lapsed, withdrawn or expired."""

    type = "waitlist_closed"


EVENTS = (WaitlistJoined, WaitlistOffered, WaitlistClosed)
