"""Broadcasts, what they would reach, how far they are, and who gets them."""

from marshmallow import fields, validate

from common.contracts.notification import broadcasts as contract
from gateway.api.bodies.shape import Body, Words, about

WHEN = {"format": "date-time"}
A_DAY = {"format": "date"}


class BroadcastAudience(Body):
    past_days = fields.Int(required=True)
    coming_days = fields.Int(required=True)
    customers = fields.List(fields.Str(), required=True)


class BroadcastText(Body):
    """How it reads on behalf of the first store, to a number of mainland China.

    What is said in a call is ``spoken``, and counts as one segment.
    """

    language = fields.Str(required=True)
    body = fields.Str(required=True)
    segments = fields.Int(required=True)
    encoding = fields.Str(required=True, validate=validate.OneOf(("GSM-7", "UCS-2", "spoken")))


class BroadcastCost(Body):
    """What it costs one store, beside what the store has spent this month and may spend."""

    store_id = fields.Str(required=True)
    people = fields.Int(required=True)
    segments = fields.Int(required=True)
    cost_fen = fields.Int(required=True)
    spent_fen = fields.Int(required=True)
    cap_fen = fields.Int(required=True, allow_none=True)
    over_cap = fields.Bool(required=True)


class BroadcastPreview(Body):
    """``people`` are the audience; ``reached`` are those of them who may be written to."""

    people = fields.Int(required=True)
    reached = fields.Int(required=True)
    opted_out = fields.Int(required=True)
    no_consent = fields.Int(required=True)
    languages = fields.Dict(required=True, metadata=about("How many are written to in each"))
    segments = fields.Int(required=True)
    cost_fen = fields.Int(required=True)
    texts = fields.List(fields.Nested(BroadcastText), required=True)
    stores = fields.List(fields.Nested(BroadcastCost), required=True)


class BroadcastReason(Body):
    state = fields.Str(required=True, validate=validate.OneOf(contract.RECIPIENT_STATES))
    why = fields.Str(required=True)
    people = fields.Int(required=True)


class BroadcastProgress(Body):
    people = fields.Dict(required=True, metadata=about("How many people stand where"))
    reasons = fields.List(fields.Nested(BroadcastReason), required=True)


class Broadcast(Body):
    """``stores`` is null for the whole chain; ``done_at`` is by the rate alone."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(contract.BROADCAST_STATES))
    kind = fields.Str(required=True, validate=validate.OneOf(contract.BROADCAST_KINDS))
    name = fields.Str(required=True)
    stores = fields.List(fields.Str(), required=True, allow_none=True)
    emergency = fields.Bool(required=True)
    channel = fields.Str(required=True, validate=validate.OneOf(contract.BROADCAST_CHANNELS))
    audience = fields.Nested(BroadcastAudience, required=True)
    words = fields.Dict(required=True)
    day = fields.Str(required=True, allow_none=True, metadata=A_DAY)
    last_day = fields.Str(required=True, allow_none=True, metadata=A_DAY)
    rate_per_minute = fields.Int(required=True)
    until = fields.Str(required=True, allow_none=True, metadata=WHEN)
    begun_at = fields.Str(required=True, metadata=WHEN)
    preview = fields.Nested(
        BroadcastPreview,
        required=True,
        allow_none=True,
        metadata=about("Null before it is previewed, and while a large audience is counted"),
    )
    previewed_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    starts_at = fields.Str(
        required=True, allow_none=True, metadata=WHEN | about("Until then it can be undone")
    )
    ended_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    progress = fields.Nested(BroadcastProgress, required=True)
    done_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    legal_moves = fields.List(fields.Str(), required=True)
    history = fields.List(fields.Dict(), required=True)


class Broadcasts(Body):
    broadcasts = fields.List(fields.Nested(Broadcast), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class BroadcastRecipient(Body):
    customer_id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    to = fields.Str(required=True, metadata=about("Masked for who may not read customers"))
    language = fields.Str(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(contract.RECIPIENT_STATES))
    message_id = fields.Str(required=True, allow_none=True)
    why = fields.Str(required=True)
    sentence = fields.Nested(Words, required=True, allow_none=True)
    sent_at = fields.Str(required=True, allow_none=True, metadata=WHEN)


class BroadcastRecipients(Body):
    recipients = fields.List(fields.Nested(BroadcastRecipient), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)
