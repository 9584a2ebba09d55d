"""How stores and the chain are configured: read, changed on terms, put off, restored."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import IN_OUR_TIME
from common.errors import Invalid, NotFound, Stale

STORE_ID = validate.Regexp(r"[a-z0-9][a-z0-9-]{0,63}\Z", error="Not an id of a store.")
FORMATS = ("yaml", "csv")
PARTS = ("items", "lanes", "rosters")
NOUNS = ("items", "lanes", "dates")
VERSION_STATES = ("pending", "applied", "withdrawn", "failed")


class OfChain(Request):
    """The chain's configuration."""


class ReadConfig(Request):
    """All that a store is configured to be, or only what ``differs`` from the chain."""

    store_id = fields.Str(required=True)
    differs = fields.Bool(load_default=False)


class ReadNouns(Request):
    store_id = fields.Str(required=True)
    part = fields.Str(required=True, validate=validate.OneOf(NOUNS))
    code = fields.Str(load_default=None, allow_none=True)


class OnTerms(Request):
    """On which terms something is changed; ``effective_at`` later than now makes it wait."""

    reason = fields.Str(load_default="", validate=validate.Length(max=500))
    dry_run = fields.Bool(load_default=False)
    accept_affected = fields.Bool(load_default=False)
    effective_at = fields.AwareDateTime(load_default=None, allow_none=True, validate=IN_OUR_TIME)
    if_version = fields.Int(load_default=None, allow_none=True)


class ChangeConfig(OnTerms):
    """``set`` is a merge patch of own values, ``put`` replaces values whole by path, ``without``
    takes away what is inherited."""

    store_id = fields.Str(required=True)
    set = fields.Dict(keys=fields.Str(), load_default=dict)
    put = fields.Dict(keys=fields.Str(), load_default=dict)
    without = fields.List(fields.Str(), load_default=list, validate=validate.Length(max=100))


class ChangeChain(OnTerms):
    set = fields.Dict(keys=fields.Str(), load_default=dict)
    without = fields.List(fields.Str(), load_default=list, validate=validate.Length(max=100))


class PutStore(OnTerms):
    """All own values of a store, which is set up if there is none of that id."""

    store_id = fields.Str(required=True, validate=STORE_ID)
    own = fields.Dict(keys=fields.Str(), required=True)


class AddAbsence(OnTerms):
    store_id = fields.Str(required=True)
    lane = fields.Str(required=True)
    from_ = fields.Str(required=True, data_key="from")
    to = fields.Str(required=True)
    why = fields.Str(load_default="", validate=validate.Length(max=100))


class DropAbsence(OnTerms):
    store_id = fields.Str(required=True)
    lane = fields.Str(required=True)
    from_ = fields.Str(required=True, data_key="from")


class ExportConfig(Request):
    store_id = fields.Str(required=True)
    format = fields.Str(load_default="yaml", validate=validate.OneOf(FORMATS))
    part = fields.Str(load_default="items", validate=validate.OneOf(PARTS))


class ImportConfig(OnTerms):
    store_id = fields.Str(required=True)
    format = fields.Str(load_default="yaml", validate=validate.OneOf(FORMATS))
    part = fields.Str(load_default="items", validate=validate.OneOf(PARTS))
    text = fields.Str(required=True)


