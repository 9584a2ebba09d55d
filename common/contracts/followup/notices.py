"""What customers are to be told because of what followup knows: wanted, and withdrawn again."""

from marshmallow import fields, validate

from common.contracts.base import Event
from common.contracts.followup.events import SERVICE

NOTICES = {
    "maintenance_due": ("car", "due_on"),
    "missed_visit": ("number", "start"),
    "after_call": (),
    "survey": ("start", "token"),
    "case_answered": ("said_on",),
    "refund": ("amount", "method"),
    "campaign": ("name", "content", "first_day", "last_day", "address"),
}
"""Each kind with the names of its facts; a day is an ISO date, a moment an ISO time."""
KINDS = tuple(NOTICES)


class NoticeFact(Event):
    """``revision`` grows each time that it is wanted anew or withdrawn; the higher one counts.

    ``booking_id`` is the visit that it is about, null where it is about none.
    """

    source = SERVICE

    notice_id = fields.Str(required=True)
    revision = fields.Int(required=True)
    kind = fields.Str(required=True, validate=validate.OneOf(KINDS))
    store_id = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)


class NoticeWanted(NoticeFact):
    """A customer is to be told something from ``from_at`` on; after ``until`` it is of no use.

    That it is to be told is decided here; in which words, by which way, at which moment, and
    whether it may be told then, is notification's.  ``customer`` is ``{id, phone, language,
    email}``, ``facts`` what there is to tell, ``messages`` what the store says about messages.
    """

    type = "notice_wanted"

    store_name = fields.Dict(required=True)
    store_address = fields.Dict(required=True)
    store_phone = fields.Str(required=True)
    timezone = fields.Str(required=True)
    customer = fields.Dict(required=True)
    facts = fields.Dict(required=True)
    from_at = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True)
    messages = fields.Dict(load_default=dict)


class NoticeWithdrawn(NoticeFact):
    """What was to be told is not true any more, or not needed."""

    type = "notice_withdrawn"


EVENTS = (NoticeWanted, NoticeWithdrawn)
