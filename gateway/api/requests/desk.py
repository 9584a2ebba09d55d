"""What the desk asks for beside bookings: tasks, messages, figures, the clock."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import booking, followup, notification, reporting
from gateway.api.fields import Count, Day, Flag, Moment, PageSize, Phone, Text
from gateway.api.requests.care import CaseSaid, FileTold, NextCallPlanned
from gateway.api.requests.shape import Asked, example
from gateway.roles import ROLES


class TasksAsked(Asked):
    store_id = Text(64)
    state = fields.Str(validate=validate.OneOf(followup.TASK_STATES))
    booking_id = Text(64)
    kind = Text(64, metadata=example("confirm_call"))
    owner = Text(64, metadata=example("advisor"))
    due_before = Moment(metadata=example("2026-03-10T12:00:00+08:00"))
    overdue = fields.Bool()
    mine = fields.Bool()
    case_id = Text(100)
    campaign_id = Text(64)
    cursor = Text(500)
    limit = PageSize()


class NewOutcome(Asked):
    """What the call brought: one of the task's ``outcomes``, with the minute or the reason."""

    outcome = fields.Str(
        required=True,
        validate=validate.OneOf(followup.EVERY_OUTCOME),
        metadata=example("reached"),
    )
    notes = Text(2000, shortest=0, load_default="")
    agenda = fields.List(
        fields.Str(validate=validate.OneOf(followup.AGENDA)),
        load_default=list,
        validate=validate.Length(max=len(followup.AGENDA)),
        metadata=example(["use_and_opinion"]),
    )
    recommended_booking = Flag(load_default=None, allow_none=True)
    expected_at = Moment(metadata=example("2026-03-10T10:10:00+08:00"))
    reason = fields.Str(
        validate=validate.OneOf(followup.NO_SHOW_REASONS), metadata=example("time_conflict")
    )
    case = fields.Nested(CaseSaid)
    file = fields.Nested(FileTold)
    next_call = fields.Nested(NextCallPlanned)


class Reassigning(Asked):
    """To a role, or to a person by log-in; why."""

    role = fields.Str(validate=validate.OneOf(tuple(ROLES)), metadata=example("cr_clerk"))
    person = Text(64, metadata=example("cr-zhao"))
    reason = Text(500, required=True, metadata=example("休假"))

    @validates_schema
    def check_whom(self, asked: dict[str, Any], **_: Any) -> None:
        if ("role" in asked) == ("person" in asked):
            raise ValidationError("Name a role or a person.", "role")


class NewMissedCall(Asked):
    """A call to the booking line that nobody took, now unless it says when."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    phone = Phone(required=True, metadata=example("13800138000"))
    at = Moment(metadata=example("2026-03-10T09:20:00+08:00"))


class MessagesAsked(Asked):
    store_id = Text(64)
    booking_id = Text(64)
    customer_id = Text(64)
    cursor = Text(500)
    limit = PageSize()


class TextsAsked(Asked):
    store_id = Text(64)
    customer_id = Text(64)
    meaning = fields.Str(validate=validate.OneOf(notification.MEANINGS))
    limit = PageSize()


class ReportAsked(Asked):
    """``from`` and ``to`` are days of the store, both inclusive."""

    store_id = Text(64)
    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))
    by = fields.Str(load_default="day", validate=validate.OneOf(("day", "month", "channel")))
    format = fields.Str(load_default="json", validate=validate.OneOf(("json", "csv")))


class RowsAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    day = Day(required=True, metadata=example("2026-03-10"))
    measure = fields.Str(
        required=True,
        validate=validate.OneOf(reporting.MEASURES),
        metadata=example(reporting.MEASURES[0]),
    )
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    cursor = Text(500)
    limit = PageSize()


class LedgerAsked(Asked):
    from_day = Day(required=True, data_key="from", metadata=example("2026-03-01"))
    to_day = Day(required=True, data_key="to", metadata=example("2026-03-31"))


class DayAsked(Asked):
    day = Day(required=True, metadata=example("2026-03-10"))


class GiftCounted(Asked):
    left = Count(0, 1_000_000, required=True, metadata=example(40))


class ClockMoved(Asked):
    """Sandbox only.  With ``settle``, answers when what became due has been done."""

    now = Moment(required=True, metadata=example("2026-03-10T09:20:00+08:00"))
    settle = Flag(load_default=False)
