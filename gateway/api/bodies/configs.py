"""How stores and the chain are configured, and what a change of it brings."""

from marshmallow import fields, validate

from common.contracts.booking import configs
from gateway.api.bodies.shape import Body, about

SOURCES = ("default", "pack", "chain", "store")
ANYTHING = about("As the key has it")


class Value(Body):
    """One value and where it comes from."""

    path = fields.Str(required=True, metadata=about("", "policy.lead_minutes"))
    value = fields.Raw(required=True, allow_none=True, metadata=ANYTHING)
    from_ = fields.Str(required=True, data_key="from", validate=validate.OneOf(SOURCES))
    level = fields.Str(required=True, metadata=about("Who sets it", "store"))
    requirement = fields.Str(required=True)
    pack_value = fields.Raw(allow_none=True, metadata=about("What the trade says in its place"))
    chain_value = fields.Raw(allow_none=True, metadata=about("What the chain says in its place"))


class Config(Body):
    version = fields.Int(required=True)
    values = fields.List(fields.Nested(Value), required=True)


class Nouns(Body):
    """Items, lanes or dates by code, with all that they inherit."""

    version = fields.Int(required=True)
    found = fields.Dict(keys=fields.Str(), values=fields.Dict(), required=True)


class ValueChanged(Body):
    path = fields.Str(required=True)
    before = fields.Raw(required=True, allow_none=True, metadata=ANYTHING)
    after = fields.Raw(required=True, allow_none=True, metadata=ANYTHING)


class AffectedBooking(Body):
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    start = fields.Str(required=True, metadata={"format": "date-time"})
    reasons = fields.List(
        fields.Str(), required=True, metadata=about("Why it could not be met", ["lane_gone"])
    )


class Affected(Body):
    """How many bookings could not be met any more, and the first fifty of them."""

    count = fields.Int(required=True)
    bookings = fields.List(fields.Nested(AffectedBooking), required=True)


class Outcome(Body):
    """What a change brought, or would."""

    version = fields.Int(required=True, metadata=about("The one in force after it"))
    saved = fields.Bool(required=True)
    waiting = fields.Str(
        required=True, allow_none=True, metadata=about("Its id while it waits for its date")
    )
    changes = fields.List(fields.Nested(ValueChanged), required=True)
    affected = fields.Nested(Affected, required=True)
    faults = fields.Dict(
        keys=fields.Str(), values=fields.List(fields.Str()), required=True,
        metadata=about("In a dry run, what would be refused, by path"),
    )  # fmt: skip


class Imported(Outcome):
    rows = fields.Int(required=True)


class Version(Body):
    id = fields.Str(required=True)
    version = fields.Int(required=True, allow_none=True, metadata=about("None while it waits"))
    state = fields.Str(required=True, validate=validate.OneOf(configs.VERSION_STATES))
    at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    effective_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    changes = fields.List(fields.Nested(ValueChanged), required=True)
    affected = fields.Nested(Affected, required=True)
    faults = fields.Dict(required=True)
    own = fields.Dict(metadata=about("All own values then; of one version only"))


class Versions(Body):
    versions = fields.List(fields.Nested(Version), required=True)
