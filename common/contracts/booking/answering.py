"""What customers say when they are called, the board at the entrance, when somebody is there."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import (
    CancelWindowPassed,
    ChangeWindowPassed,
    IllegalTransition,
)
from common.contracts.booking.events import SERVICE
from common.contracts.booking.replies import BookingReply
from common.contracts.booking.requests import IN_OUR_TIME, Move, ReadBoard
from common.errors import Invalid, NotFound, Stale

ANSWERS = ("confirm", "to_rebook", "cancel")
_MOVED = (NotFound, Stale, IllegalTransition)


class Confirm(Move):
    """The customer comes; ``expected_at`` is the minute of it, where they named one (RM-01)."""

    expected_at = fields.AwareDateTime(load_default=None, allow_none=True, validate=IN_OUR_TIME)


class Answer(Request):
    """What a customer said on the telephone to *by*; the same ``cause`` takes effect once.

    Who does it without us, ``self_service``, is held to the limits of change and cancel (CX-09).
    """

    booking_id = fields.Str(required=True)
    cause = fields.Str(required=True, validate=validate.Length(1, 200))
    by = fields.Dict(keys=fields.Str(), values=fields.Str(), required=True)
    answer = fields.Str(required=True, validate=validate.OneOf(ANSWERS))
    expected_at = fields.AwareDateTime(load_default=None, allow_none=True, validate=IN_OUR_TIME)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))
    self_service = fields.Bool(load_default=False)


class AskOpening(Request):
    store_id = fields.Str(required=True)
    at = fields.AwareDateTime(required=True, validate=IN_OUR_TIME)


class Opening(Reply):
    """From when on somebody is in the store, at or after the moment asked about.

    ``care`` is what the store says of its own about tasks.
    """

    timezone = fields.Str(required=True)
    open_from = fields.AwareDateTime(required=True)
    care = fields.Dict(required=True)


class Expected(Reply):
    """Somebody who is expected, as a wall may show them: name, telephone and plate masked.

    ``at`` is the minute that they named, or else their appointment.
    """

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    at = fields.Str(required=True)
    start = fields.Str(required=True)
    told = fields.Bool(required=True)
    status = fields.Str(required=True)
    name = fields.Str(required=True)
    phone = fields.Str(required=True)
    plate = fields.Str(required=True, allow_none=True)
    items = fields.List(fields.Dict(), required=True)


class EntranceBoard(Reply):
    store_id = fields.Str(required=True)
    day = fields.Str(required=True)
    expected = fields.List(fields.Nested(Expected), required=True)


RECONFIRM = Call(SERVICE, "reconfirm", Confirm, BookingReply, "bookings:write", (*_MOVED, Invalid))
ANSWER = Call(
    SERVICE, "answer", Answer, BookingReply, "bookings:answer",
    (*_MOVED, Invalid, ChangeWindowPassed, CancelWindowPassed),
)  # fmt: skip
OPENING = Call(SERVICE, "opening", AskOpening, Opening, "stores:opening", (NotFound,), read=True)
ENTRANCE = Call(
    SERVICE, "entrance_board", ReadBoard, EntranceBoard, "entrance:read", (NotFound,), read=True
)

CALLS = (RECONFIRM, ANSWER, OPENING, ENTRANCE)
