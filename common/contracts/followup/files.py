"""The customer's file: who they are, what they drive, what was done and what is wished (CU-02)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.events import SERVICE
from common.errors import NotFound

WORDS = validate.Length(1, 200)


class FileFields(Request):
    """What is told of a file; what is known already need not be told again.

    ``number`` is the plate, ``kind`` the kind of car; ``cycle_months`` how often it is to be
    maintained.
    """

    name = fields.Str(validate=validate.Length(1, 50))
    address = fields.Str(validate=WORDS)
    phone = fields.Str()
    visited_on = fields.Date()
    model = fields.Str(validate=WORDS)
    number = fields.Str(validate=validate.Length(1, 32))
    kind = fields.Str(validate=WORDS)
    items = fields.List(fields.Str(validate=WORDS), validate=validate.Length(1, 50))
    cycle_months = fields.Int(validate=validate.Range(1, 60))
    next_on = fields.Date()
    wishes = fields.Str(validate=validate.Length(1, 2000))


class NextCall(Request):
    """When the customer is called next, and about what (CU-04)."""

    at = fields.AwareDateTime(required=True)
    content = fields.Str(required=True, validate=validate.Length(1, 1000))


class OfTaskFile(Request):
    task_id = fields.Str(required=True)


class OfCustomer(Request):
    customer_id = fields.Str(required=True)
    store_id = fields.Str(load_default=None, allow_none=True)


class FileDraft(Reply):
    """What is ``known`` for the file of a task, and the names of what is ``missing``."""

    known = fields.Dict(required=True)
    missing = fields.List(fields.Str(), required=True)


class FileReply(Reply):
    """A customer's file in one store, one a car; ``visits`` are what was done there."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    store_id = fields.Str(required=True)
    customer_id = fields.Str(required=True)
    name = fields.Str(required=True)
    address = fields.Str(required=True)
    phone = fields.Str(required=True)
    model = fields.Str(required=True)
    number = fields.Str(required=True)
    kind = fields.Str(required=True)
    cycle_months = fields.Int(required=True)
    next_on = fields.Str(required=True)
    wishes = fields.Str(required=True)
    visits = fields.List(fields.Dict(), required=True)
    updated_at = fields.Str(required=True)
    updated_by = fields.Dict(required=True)


class Files(Reply):
    files = fields.List(fields.Nested(FileReply), required=True)


FILE_DRAFT = Call(
    SERVICE, "file_draft", OfTaskFile, FileDraft, "tasks:write", (NotFound,), read=True
)
FILES = Call(SERVICE, "files", OfCustomer, Files, "customers:read", (NotFound,), read=True)

CALLS = (FILE_DRAFT, FILES)
