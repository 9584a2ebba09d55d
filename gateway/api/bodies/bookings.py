"""Bookings and their history."""

from marshmallow import fields, validate

from common.contracts import booking
from gateway.api.bodies.shape import Body, Words, about
from gateway.api.bodies.stores import Slot


class Resource(Body):
    kind = fields.Str(required=True)
    id = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    grade = fields.Str(metadata=about("A person's grade, if they have one", "A"))
    chosen = fields.Dict(
        metadata=about(
            "Why this one, of so many that were free: asked_for, kept_for_you, only_free, "
            "least_loaded, drawn, held, kept, replanned or assigned",
            {"why": "least_loaded", "among": 2},
        )
    )
    since = fields.Str(metadata=about("From when on, where it was assigned during the visit"))


class BookedItem(Body):
    code = fields.Str(required=True)
    name = fields.Nested(Words, required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    price = fields.Dict(metadata=about("As booked, in fen"))
    notes = fields.Dict(metadata=about("What to prepare, in zh and en; or nothing"))
    resources = fields.List(fields.Nested(Resource), required=True)


class Customer(Body):
    """``name``, ``phone`` and ``email`` are null where they may not be shared (PV-06)."""

    id = fields.Str(required=True, metadata=about("The same person's id in every store"))
    name = fields.Str(required=True, allow_none=True)
    phone = fields.Str(required=True, allow_none=True)
    email = fields.Str(allow_none=True)
    language = fields.Str()


class Booker(Body):
    name = fields.Str(required=True)
    phone = fields.Str(required=True)


class Penalty(Body):
    """What leaving the place late may cost; a manager may waive it."""

    state = fields.Str(required=True, validate=validate.OneOf(("proposed", "waived")))
    amount = fields.Int(required=True, metadata=about("In fen"))
    currency = fields.Str(required=True)
    occasion = fields.Str(required=True, metadata=about("change, cancel or no_show"))


class Actor(Body):
    id = fields.Str(required=True)
    kind = fields.Str(required=True)
    role = fields.Str()


class Links(Body):
    self = fields.Str(required=True)


class Booking(Body):
    """A booking as it stands at ``revision``; times carry the store's offset."""

    id = fields.Str(required=True)
    number = fields.Str(required=True, metadata=about("To be read out on the phone", "K7Q2MX"))
    revision = fields.Int(required=True)
    status = fields.Str(required=True, validate=validate.OneOf(booking.STATUSES))
    flags = fields.Dict(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    timezone = fields.Str(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    end = fields.Str(required=True, metadata={"format": "date-time"})
    items = fields.List(fields.Nested(BookedItem), required=True)
    customer = fields.Nested(Customer, required=True)
    booker = fields.Nested(
        Booker,
        required=True,
        allow_none=True,
        metadata=about("Who booked for somebody else; null where it may not be shared (PV-06)"),
    )
    subject = fields.Dict(
        required=True,
        allow_none=True,
        metadata=about("Where it may not be shared only kind, brand and model are here (PV-06)"),
    )
    staff = fields.Str(required=True, allow_none=True, metadata=about("Who was asked for by id"))
    channel = fields.Str(required=True)
    origin = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    partner_reference = fields.Str(required=True, allow_none=True)
    consents = fields.Dict(required=True, allow_none=True)
    privacy_version = fields.Str(
        allow_none=True, metadata=about("Of the privacy notice under which it was made (PV-01)")
    )
    entitlements = fields.Dict(
        required=True,
        metadata=about("priority, discount, perk, gift: each with its state and why"),
    )
    settlement = fields.Dict(required=True, allow_none=True)
    penalty = fields.Nested(Penalty, required=True, allow_none=True)
    policy_version = fields.Int(required=True)
    change_until = fields.Str(required=True, metadata={"format": "date-time"})
    cancel_until = fields.Str(required=True, metadata={"format": "date-time"})
    expected_at = fields.Str(
        allow_none=True, metadata=about("The minute that the customer named when called")
    )
    arrived_at = fields.Str(required=True, allow_none=True)
    note = fields.Str(
        required=True, allow_none=True, metadata=about("null where it may not be shared (PV-06)")
    )
    series_id = fields.Str(
        allow_none=True, metadata=about("The series of visits that it is one of")
    )
    series_number = fields.Int(allow_none=True, metadata=about("Which visit of it, from 1 on"))
    moved_from = fields.Str(
        allow_none=True, metadata=about("The booking that it replaces, of a sister store")
    )
    moved_to = fields.Str(
        allow_none=True, metadata=about("The booking of a sister store that replaces it")
    )
    legal_moves = fields.List(fields.Str(), required=True)
    links = fields.Nested(Links, required=True)
    created_at = fields.Str(required=True, metadata={"format": "date-time"})
    created_by = fields.Nested(Actor, required=True)
    lead_minutes = fields.Int(
        required=True, metadata=about("From when its time was agreed to its start", 1020)
    )
    is_same_day = fields.Bool(required=True)
    is_day_before_or_earlier = fields.Bool(required=True)
    taken_by = fields.Str(required=True, allow_none=True, metadata=about("Who accepted it, by id"))
    entered_by = fields.Nested(Actor, required=True, metadata=about("Who filled in the form"))
    responsible_sa = fields.Dict(
        required=True,
        allow_none=True,
        metadata=about("The adviser, and why: last, fewest, asked or assigned"),
    )
    work_order = fields.Str(
        required=True, allow_none=True, metadata=about("As opened", "WIP-s-4s-20260310-001")
    )
    slip = fields.Dict(
        required=True, allow_none=True, metadata=about("Who has it, and how often it was issued")
    )


class Failed(Body):
    """A booking given up, and up to five starts at which its items could be had instead."""

    booking = fields.Nested(Booking, required=True)
    alternatives = fields.List(fields.Nested(Slot), required=True)


class Bookings(Body):
    bookings = fields.List(fields.Nested(Booking), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class SpotCheck(Body):
    """What was drawn of all bookings of those days; ``seed`` draws the same again."""

    seed = fields.Str(required=True)
    of = fields.Int(required=True)
    bookings = fields.List(fields.Nested(Booking), required=True)


class Entry(Body):
    """One move of a booking: who, when, why, and where it stood before and after."""

    at = fields.Str(required=True, metadata={"format": "date-time"})
    actor = fields.Nested(Actor, required=True)
    move = fields.Str(required=True)
    reason = fields.Str(required=True, allow_none=True)
    revision = fields.Int(required=True)
    before = fields.Dict(required=True, allow_none=True)
    after = fields.Dict(required=True)
    cause = fields.Str(metadata=about("The task that it comes from, where it comes from one"))


class History(Body):
    history = fields.List(fields.Nested(Entry), required=True)


class Visit(Body):
    """Where a visit stands; ``revision`` 0 is one in which nothing has been done yet."""

    booking_id = fields.Str(required=True)
    status = fields.Str(required=True, metadata=about("Where the booking stands", "arrived"))
    revision = fields.Int(required=True)
    journey = fields.Str(required=True, metadata=about("The trade", "4s"))
    version = fields.Int(required=True)
    name = fields.Nested(Words, required=True)
    asks = fields.List(
        fields.Dict(),
        required=True,
        metadata=about("Facts to send with the first action, where the trade needs some"),
    )
    ended = fields.Bool(required=True)
    paid = fields.Dict(
        required=True,
        metadata=about("Taken in so far, in fen", {"amount": 38000, "currency": "CNY"}),
    )
    open = fields.List(
        fields.Dict(),
        required=True,
        metadata=about("Open steps: roles, due_at, state, checklist, actions with their fields"),
    )
    timeline = fields.List(
        fields.Dict(), required=True, metadata=about("What is due before the start, soonest first")
    )
    done = fields.List(
        fields.Dict(), required=True, metadata=about("What the action did, and its effects")
    )
