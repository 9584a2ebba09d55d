"""Partners, their keys, limits and usage."""

from marshmallow import fields, validate

from gateway.api.bodies.shape import Body, about
from gateway.roles import SCOPES

WHEN = {"format": "date-time"}
DAY = {"format": "date"}


class Contacted(Body):
    name = fields.Str(required=True)
    email = fields.Str(required=True)
    phone = fields.Str(required=True, allow_none=True)


class SignedAgreement(Body):
    """To the end of its last day at head office; what is not known of it is null."""

    signed_on = fields.Str(required=True, allow_none=True, metadata=DAY)
    valid_from = fields.Str(required=True, allow_none=True, metadata=DAY)
    valid_until = fields.Str(required=True, metadata=DAY)
    reference = fields.Str(required=True, metadata=about("Where the signed paper is", "NDA-17"))


class AgreementStated(Body):
    """What was said of the agreement, when and by whom; null ended it."""

    agreement = fields.Nested(SignedAgreement, required=True, allow_none=True)
    at = fields.Str(required=True, metadata=WHEN)
    by = fields.Str(required=True)


class RateOf(Body):
    per_second = fields.Int(required=True, metadata=about("In the long run", 20))
    burst = fields.Int(required=True, metadata=about("At once", 40))


class LimitsOf(Body):
    per_key = fields.Nested(RateOf, required=True)
    together = fields.Nested(RateOf, required=True)


class PartnerKey(Body):
    """A key without its secret, which is told once."""

    id = fields.Str(required=True, metadata=about("Names the key in the address", "k-5f0c2a91"))
    label = fields.Str(required=True)
    state = fields.Str(required=True, validate=validate.OneOf(("live", "expired", "revoked")))
    scopes = fields.List(
        fields.Str(), required=True, allow_none=True, metadata=about("Null: the partner's own")
    )
    networks = fields.List(fields.Str(), required=True, metadata=about("None: from anywhere"))
    created_at = fields.Str(required=True, metadata=WHEN)
    created_by = fields.Str(required=True)
    expires_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    revoked_at = fields.Str(required=True, allow_none=True, metadata=WHEN)
    last_used_at = fields.Str(
        required=True, allow_none=True, metadata=WHEN | about("To the minute")
    )


class PartnerKeyShown(PartnerKey):
    key = fields.Str(required=True, metadata=about("Shown this once", "sk_carlife_..."))


AGREEMENT_STATES = ("none", "not_begun", "in_date", "over")


class PartnerSelf(Body):
    """A partner as it sees itself, by the key that it asks with."""

    id = fields.Str(required=True)
    name = fields.Str(required=True)
    scopes = fields.List(
        fields.Str(validate=validate.OneOf(tuple(SCOPES))),
        required=True,
        metadata=about("Of the key that asks"),
    )
    stores = fields.List(fields.Str(), required=True, metadata=about("* is every store", ["*"]))
    agreement_state = fields.Str(
        required=True,
        validate=validate.OneOf(AGREEMENT_STATES),
        metadata=about("Customers are named to the partner while it is in_date"),
    )
    agreement = fields.Nested(SignedAgreement, required=True, allow_none=True)
    limits = fields.Nested(LimitsOf, required=True)
    key = fields.Nested(PartnerKey, required=True)


class Partner(Body):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    name = fields.Str(required=True)
    active = fields.Bool(required=True)
    contact = fields.Nested(Contacted, required=True, allow_none=True)
    scopes = fields.List(fields.Str(), required=True)
    stores = fields.List(fields.Str(), required=True, metadata=about("* is every store", ["*"]))
    agreement_state = fields.Str(required=True, validate=validate.OneOf(AGREEMENT_STATES))
    agreement = fields.Nested(SignedAgreement, required=True, allow_none=True)
    agreements_stated = fields.List(fields.Nested(AgreementStated), required=True)
    limits = fields.Nested(LimitsOf, required=True)
    keys = fields.List(fields.Nested(PartnerKey), required=True)
    created_at = fields.Str(required=True, metadata=WHEN)


class Partners(Body):
    partners = fields.List(fields.Nested(Partner), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class UsageFigures(Body):
    requests = fields.Int(required=True)
    refused = fields.Dict(
        keys=fields.Str(),
        values=fields.Int(),
        required=True,
        metadata=about("How many were refused with which code", {"slot_taken": 3}),
    )
    rate_limited = fields.Int(required=True, metadata=about("How many were 429"))
    replayed = fields.Int(
        required=True, metadata=about("How many answered an earlier request with the same key")
    )
    p50_ms = fields.Float(required=True, allow_none=True)
    p95_ms = fields.Float(required=True, allow_none=True)
    attempts = fields.Int(
        required=True, metadata=about("How often a place was to be held, booked or moved to")
    )
    stale_slots = fields.Int(
        required=True, metadata=about("How many of them found it taken (slot_taken)")
    )
    stale_slot_rate = fields.Float(
        required=True, allow_none=True, metadata=about("stale_slots / attempts", 0.004)
    )


class DayOfUsage(UsageFigures):
    day = fields.Str(required=True, metadata=DAY)


class WebhookHealth(Body):
    """How the partner's endpoints stand just now."""

    endpoints = fields.Int(required=True)
    stopped = fields.Int(required=True, metadata=about("How many are paused or disabled"))
    owed = fields.Int(required=True, metadata=about("Deliveries that are still to be made"))
    failed = fields.Int(required=True, metadata=about("Deliveries given up in the last 30 days"))
    failing_since = fields.Str(
        required=True, allow_none=True, metadata=WHEN | about("Of the one that fails longest")
    )
    lag_p95_seconds = fields.Float(
        required=True,
        allow_none=True,
        metadata=about("Within so long 95 of 100 arrived lately; null where none did", 0.4),
    )


class PartnerUsage(Body):
    partner_id = fields.Str(required=True)
    days = fields.List(fields.Nested(DayOfUsage), required=True)
    total = fields.Nested(UsageFigures, required=True)
    webhooks = fields.Nested(
        WebhookHealth,
        required=True,
        allow_none=True,
        metadata=about("Null while nobody can say"),
    )
