"""Broadcasts: announcements and promotions to many people by SMS or call (RM-15, CM-04, CM-09)."""

from typing import Any

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IdempotencyKeyReused, IllegalTransition
from common.contracts.notification.templates import LANGUAGES, LONGEST
from common.errors import Forbidden, Invalid, NotFound, Stale

SERVICE = "notification"

BROADCAST_KINDS = ("announcement", "promotion")
BROADCAST_STATES = (
    "draft", "counting", "previewed", "running", "paused", "finished", "stopped",
)  # fmt: skip
BROADCAST_CHANNELS = ("sms", "voice")
RECIPIENT_STATES = (
    "waiting", "released", "sent", "delivered", "failed", "suppressed", "expired", "unknown",
    "not_sent",
)  # fmt: skip
EMERGENCIES = "broadcasts:emergency"
"""The permission to wake people for an emergency."""
MOST_DAYS = 730
MOST_CUSTOMERS = 2000
MOST_STORES = 500
FASTEST = 6000
"""Messages a minute at the most."""


class BroadcastAudience(Request):
    """Who was at the stores within ``past_days``, or is booked there within ``coming_days``.

    Or else ``customers`` by their ids.
    """

    past_days = fields.Int(load_default=0, validate=validate.Range(0, MOST_DAYS))
    coming_days = fields.Int(load_default=0, validate=validate.Range(0, MOST_DAYS))
    customers = fields.List(
        fields.Str(validate=validate.Length(1, 64)),
        load_default=list,
        validate=validate.Length(max=MOST_CUSTOMERS),
    )


def _stores(**more: Any) -> fields.List[str]:
    one = fields.Str(validate=validate.Length(1, 64))
    return fields.List(one, allow_none=True, validate=validate.Length(1, MOST_STORES), **more)


def _words(**more: Any) -> fields.Dict:
    return fields.Dict(
        keys=fields.Str(validate=validate.OneOf(LANGUAGES)),
        values=fields.Str(validate=validate.Length(max=LONGEST)),
        **more,
    )


class BroadcastFields(Request):
    """What is said of a broadcast; it can be incomplete until it is previewed.

    ``stores`` is null for the whole chain; ``until`` is when it is of no use any more, usually
    three days after it is started.  ``day`` and ``last_day`` are of what is promoted.  With
    ``channel`` voice people are called, at a pace of calls; for promotions nobody is.
    """

    name = fields.Str(validate=validate.Length(1, 100))
    stores = _stores()
    emergency = fields.Bool()
    audience = fields.Nested(BroadcastAudience)
    words = _words()
    day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    channel = fields.Str(validate=validate.OneOf(BROADCAST_CHANNELS))
    rate_per_minute = fields.Int(validate=validate.Range(1, FASTEST))
    until = fields.AwareDateTime(allow_none=True)


class DraftBroadcast(BroadcastFields):
    idempotency_key = fields.Str(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(BROADCAST_KINDS))
    name = fields.Str(required=True, validate=validate.Length(1, 100))
    stores = _stores(required=True)


class OfBroadcast(Request):
    broadcast_id = fields.Str(required=True)


class MoveBroadcast(OfBroadcast):
    if_revision = fields.Int(load_default=None, allow_none=True)


class ChangeBroadcast(BroadcastFields):
    broadcast_id = fields.Str(required=True)
    if_revision = fields.Int(load_default=None, allow_none=True)


class StopBroadcast(MoveBroadcast):
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class ListBroadcasts(Request):
    store_id = fields.Str(load_default=None, allow_none=True)
    state = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(BROADCAST_STATES)
    )
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=20, validate=validate.Range(1, 50))


