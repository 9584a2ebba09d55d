"""Getting ready for a visit: checklist, adviser, slip, work order."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IllegalTransition
from common.contracts.booking.events import SERVICE
from common.contracts.booking.replies import BookingReply
from common.contracts.booking.requests import Ask, Move, OfBooking
from common.errors import Invalid, NotFound, Stale

HOLDERS = ("cr", "board", "advisor", "filed")
HAND_TO = ("cr", "board", "advisor")


class Tick(Move):
    """One entry of the checklist, done or to be done again."""

    entry = fields.Str(required=True)
    done = fields.Bool(load_default=True)
    note = fields.Str(load_default="", validate=validate.Length(max=500))
    choice = fields.Str(load_default=None, allow_none=True)


class Deviate(Ask):
    """What the customer should have had for themselves or first, and did not get."""

    treatment = fields.Str(required=True)


class Assign(Ask):
    advisor = fields.Str(required=True)


class HandOver(Ask):
    to = fields.Str(required=True, validate=validate.OneOf(HAND_TO))


class OfSlips(Request):
    store_id = fields.Str(required=True)
    holder = fields.Str(load_default="board", validate=validate.OneOf(HOLDERS))
    advisor = fields.Str(load_default=None, allow_none=True)


class EntryReply(Reply):
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    role = fields.Str(required=True)
    side = fields.Str(required=True)
    content = fields.Dict(required=True)
    choices = fields.List(fields.Dict(), required=True)
    due_at = fields.Str(required=True)
    done = fields.Bool(required=True)
    tick = fields.Dict(required=True, allow_none=True)


class PreparationReply(Reply):
    """``prepared`` once the store's side of the entries is done."""

    booking_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    prepared = fields.Bool(required=True)
    responsible_sa = fields.Dict(required=True, allow_none=True)
    priority = fields.Dict(required=True)
    entries = fields.List(fields.Nested(EntryReply), required=True)
    treatment = fields.List(fields.Dict(), required=True)
    deviations = fields.List(fields.Dict(), required=True)


class SlipReply(Reply):
    """Who has a booking's slip; ``log`` is where it was before, oldest first."""

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    start = fields.Str(required=True)
    priority = fields.Bool(required=True)
    responsible_sa = fields.Dict(required=True, allow_none=True)
    holder = fields.Str(required=True, allow_none=True)
    advisor = fields.Str(required=True, allow_none=True)
    issued = fields.Int(required=True)
    log = fields.List(fields.Dict(), required=True)


class SlipBoard(Reply):
    slips = fields.List(fields.Nested(SlipReply), required=True)


_MOVED = (NotFound, Stale, IllegalTransition)
PREPARATION = Call(
    SERVICE, "preparation", OfBooking, PreparationReply, "visits:read", (NotFound,), read=True
)
TICK = Call(SERVICE, "tick", Tick, PreparationReply, "papers:write", (*_MOVED, Invalid))
DEVIATE = Call(SERVICE, "deviate", Deviate, PreparationReply, "papers:write", (*_MOVED, Invalid))
ASSIGN = Call(SERVICE, "assign", Assign, BookingReply, "slips:write", (*_MOVED, Invalid))
OPEN_WORK_ORDER = Call(SERVICE, "open_work_order", Move, BookingReply, "papers:write", _MOVED)
SLIP = Call(SERVICE, "slip", OfBooking, SlipReply, "visits:read", (NotFound,), read=True)
HAND_OVER = Call(SERVICE, "hand_over", HandOver, SlipReply, "slips:write", _MOVED)
SLIPS = Call(SERVICE, "slips", OfSlips, SlipBoard, "lists:read", (NotFound,), read=True)

CALLS = (PREPARATION, TICK, DEVIATE, ASSIGN, OPEN_WORK_ORDER, SLIP, HAND_OVER, SLIPS)
