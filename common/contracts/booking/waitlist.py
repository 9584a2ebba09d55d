"""The wait list: what is asked of it and what it answers."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import replies as answers
from common.contracts.booking import requests as asks
from common.contracts.booking.errors import (
    ChannelClosed,
    CustomerOverlap,
    HoldExpired,
    Horizon,
    IdempotencyKeyReused,
    IllegalTransition,
    LeadTime,
    NotASlot,
    OutsideHours,
    SlotTaken,
)
from common.contracts.booking.events import SERVICE
from common.errors import Invalid, NotFound, Stale

WAITLIST_STATUSES = ("waiting", "offered", "booked", "lapsed", "withdrawn", "expired")
OF_A_DAY = validate.Regexp(
    r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z", error="Not hours as 10:00-12:00."
)
LARGEST_PARTY = 100


def check_wished(asked: Any) -> None:
    """Refuse a request that names neither items nor a party that could be seated.

    Raises:
        ValidationError
    """
    if isinstance(asked, dict) and not asked.get("items") and not asked.get("party_size"):
        raise ValidationError({"items": [asks.MISSING]})


class Join(Request):
    """Who waits for what, and when it may begin: from ``from`` up to, not including, ``to``.

    ``weekdays`` and ``hours`` ("10:00-14:00") narrow that, by the store's clock.
    """

    store_id = fields.Str(required=True)
    items = fields.List(
        fields.Str(), load_default=None, allow_none=True, validate=validate.Length(1, 5)
    )
    staff = fields.Str(load_default=None, allow_none=True)
    from_ = fields.AwareDateTime(required=True, data_key="from", validate=asks.IN_OUR_TIME)
    to = fields.AwareDateTime(required=True, validate=asks.IN_OUR_TIME)
    weekdays = fields.List(
        fields.Str(validate=validate.OneOf(asks.WEEKDAYS)),
        load_default=list,
        validate=validate.Length(max=7),
    )
    hours = fields.List(
        fields.Str(validate=OF_A_DAY), load_default=list, validate=validate.Length(max=5)
    )
    party_size = fields.Int(
        load_default=None, allow_none=True, validate=validate.Range(1, LARGEST_PARTY)
    )
    customer = fields.Nested(asks.Customer, required=True)
    subject = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=None, allow_none=True
    )
    channel = fields.Str(required=True, validate=validate.OneOf(asks.CHANNELS))
    partner_reference = fields.Str(load_default=None, allow_none=True)
    consents = fields.Nested(asks.Consents, load_default=None, allow_none=True)
    note = fields.Str(load_default="", validate=validate.Length(max=500))
    idempotency_key = fields.Str(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_items(self, _: Any, asked: Any, **__: Any) -> None:
        check_wished(asked)


class OfEntry(Request):
    entry_id = fields.Str(required=True)


class ListEntries(Request):
    """``status`` may be ``open``: whoever still waits or has an offer."""

    store_id = fields.Str(load_default=None, allow_none=True)
    status = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(("open", *WAITLIST_STATUSES))
    )
    customer_id = fields.Str(load_default=None, allow_none=True)
    partner_reference = fields.Str(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class MoveEntry(Request):
    """One move of one entry; ``if_revision`` refuses it when the entry has moved on."""

    entry_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class OfferPlace(MoveEntry):
    """Without a ``start`` the soonest that fits is offered."""

    start = fields.AwareDateTime(load_default=None, allow_none=True, validate=asks.IN_OUR_TIME)


class Summarise(Request):
    store_id = fields.Str(required=True)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)


class OfferReply(Reply):
    """A place that is kept for one who waits, until ``until``."""

    start = fields.Str(required=True)
    end = fields.Str(required=True)
    offered_at = fields.Str(required=True)
    until = fields.Str(required=True)
    out_of_turn = fields.Bool(required=True)


class EntryReply(Reply):
    """One who waits; ``place`` is null once the entry is closed.

    ``could_begin_at`` is the soonest free start of its items within a week, window or not.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    timezone = fields.Str(required=True)
    ticket = fields.Int(required=True)
    place = fields.Int(required=True, allow_none=True)
    could_begin_at = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Str(), required=True)
    staff = fields.Str(required=True, allow_none=True)
    from_ = fields.Str(required=True, data_key="from")
    to = fields.Str(required=True)
    weekdays = fields.List(fields.Str(), required=True)
    hours = fields.List(fields.Str(), required=True)
    party_size = fields.Int(required=True, allow_none=True)
    customer = fields.Dict(required=True)
    subject = fields.Dict(required=True, allow_none=True)
    channel = fields.Str(required=True)
    partner_id = fields.Str(required=True, allow_none=True)
    partner_reference = fields.Str(required=True, allow_none=True)
    consents = fields.Dict(required=True, allow_none=True)
    note = fields.Str(required=True)
    offer = fields.Nested(OfferReply, required=True, allow_none=True)
    offers_passed = fields.Int(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    joined_at = fields.Str(required=True)
    closed_at = fields.Str(required=True, allow_none=True)
    created_by = fields.Dict(required=True)


class Joined(Reply):
    entry = fields.Nested(EntryReply, required=True)
    replayed = fields.Bool(required=True)


class Entries(Reply):
    entries = fields.List(fields.Nested(EntryReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class WaitlistSummary(Reply):
    """What became of those who joined in a period; shares and medians are null without any."""

    joined = fields.Int(required=True)
    offers = fields.Int(required=True)
    offered = fields.Int(required=True)
    accepted = fields.Int(required=True)
    declined = fields.Int(required=True)
    lapsed = fields.Int(required=True)
    withdrawn = fields.Int(required=True)
    expired = fields.Int(required=True)
    waiting = fields.Int(required=True)
    filled_share = fields.Float(required=True, allow_none=True)
    median_wait_minutes = fields.Float(required=True, allow_none=True)


JOIN = Call(
    SERVICE, "join_waitlist", Join, Joined, "bookings:write",
    (Invalid, IdempotencyKeyReused, CustomerOverlap, NotFound, LeadTime, Horizon, ChannelClosed),
)  # fmt: skip
GET_WAITING = Call(
    SERVICE, "get_waiting", OfEntry, EntryReply, "bookings:read", (NotFound,), read=True
)
LIST_WAITING = Call(
    SERVICE, "list_waiting", ListEntries, Entries, "bookings:read", (NotFound, Invalid), read=True
)
WAITING_HISTORY = Call(
    SERVICE, "waiting_history", OfEntry, answers.HistoryReply, "bookings:read", (NotFound,),
    read=True,
)  # fmt: skip
SUMMARISE = Call(
    SERVICE, "summarise_waitlist", Summarise, WaitlistSummary, "bookings:read",
    (NotFound, Invalid), read=True,
)  # fmt: skip
_MOVED = (NotFound, Stale, IllegalTransition)
ACCEPT = Call(
    SERVICE, "accept_offer", MoveEntry, EntryReply, "bookings:write",
    (*_MOVED, Invalid, HoldExpired, SlotTaken, ChannelClosed),
)  # fmt: skip
DECLINE = Call(
    SERVICE, "decline_offer", MoveEntry, EntryReply, "bookings:write", (*_MOVED, HoldExpired)
)
WITHDRAW = Call(SERVICE, "withdraw_waiting", MoveEntry, EntryReply, "bookings:write", _MOVED)
OFFER = Call(
    SERVICE, "offer_place", OfferPlace, EntryReply, "waitlist:offer",
    (*_MOVED, Invalid, NotASlot, SlotTaken, OutsideHours, LeadTime, Horizon, ChannelClosed),
)  # fmt: skip

CALLS = (
    JOIN, GET_WAITING, LIST_WAITING, WAITING_HISTORY, SUMMARISE, ACCEPT, DECLINE, WITHDRAW, OFFER,
)  # fmt: skip