class ListRecipients(OfBroadcast):
    state = fields.Str(
        load_default=None, allow_none=True, validate=validate.OneOf(RECIPIENT_STATES)
    )
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class BroadcastReply(Reply):
    """``preview`` is whom it reaches, in which words, for how much; null before there is one.

    ``progress`` says how many stand where: ``{people: {state: number}, reasons: [{state, why,
    people}]}``; ``done_at`` is when the last is released, by the rate alone, null unless it runs.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True)
    kind = fields.Str(required=True)
    name = fields.Str(required=True)
    stores = fields.List(fields.Str(), required=True, allow_none=True)
    emergency = fields.Bool(required=True)
    channel = fields.Str(required=True)
    audience = fields.Dict(required=True)
    words = fields.Dict(required=True)
    day = fields.Str(required=True, allow_none=True)
    last_day = fields.Str(required=True, allow_none=True)
    rate_per_minute = fields.Int(required=True)
    until = fields.Str(required=True, allow_none=True)
    begun_at = fields.Str(required=True)
    preview = fields.Dict(required=True, allow_none=True)
    previewed_at = fields.Str(required=True, allow_none=True)
    starts_at = fields.Str(required=True, allow_none=True)
    ended_at = fields.Str(required=True, allow_none=True)
    progress = fields.Dict(required=True)
    done_at = fields.Str(required=True, allow_none=True)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class DraftedBroadcast(BroadcastReply):
    replayed = fields.Bool(required=True)


class Broadcasts(Reply):
    broadcasts = fields.List(fields.Nested(BroadcastReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class RecipientReply(Reply):
    """One person; ``message_id`` is null while there is none."""

    customer_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    to = fields.Str(required=True)
    language = fields.Str(required=True)
    state = fields.Str(required=True)
    message_id = fields.Str(required=True, allow_none=True)
    why = fields.Str(required=True)
    sentence = fields.Dict(required=True, allow_none=True)
    sent_at = fields.Str(required=True, allow_none=True)


class BroadcastRecipients(Reply):
    recipients = fields.List(fields.Nested(RecipientReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


_READ, _WRITE = "broadcasts:read", "broadcasts:write"
_MOVED = (NotFound, Invalid, Stale, IllegalTransition, Forbidden)
DRAFT_BROADCAST = Call(
    SERVICE, "draft_broadcast", DraftBroadcast, DraftedBroadcast, _WRITE,
    (NotFound, Invalid, IdempotencyKeyReused, Forbidden),
)  # fmt: skip
CHANGE_BROADCAST = Call(
    SERVICE, "change_broadcast", ChangeBroadcast, BroadcastReply, _WRITE, _MOVED
)
PREVIEW_BROADCAST = Call(
    SERVICE, "preview_broadcast", MoveBroadcast, BroadcastReply, _WRITE, _MOVED
)
START_BROADCAST = Call(SERVICE, "start_broadcast", MoveBroadcast, BroadcastReply, _WRITE, _MOVED)
PAUSE_BROADCAST = Call(SERVICE, "pause_broadcast", MoveBroadcast, BroadcastReply, _WRITE, _MOVED)
RESUME_BROADCAST = Call(SERVICE, "resume_broadcast", MoveBroadcast, BroadcastReply, _WRITE, _MOVED)
STOP_BROADCAST = Call(SERVICE, "stop_broadcast", StopBroadcast, BroadcastReply, _WRITE, _MOVED)
LIST_BROADCASTS = Call(
    SERVICE, "list_broadcasts", ListBroadcasts, Broadcasts, _READ, (NotFound, Invalid), read=True
)
GET_BROADCAST = Call(
    SERVICE, "get_broadcast", OfBroadcast, BroadcastReply, _READ, (NotFound,), read=True
)
LIST_RECIPIENTS = Call(
    SERVICE, "list_recipients", ListRecipients, BroadcastRecipients, _READ, (NotFound, Invalid),
    read=True,
)  # fmt: skip

CALLS = (
    DRAFT_BROADCAST, CHANGE_BROADCAST, PREVIEW_BROADCAST, START_BROADCAST, PAUSE_BROADCAST,
    RESUME_BROADCAST, STOP_BROADCAST, LIST_BROADCASTS, GET_BROADCAST, LIST_RECIPIENTS,
)  # fmt: skip
