"""What booking answers."""

from marshmallow import fields

from common.contracts.base import Reply


class StoreReply(Reply):
    id = fields.Str(required=True)
    name = fields.Dict(required=True)
    industry = fields.Str(required=True)
    city = fields.Str(required=True)
    address = fields.Dict(required=True)
    timezone = fields.Str(required=True)
    phone = fields.Str(required=True)
    booking_phone = fields.Str(load_default="")
    hours = fields.Dict(required=True)
    channels = fields.List(fields.Str(), required=True)
    policy = fields.Dict(required=True)


class ItemReply(Reply):
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    minutes = fields.Int(required=True)
    price = fields.Dict(required=True)
    notes = fields.Dict(required=True)
    requires_identity = fields.Bool(load_default=False)


class Stores(Reply):
    stores = fields.List(fields.Nested(StoreReply), required=True)


class Items(Reply):
    items = fields.List(fields.Nested(ItemReply), required=True)


class Slot(Reply):
    store_id = fields.Str(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    free = fields.Int(required=True)


class Slots(Reply):
    slots = fields.List(fields.Nested(Slot), required=True)
    next_from = fields.Str(required=True, allow_none=True)


class CheckedSlot(Reply):
    """What a start looks like just now; ``code`` says why it cannot be had."""

    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True)
    start = fields.Str(required=True)
    available = fields.Bool(required=True)
    free = fields.Int(required=True)
    code = fields.Str(required=True, allow_none=True)


class CheckedSlots(Reply):
    slots = fields.List(fields.Nested(CheckedSlot), required=True)


class Reason(Reply):
    code = fields.Str(required=True)
    resource = fields.Str(required=True, allow_none=True)
    sentence = fields.Dict(required=True)
    who_may_change = fields.Str(required=True, allow_none=True)


class Explanation(Reply):
    available = fields.Bool(required=True)
    reasons = fields.List(fields.Nested(Reason), required=True)


class HoldReply(Reply):
    """A place that is kept until ``expires_at``; ``state`` is held, expired, released or used."""

    id = fields.Str(required=True)
    state = fields.Str(required=True)
    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    expires_at = fields.Str(required=True)
    extended = fields.Bool(required=True)


class Held(Reply):
    hold = fields.Nested(HoldReply, required=True)
    replayed = fields.Bool(required=True)


class BookedItem(Reply):
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    resources = fields.List(fields.Dict(), required=True)


class BookingReply(Reply):
    """A booking as everybody reads it; times carry the store's offset."""

    id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    flags = fields.Dict(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    timezone = fields.Str(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    items = fields.List(fields.Nested(BookedItem), required=True)
    customer = fields.Dict(required=True)
    booker = fields.Dict(required=True, allow_none=True)
    subject = fields.Dict(required=True, allow_none=True)
    staff = fields.Str(required=True, allow_none=True)
    channel = fields.Str(required=True)
    origin = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    partner_reference = fields.Str(required=True, allow_none=True)
    consents = fields.Dict(required=True, allow_none=True)
    privacy_version = fields.Str(load_default=None, allow_none=True)
    entitlements = fields.Dict(required=True)
    settlement = fields.Dict(required=True, allow_none=True)
    penalty = fields.Dict(required=True, allow_none=True)
    policy_version = fields.Int(required=True)
    change_until = fields.Str(required=True)
    cancel_until = fields.Str(required=True)
    expected_at = fields.Str(load_default=None, allow_none=True)
    arrived_at = fields.Str(required=True, allow_none=True)
    note = fields.Str(required=True)
    series_id = fields.Str(load_default=None, allow_none=True)
    series_number = fields.Int(load_default=None, allow_none=True)
    moved_from = fields.Str(load_default=None, allow_none=True)
    moved_to = fields.Str(load_default=None, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    created_at = fields.Str(required=True)
    created_by = fields.Dict(required=True)
    lead_minutes = fields.Int(required=True)
    is_same_day = fields.Bool(required=True)
    is_day_before_or_earlier = fields.Bool(required=True)
    taken_by = fields.Str(required=True, allow_none=True)
    entered_by = fields.Dict(required=True)
    responsible_sa = fields.Dict(required=True, allow_none=True)
    work_order = fields.Str(required=True, allow_none=True)
    slip = fields.Dict(required=True, allow_none=True)


class Created(Reply):
    booking = fields.Nested(BookingReply, required=True)
    replayed = fields.Bool(required=True)


class Failed(Reply):
    """A booking given up, and when its items could be had instead."""

    booking = fields.Nested(BookingReply, required=True)
    alternatives = fields.List(fields.Dict(), required=True)


class Bookings(Reply):
    bookings = fields.List(fields.Nested(BookingReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class LedgerLine(Reply):
    """One thing handed over."""

    what = fields.Str(required=True)
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    by = fields.Str(required=True)
    at = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    customer = fields.Str(required=True)


class Ledger(Reply):
    lines = fields.List(fields.Nested(LedgerLine), required=True)


class GiftReply(Reply):
    """One gift of a store's catalogue, and how many are left."""

    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    upgrade = fields.Bool(required=True)
    left = fields.Int(required=True)


class Gifts(Reply):
    gifts = fields.List(fields.Nested(GiftReply), required=True)


class HistoryReply(Reply):
    history = fields.List(fields.Dict(), required=True)


class Board(Reply):
    """One store's day: ``lanes`` are the columns, ``bookings`` sit in them.

    ``occasion`` is what the day is called where it is special; a lane's ``off`` are the
    stretches of the opening hours in which it is off duty.
    """

    store = fields.Nested(StoreReply, required=True)
    day = fields.Str(required=True)
    occasion = fields.Dict(required=True, allow_none=True)
    hours = fields.List(fields.List(fields.Str()), required=True)
    starts = fields.List(fields.Str(), required=True)
    lanes = fields.List(fields.Dict(), required=True)
    bookings = fields.List(fields.Nested(BookingReply), required=True)


class Facts(Reply):
    facts = fields.List(fields.Dict(), required=True)
    next_after = fields.Str(required=True, allow_none=True)


class Turn(Reply):
    """Where somebody stands in the queue; ``state`` is ``waiting`` or ``serving``."""

    lane = fields.Str(required=True)
    name = fields.Dict(required=True)
    state = fields.Str(required=True)
    since = fields.Str(required=True, allow_none=True)


class Rotation(Reply):
    turns = fields.List(fields.Nested(Turn), required=True)


class VisitReply(Reply):
    """Where a visit stands; ``revision`` 0 is one in which nothing has been done yet.

    ``asks`` are facts that the journey must know before it can begin.  ``done`` are the deeds
    of the action that was asked for, what time alone had decided before it first.
    """

    booking_id = fields.Str(required=True)
    status = fields.Str(required=True)
    revision = fields.Int(required=True)
    journey = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Dict(required=True)
    asks = fields.List(fields.Dict(), required=True)
    ended = fields.Bool(required=True)
    paid = fields.Dict(required=True)
    open = fields.List(fields.Dict(), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    done = fields.List(fields.Dict(), required=True)
