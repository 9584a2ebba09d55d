"""What may be asked of the audit log."""

from marshmallow import fields, validate

from gateway.api.fields import Moment, PageSize, Text
from gateway.api.requests.shape import Asked, example


class AuditAsked(Asked):
    by = Text(100, metadata=example("mgr-4s"))
    act = fields.Str(validate=validate.OneOf(("asked", "refused", "noted")))
    from_ = Moment(data_key="from", metadata=example("2026-03-09T00:00:00+08:00"))
    to = Moment(metadata=example("2026-03-10T00:00:00+08:00"))
    cursor = fields.Int(validate=validate.Range(1, 2**53))
    limit = PageSize()
