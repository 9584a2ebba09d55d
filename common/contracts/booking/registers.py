"""Registers and forms: what a store keeps, the entries in them, and how they are read."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.errors import IdempotencyKeyReused, IllegalTransition
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import LANGUAGES, OfStore
from common.errors import Forbidden, Invalid, NotFound, Stale

MOST_ATTACHMENTS = 20
FILES = validate.Length(max=MOST_ATTACHMENTS)


class OpenEntry(Request):
    store_id = fields.Str(required=True)
    code = fields.Str(required=True)
    fields_ = fields.Dict(keys=fields.Str(), load_default=dict, data_key="fields")
    attachments = fields.List(fields.Str(), load_default=list, validate=FILES)
    booking_id = fields.Str(load_default=None, allow_none=True)
    idempotency_key = fields.Str(load_default=None, allow_none=True)


class OfEntry(Request):
    code = fields.Str(required=True)
    entry_id = fields.Str(required=True)


class ListEntries(Request):
    code = fields.Str(required=True)
    store_id = fields.Str(required=True)
    state = fields.Str(load_default=None, allow_none=True)
    booking_id = fields.Str(load_default=None, allow_none=True)
    number = fields.Str(load_default=None, allow_none=True)
    from_ = fields.AwareDateTime(load_default=None, allow_none=True, data_key="from")
    to = fields.AwareDateTime(load_default=None, allow_none=True)
    cursor = fields.Str(load_default=None, allow_none=True)
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class ReadTable(ListEntries):
    language = fields.Str(load_default="zh", validate=validate.OneOf(LANGUAGES))


class MoveEntry(OfEntry):
    move = fields.Str(required=True)
    fields_ = fields.Dict(keys=fields.Str(), load_default=dict, data_key="fields")
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


class CorrectEntry(OfEntry):
    """What is to be put right, and why; what is not named stays."""

    fields_ = fields.Dict(keys=fields.Str(), load_default=dict, data_key="fields")
    attachments = fields.List(fields.Str(), load_default=None, allow_none=True, validate=FILES)
    if_revision = fields.Int(load_default=None, allow_none=True)
    reason = fields.Str(required=True, validate=validate.Length(1, 500))


class PrintEntry(OfEntry):
    language = fields.Str(load_default="zh", validate=validate.OneOf(LANGUAGES))


class RegisterReply(Reply):
    """A register with its form; ``moves`` say from which states which roles go where."""

    code = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Dict(required=True)
    roles = fields.List(fields.Str(), required=True)
    begin = fields.Str(required=True)
    states = fields.List(fields.Dict(), required=True)
    fields_ = fields.List(fields.Dict(), required=True, data_key="fields", attribute="fields")
    reckoned = fields.List(fields.Dict(), required=True)
    moves = fields.List(fields.Dict(), required=True)
    keep_days = fields.Int(required=True, allow_none=True)


class Registers(Reply):
    registers = fields.List(fields.Nested(RegisterReply), required=True)


class EntryReply(Reply):
    """An entry as it stands; ``failed`` are its checks that did not pass."""

    id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    register = fields.Str(required=True)
    version = fields.Int(required=True)
    name = fields.Dict(required=True)
    state = fields.Dict(required=True)
    ended = fields.Bool(required=True)
    fields_ = fields.Dict(required=True, data_key="fields", attribute="fields")
    failed = fields.List(fields.Str(), required=True)
    attachments = fields.List(fields.Str(), required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    created_at = fields.Str(required=True)
    created_by = fields.Dict(required=True)
    moves = fields.List(fields.Dict(), required=True)
    history = fields.List(fields.Dict(), required=True)


class EntryOpened(Reply):
    entry = fields.Nested(EntryReply, required=True)
    replayed = fields.Bool(required=True)


class Entries(Reply):
    entries = fields.List(fields.Nested(EntryReply), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Table(Reply):
    """Entries as lines of words, and what the columns are called."""

    titles = fields.List(fields.Str(), required=True)
    lines = fields.List(fields.List(fields.Str()), required=True)
    next_cursor = fields.Str(required=True, allow_none=True)


class Printed(Reply):
    title = fields.Str(required=True)
    language = fields.Str(required=True)
    head = fields.List(fields.Dict(), required=True)
    rows = fields.List(fields.Dict(), required=True)
    signed = fields.List(fields.Dict(), required=True)


REGISTERS = Call(SERVICE, "registers", OfStore, Registers, "registers:read", (NotFound,), read=True)
OPEN_ENTRY = Call(
    SERVICE, "open_entry", OpenEntry, EntryOpened, "registers:write",
    (NotFound, Invalid, Forbidden, IdempotencyKeyReused),
)  # fmt: skip
GET_ENTRY = Call(
    SERVICE, "get_entry", OfEntry, EntryReply, "registers:read", (NotFound,), read=True
)
LIST_ENTRIES = Call(
    SERVICE, "list_entries", ListEntries, Entries, "registers:read", (NotFound, Invalid), read=True
)
ENTRY_TABLE = Call(
    SERVICE, "entry_table", ReadTable, Table, "registers:read", (NotFound, Invalid), read=True
)
MOVE_ENTRY = Call(
    SERVICE, "move_entry", MoveEntry, EntryReply, "registers:write",
    (NotFound, Stale, IllegalTransition, Invalid, Forbidden),
)  # fmt: skip
CORRECT_ENTRY = Call(
    SERVICE, "correct_entry", CorrectEntry, EntryReply, "registers:write",
    (NotFound, Stale, Invalid, Forbidden),
)  # fmt: skip
PRINT_ENTRY = Call(
    SERVICE, "print_entry", PrintEntry, Printed, "registers:read", (NotFound,), read=True
)

CALLS = (
    REGISTERS, OPEN_ENTRY, GET_ENTRY, LIST_ENTRIES, ENTRY_TABLE, MOVE_ENTRY, CORRECT_ENTRY,
    PRINT_ENTRY,
)  # fmt: skip
