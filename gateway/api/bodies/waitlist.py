"""Who waits, for what, and what became of it."""

from marshmallow import fields, validate

from common.contracts.booking import waitlist
from gateway.api.bodies.bookings import Actor, Customer
from gateway.api.bodies.shape import Body, Words, about


class Offer(Body):
    """A place that nobody else can have until ``until``."""

    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    offered_at = fields.Str(required=True, metadata={"format": "date-time"})
    until = fields.Str(required=True, metadata={"format": "date-time"})
    out_of_turn = fields.Bool(
        required=True, metadata=about("Offered by hand, past others who have waited longer")
    )


class WaitlistEntry(Body):
    """One who waits, as they stand at ``revision``; times carry the store's offset."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True, validate=validate.OneOf(waitlist.WAITLIST_STATUSES))
    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    timezone = fields.Str(required=True)
    ticket = fields.Int(required=True, metadata=about("The order of the queue, for good", 17))
    place = fields.Int(
        required=True, allow_none=True, metadata=about("In the store's queue: 1 is next", 2)
    )
    could_begin_at = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("The soonest free start of the items within a week, whatever was asked for"),
    )
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True)
    from_ = fields.Str(required=True, data_key="from", metadata={"format": "date-time"})
    to = fields.Str(required=True, metadata={"format": "date-time"})
    weekdays = fields.List(fields.Str(), required=True)
    hours = fields.List(fields.Str(), required=True)
    party_size = fields.Int(required=True, allow_none=True)
    customer = fields.Nested(Customer, required=True)
    subject = fields.Dict(
        required=True,
        allow_none=True,
        metadata=about("Where it may not be shared only kind, brand and model are here (PV-06)"),
    )
    channel = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    partner_reference = fields.Str(required=True, allow_none=True)
    consents = fields.Dict(required=True, allow_none=True)
    note = fields.Str(
        required=True, allow_none=True, metadata=about("null where it may not be shared (PV-06)")
    )
    offer = fields.Nested(Offer, required=True, allow_none=True)
    offers_passed = fields.Int(
        required=True, metadata=about("Declined or let run out; the second ends the wait", 0)
    )
    booking_id = fields.Str(required=True, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    joined_at = fields.Str(required=True, metadata={"format": "date-time"})
    closed_at = fields.Str(required=True, allow_none=True)
    created_by = fields.Nested(Actor, required=True)


class WaitlistEntries(Body):
    entries = fields.List(fields.Nested(WaitlistEntry), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class WaitlistSummary(Body):
    """What became of those who joined in the period."""

    joined = fields.Int(required=True)
    offers = fields.Int(required=True, metadata=about("Offers made to them"))
    offered = fields.Int(
        required=True, metadata=about("Places behind the offers; one handed on counts once")
    )
    accepted = fields.Int(required=True)
    declined = fields.Int(required=True)
    lapsed = fields.Int(required=True, metadata=about("Who let two offers pass"))
    withdrawn = fields.Int(required=True)
    expired = fields.Int(required=True, metadata=about("Whose time was over without a place"))
    waiting = fields.Int(required=True, metadata=about("Who still waits or has an offer"))
    filled_share = fields.Float(
        required=True, allow_none=True, metadata=about("accepted / offered", 0.75)
    )
    median_wait_minutes = fields.Float(
        required=True, allow_none=True, metadata=about("From joining to the booking", 42.0)
    )
