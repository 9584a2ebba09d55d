"""The audit log's entries, as they are shown."""

from marshmallow import fields, validate

from gateway.api.bodies.shape import Body, about


class AuditActor(Body):
    id = fields.Str(required=True, metadata=about("Empty: nobody who had signed in", "mgr-4s"))
    kind = fields.Str(required=True, metadata=about("person, partner or service", "staff"))
    role = fields.Str(required=True, metadata=about("Of a person", "manager"))


class AuditEntry(Body):
    number = fields.Int(required=True, metadata=about("One more than that of the one before", 17))
    at = fields.Str(required=True, metadata={"format": "date-time"})
    act = fields.Str(
        required=True,
        validate=validate.OneOf(("asked", "refused", "noted")),
        metadata=about("``asked`` is kept before it is done; ``refused``: they may not"),
    )
    what = fields.Str(
        required=True, metadata=about("Method and address", "PUT /api/v1/stores/<store_id>")
    )
    by = fields.Nested(AuditActor, required=True)
    ids = fields.Dict(required=True, metadata=about("Those in the address"))
    details = fields.Dict(required=True)
    address = fields.Str(required=True, metadata=about("Where the request came from"))
    correlation_id = fields.Str(required=True, metadata=about("As it stands in the process logs"))
    digest = fields.Str(
        required=True, metadata=about("A keyed hash over this entry and the digest before it")
    )


class AuditEntries(Body):
    entries = fields.List(fields.Nested(AuditEntry), required=True)
    next_cursor = fields.Int(required=True, allow_none=True)
