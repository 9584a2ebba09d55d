"""Stores, what they offer, and when somebody could come."""

from marshmallow import fields, validate

from common.contracts import booking
from gateway.api.bodies.shape import Body, Words, about


class Store(Body):
    id = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    industry = fields.Str(required=True)
    city = fields.Str(required=True)
    address = fields.Nested(Words, required=True)
    timezone = fields.Str(required=True, metadata=about("IANA zone", "Asia/Shanghai"))
    phone = fields.Str(required=True)
    booking_phone = fields.Str(metadata=about("The number to book by", "+862155550101"))
    hours = fields.Dict(
        keys=fields.Str(),
        values=fields.List(fields.Str()),
        required=True,
        metadata=about("Opening hours by weekday", {"mon": ["08:30-17:30"]}),
    )
    channels = fields.List(fields.Str(validate=validate.OneOf(booking.CHANNELS)), required=True)
    policy = fields.Dict(required=True, metadata=about("Notices and limits, in minutes and days"))


class Stores(Body):
    stores = fields.List(fields.Nested(Store), required=True)


class Item(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    minutes = fields.Int(required=True)
    price = fields.Dict(required=True, metadata=about("In fen, the hundredth of a yuan"))
    notes = fields.Dict(required=True, metadata=about("What to prepare, in zh and en; or nothing"))
    requires_identity = fields.Bool(metadata=about("Whether it asks for the ID number"))


class Items(Body):
    items = fields.List(fields.Nested(Item), required=True)


class Slot(Body):
    store_id = fields.Str(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    free = fields.Int(required=True, metadata=about("How many could still start then"))


class Slots(Body):
    slots = fields.List(fields.Nested(Slot), required=True)
    next_from = fields.Str(
        required=True, allow_none=True, metadata=about("Where to search on; null at the end")
    )


class CheckedSlot(Body):
    """A start as it stands just now: nothing is kept for whoever asked."""

    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True, metadata=about("Who was asked for by id"))
    start = fields.Str(required=True, metadata={"format": "date-time"})
    available = fields.Bool(required=True)
    free = fields.Int(required=True, metadata=about("How many could still start then"))
    code = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("The problem that a booking would meet; null when it can be had"),
    )


class CheckedSlots(Body):
    slots = fields.List(fields.Nested(CheckedSlot), required=True)


class Gift(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    upgrade = fields.Bool(required=True, metadata=about("Only after a streak of visits on time"))
    left = fields.Int(required=True)


class Gifts(Body):
    gifts = fields.List(fields.Nested(Gift), required=True)


class LedgerLine(Body):
    """One perk or gift that was handed over."""

    what = fields.Str(required=True)
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    by = fields.Str(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    customer = fields.Str(required=True, metadata=about("The customer's name"))


class Ledger(Body):
    lines = fields.List(fields.Nested(LedgerLine), required=True)


class Reason(Body):
    """One rule that refuses."""

    code = fields.Str(required=True, metadata=about("As a problem's code", "slot_taken"))
    resource = fields.Str(
        required=True, allow_none=True, metadata=about("The pool that is full, if it is one")
    )
    sentence = fields.Nested(Words, required=True)
    who_may_change = fields.Str(
        required=True, allow_none=True, metadata=about("A role; null where nobody can", "manager")
    )


class Explanation(Body):
    available = fields.Bool(required=True)
    reasons = fields.List(fields.Nested(Reason), required=True)


class Hold(Body):
    """A place that is kept; book it by ``hold_id`` before it expires."""

    id = fields.Str(required=True)
    state = fields.Str(
        required=True, validate=validate.OneOf(("held", "expired", "released", "used"))
    )
    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True, metadata=about("Who was asked for by id"))
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    expires_at = fields.Str(required=True, metadata={"format": "date-time"})
    extended = fields.Bool(required=True, metadata=about("Whether it cannot be extended again"))


class Turn(Body):
    lane = fields.Str(required=True, metadata=about("Who, by id", "technician-12"))
    name = fields.Nested(Words, required=True)
    state = fields.Str(required=True, validate=validate.OneOf(("waiting", "serving")))
    since = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("Since the clock started or stopped; null is not called today"),
    )


class Rotation(Body):
    turns = fields.List(fields.Nested(Turn), required=True)


class Expected(Body):
    """Somebody who is expected; what names them is masked, for a wall."""

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    at = fields.Str(
        required=True, metadata=about("The minute that they named, or else their appointment")
    )
    start = fields.Str(required=True, metadata={"format": "date-time"})
    told = fields.Bool(required=True, metadata=about("Whether they named the minute"))
    status = fields.Str(required=True)
    name = fields.Str(required=True, metadata=about("Masked", "王**"))
    phone = fields.Str(required=True, metadata=about("Masked", "+86138****8000"))
    plate = fields.Str(required=True, allow_none=True, metadata=about("Masked", "沪A**345"))
    items = fields.List(fields.Dict(), required=True)


class EntranceBoard(Body):
    store_id = fields.Str(required=True)
    day = fields.Str(required=True, metadata={"format": "date"})
    expected = fields.List(fields.Nested(Expected), required=True)
