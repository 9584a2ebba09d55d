"""Standing in for somebody of the same department while they are away (RL-12)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.followup.events import SERVICE
from common.errors import Invalid, NotFound, Unavailable


class Appoint(Request):
    """Who stands in for whom, from the first to the last day there, both included.

    That both work there, in one department, is for the caller to know.
    """

    store_id = fields.Str(required=True)
    absent = fields.Str(required=True)
    substitute = fields.Str(required=True)
    from_day = fields.Date(required=True)
    to_day = fields.Date(required=True)
    reason = fields.Str(required=True, validate=validate.Length(1, 500))


class ListSubstitutions(Request):
    """Those of a store that have not ended, or all; the latest first."""

    store_id = fields.Str(required=True)
    ended = fields.Bool(load_default=False)


class OfSubstitution(Request):
    substitution_id = fields.Str(required=True)


class SubstitutionReply(Reply):
    """``state`` is coming, running or ended; ``ends_at`` is the first moment after it."""

    id = fields.Str(required=True)
    store_id = fields.Str(required=True)
    absent = fields.Str(required=True)
    substitute = fields.Str(required=True)
    from_day = fields.Str(required=True)
    to_day = fields.Str(required=True)
    begins_at = fields.Str(required=True)
    ends_at = fields.Str(required=True)
    state = fields.Str(required=True)
    reason = fields.Str(required=True)
    appointed_by = fields.Dict(required=True)
    appointed_at = fields.Str(required=True)


class Substitutions(Reply):
    substitutions = fields.List(fields.Nested(SubstitutionReply), required=True)


class Running(Reply):
    """Who stands in for whom at this moment, in every store."""

    running = fields.List(fields.Dict(), required=True)


class AskRunning(Request):
    """Whoever asks has no store of their own."""


APPOINT = Call(
    SERVICE, "appoint", Appoint, SubstitutionReply, "substitutions:write",
    (NotFound, Invalid, Unavailable),
)  # fmt: skip
SUBSTITUTIONS = Call(
    SERVICE, "substitutions", ListSubstitutions, Substitutions, "tasks:read", (NotFound,),
    read=True,
)  # fmt: skip
END_SUBSTITUTION = Call(
    SERVICE, "end_substitution", OfSubstitution, SubstitutionReply, "substitutions:write",
    (NotFound,),
)  # fmt: skip

RUNNING_SUBSTITUTIONS = Call(
    SERVICE, "running_substitutions", AskRunning, Running, "substitutions:running", (),
    read=True,
)  # fmt: skip

CALLS = (APPOINT, SUBSTITUTIONS, END_SUBSTITUTION, RUNNING_SUBSTITUTIONS)
