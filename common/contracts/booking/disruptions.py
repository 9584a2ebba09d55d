"""Disruptions: lanes out of order, the bookings that hits, and where else they could be."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking import requests as asks
from common.contracts.booking.errors import IdempotencyKeyReused, IllegalTransition
from common.contracts.booking.events import SERVICE
from common.errors import Invalid, NotFound, Stale

WHATS = ("lane", "person", "store")
PLAN_STATES = ("proposed", "held", "accepted", "lifted", "undone")
MOST_LANES = 50
MOST_BOOKINGS = 500


class PlanDisruption(Request):
    """Lanes, people or (without ``lanes``) the whole store are away from ``from`` up to ``to``."""

    store_id = fields.Str(required=True)
    what = fields.Str(required=True, validate=validate.OneOf(WHATS))
    lanes = fields.List(fields.Str(), load_default=list, validate=validate.Length(max=MOST_LANES))
    from_ = fields.AwareDateTime(required=True, data_key="from", validate=asks.IN_OUR_TIME)
    to = fields.AwareDateTime(required=True, validate=asks.IN_OUR_TIME)
    reason = fields.Str(required=True, validate=validate.Length(1, 500))
    hold = fields.Bool(load_default=False)
    dry_run = fields.Bool(load_default=False)
    idempotency_key = fields.Str(load_default=None, allow_none=True)


class OfDisruption(Request):
    disruption_id = fields.Str(required=True)


class ListDisruptions(Request):
    store_id = fields.Str(required=True)
    state = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(PLAN_STATES))
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class MoveDisruption(OfDisruption):
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class ChooseOffers(MoveDisruption):
    """Which bookings (None: all that are open), and which offer of some, from 1 on."""

    bookings = fields.List(
        fields.Str(),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MOST_BOOKINGS),
    )
    choices = fields.Dict(
        keys=fields.Str(), values=fields.Int(validate=validate.Range(1, 100)), load_default=dict
    )


class Offer(Reply):
    """A place that a booking could have instead; ``changes`` are store, time, person, lane."""

    rank = fields.Int(required=True)
    kind = fields.Str(required=True)
    store_id = fields.Str(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    lanes = fields.List(fields.Str(), required=True)
    changes = fields.List(fields.Str(), required=True)
    because = fields.Dict(required=True)


class DisruptedBooking(Reply):
    """``state`` is open, accepting, moved, lost, undoing, restored or kept; ``code`` says why."""

    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    status = fields.Str(required=True)
    start = fields.Str(required=True)
    end = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    state = fields.Str(required=True)
    code = fields.Str(required=True, allow_none=True)
    choice = fields.Int(required=True, allow_none=True)
    hold_id = fields.Str(required=True, allow_none=True)
    moved_to = fields.Str(required=True, allow_none=True)
    proposals = fields.List(fields.Nested(Offer), required=True)


class DisruptionReply(Reply):
    """A plan as it stands; one that was only tried has no ``id``."""

    id = fields.Str(required=True, allow_none=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True)
    store_id = fields.Str(required=True)
    what = fields.Str(required=True)
    lanes = fields.List(fields.Str(), required=True)
    from_ = fields.Str(required=True, data_key="from")
    to = fields.Str(required=True)
    reason = fields.Str(required=True)
    held_until = fields.Str(required=True, allow_none=True)
    extended = fields.Bool(required=True)
    bookings = fields.List(fields.Nested(DisruptedBooking), required=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)
    created_at = fields.Str(required=True)


class Planned(Reply):
    disruption = fields.Nested(DisruptionReply, required=True)
    replayed = fields.Bool(required=True)


class Disruptions(Reply):
    disruptions = fields.List(fields.Nested(DisruptionReply), required=True)


class ReadUtilisation(Request):
    store_id = fields.Str(required=True)
    from_day = fields.Date(required=True, validate=validate.Range(asks.FIRST_DAY, asks.LAST_DAY))
    to_day = fields.Date(required=True, validate=validate.Range(asks.FIRST_DAY, asks.LAST_DAY))


class LaneUse(Reply):
    """Minutes that a lane was there, and taken of them; ``share`` of nothing is None (RS-27)."""

    id = fields.Str(required=True)
    pool = fields.Str(required=True)
    kind = fields.Str(required=True)
    name = fields.Dict(required=True)
    on_duty_minutes = fields.Int(required=True)
    claimed_minutes = fields.Int(required=True)
    share = fields.Float(required=True, allow_none=True)


class Utilisation(Reply):
    store_id = fields.Str(required=True)
    from_day = fields.Str(required=True)
    to_day = fields.Str(required=True)
    lanes = fields.List(fields.Nested(LaneUse), required=True)


NEEDS = "disruptions:plan"
_MOVED = (NotFound, Stale, IllegalTransition)
_CHOSEN = (*_MOVED, Invalid)

PLAN_DISRUPTION = Call(
    SERVICE, "plan_disruption", PlanDisruption, Planned, NEEDS,
    (NotFound, Invalid, IdempotencyKeyReused),
)  # fmt: skip
GET_DISRUPTION = Call(
    SERVICE, "get_disruption", OfDisruption, DisruptionReply, NEEDS, (NotFound,), read=True
)
LIST_DISRUPTIONS = Call(
    SERVICE, "list_disruptions", ListDisruptions, Disruptions, NEEDS, (NotFound,), read=True
)
HOLD_OFFERS = Call(SERVICE, "hold_offers", ChooseOffers, DisruptionReply, NEEDS, _CHOSEN)
EXTEND_OFFERS = Call(SERVICE, "extend_offers", MoveDisruption, DisruptionReply, NEEDS, _MOVED)
ACCEPT_OFFERS = Call(SERVICE, "accept_offers", ChooseOffers, DisruptionReply, NEEDS, _CHOSEN)
RENEW_DISRUPTION = Call(SERVICE, "renew_disruption", MoveDisruption, DisruptionReply, NEEDS, _MOVED)
LIFT_DISRUPTION = Call(SERVICE, "lift_disruption", MoveDisruption, DisruptionReply, NEEDS, _MOVED)
UNDO_DISRUPTION = Call(SERVICE, "undo_disruption", MoveDisruption, DisruptionReply, NEEDS, _MOVED)
UTILISATION = Call(
    SERVICE, "utilisation", ReadUtilisation, Utilisation, "reports:read", (NotFound, Invalid),
    read=True,
)  # fmt: skip

CALLS = (
    PLAN_DISRUPTION, GET_DISRUPTION, LIST_DISRUPTIONS, HOLD_OFFERS, EXTEND_OFFERS, ACCEPT_OFFERS,
    RENEW_DISRUPTION, LIFT_DISRUPTION, UNDO_DISRUPTION, UTILISATION,
)  # fmt: skip