class ListVersions(Request):
    store_id = fields.Str(required=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class ListChainVersions(Request):
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class OfVersion(Request):
    store_id = fields.Str(required=True)
    version_id = fields.Str(required=True)


class OfChainVersion(Request):
    version_id = fields.Str(required=True)


class RestoreVersion(OnTerms):
    store_id = fields.Str(required=True)
    version_id = fields.Str(required=True)


class RestoreChain(OnTerms):
    version_id = fields.Str(required=True)


class Leaf(Reply):
    """One value with where it comes from, and what the layers below say in its place."""

    path = fields.Str(required=True)
    value = fields.Raw(required=True, allow_none=True)
    from_ = fields.Str(required=True, data_key="from")
    level = fields.Str(required=True)
    requirement = fields.Str(required=True)
    pack_value = fields.Raw(allow_none=True)
    chain_value = fields.Raw(allow_none=True)


class Config(Reply):
    version = fields.Int(required=True)
    values = fields.List(fields.Nested(Leaf), required=True)


class Nouns(Reply):
    """Items, lanes or dates by code, as they are with all that they inherit."""

    version = fields.Int(required=True)
    found = fields.Dict(keys=fields.Str(), values=fields.Dict(), required=True)


class Changed(Reply):
    path = fields.Str(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class AffectedBooking(Reply):
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True)
    number = fields.Str(required=True)
    start = fields.Str(required=True)
    reasons = fields.List(fields.Str(), required=True)


class Affected(Reply):
    """How many bookings could not be met any more, and the first of them."""

    count = fields.Int(required=True)
    bookings = fields.List(fields.Nested(AffectedBooking), required=True)


class Outcome(Reply):
    """What a change brought, or would: ``waiting`` names it where it waits for its date."""

    version = fields.Int(required=True)
    saved = fields.Bool(required=True)
    waiting = fields.Str(required=True, allow_none=True)
    changes = fields.List(fields.Nested(Changed), required=True)
    affected = fields.Nested(Affected, required=True)
    faults = fields.Dict(required=True)


class Imported(Outcome):
    """As an outcome; ``rows`` is how many were read."""

    rows = fields.Int(required=True)


class Version(Reply):
    id = fields.Str(required=True)
    version = fields.Int(required=True, allow_none=True)
    state = fields.Str(required=True)
    at = fields.Str(required=True, allow_none=True)
    by = fields.Dict(required=True, allow_none=True)
    reason = fields.Str(required=True)
    effective_at = fields.Str(required=True, allow_none=True)
    changes = fields.List(fields.Nested(Changed), required=True)
    affected = fields.Nested(Affected, required=True)
    faults = fields.Dict(required=True)
    own = fields.Dict()


class Versions(Reply):
    versions = fields.List(fields.Nested(Version), required=True)


class Exported(Reply):
    text = fields.Str(required=True)


_READ, _WRITE, _CHAIN = "config:read", "config:write", "chain:write"
_REFUSED = (NotFound, Stale, Invalid)

CONFIG = Call(SERVICE, "config", ReadConfig, Config, _READ, (NotFound,), read=True)
NOUNS_OF_CONFIG = Call(SERVICE, "config_nouns", ReadNouns, Nouns, _READ, (NotFound,), read=True)
CHANGE_CONFIG = Call(SERVICE, "change_config", ChangeConfig, Outcome, _WRITE, _REFUSED)
PUT_STORE = Call(SERVICE, "put_store", PutStore, Outcome, _CHAIN, _REFUSED)
ADD_ABSENCE = Call(SERVICE, "add_absence", AddAbsence, Outcome, _WRITE, _REFUSED)
DROP_ABSENCE = Call(SERVICE, "drop_absence", DropAbsence, Outcome, _WRITE, _REFUSED)
EXPORT_CONFIG = Call(
    SERVICE, "export_config", ExportConfig, Exported, _READ, (NotFound,), read=True
)
IMPORT_CONFIG = Call(SERVICE, "import_config", ImportConfig, Imported, _WRITE, _REFUSED)
VERSIONS = Call(SERVICE, "versions", ListVersions, Versions, _READ, (NotFound,), read=True)
VERSION = Call(SERVICE, "version", OfVersion, Version, _READ, (NotFound,), read=True)
RESTORE = Call(SERVICE, "restore", RestoreVersion, Outcome, _WRITE, _REFUSED)
WITHDRAW = Call(SERVICE, "withdraw", OfVersion, Version, _WRITE, (NotFound, Stale))
CHAIN_CONFIG = Call(SERVICE, "chain_config", OfChain, Config, _READ, read=True)
CHANGE_CHAIN = Call(SERVICE, "change_chain", ChangeChain, Outcome, _CHAIN, (Stale, Invalid))
CHAIN_VERSIONS = Call(SERVICE, "chain_versions", ListChainVersions, Versions, _READ, read=True)
CHAIN_VERSION = Call(
    SERVICE, "chain_version", OfChainVersion, Version, _READ, (NotFound,), read=True
)
RESTORE_CHAIN = Call(SERVICE, "restore_chain", RestoreChain, Outcome, _CHAIN, _REFUSED)
WITHDRAW_CHAIN = Call(SERVICE, "withdraw_chain", OfChainVersion, Version, _CHAIN, (NotFound, Stale))

CALLS = (
    CONFIG, NOUNS_OF_CONFIG, CHANGE_CONFIG, PUT_STORE, ADD_ABSENCE, DROP_ABSENCE, EXPORT_CONFIG,
    IMPORT_CONFIG, VERSIONS, VERSION, RESTORE, WITHDRAW, CHAIN_CONFIG, CHANGE_CHAIN,
    CHAIN_VERSIONS, CHAIN_VERSION, RESTORE_CHAIN, WITHDRAW_CHAIN,
)  # fmt: skip
