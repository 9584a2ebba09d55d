"""What callers may send: strict, so that a typo is told and nothing is smuggled in."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from common.contracts import booking, followup, reporting
from gateway.api.fields import (
    Answer,
    Count,
    Day,
    EmailAddress,
    Flag,
    Moment,
    PageSize,
    Phone,
    Text,
    can_be_called,
)

A_START = "2026-03-10T10:00:00+08:00"
WHO = {"description": "The id of the person or place that the customer asks for; else any"}


def example(value: Any) -> dict[str, Any]:
    return {"example": value}


class Asked(Schema):
    class Meta:
        unknown = RAISE


class Nothing(Asked):
    """An empty body, or none."""


class LogIn(Asked):
    login = Text(64, required=True, metadata=example("mgr-4s"))
    password = Text(200, required=True, metadata=example("correct horse battery staple"))


class StoresAsked(Asked):
    city = Text(64, metadata=example("Shanghai"))
    industry = Text(64, metadata=example("4s"))


class Search(Asked):
    """Where, what and between when; without stores or a city, wherever you may book."""

    store_ids = fields.List(Text(64), validate=validate.Length(1, 200), metadata=example(["s-4s"]))
    city = Text(64, metadata=example("Shanghai"))
    items = fields.List(
        Text(64),
        required=True,
        validate=validate.Length(1, 5),
        metadata=example(["maintenance-a"]),
    )
    from_ = Moment(required=True, data_key="from", metadata=example("2026-03-10T00:00:00+08:00"))
    to = Moment(required=True, metadata=example("2026-03-11T00:00:00+08:00"))
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    staff = Text(64, metadata=WHO)
    limit = Count(1, 200, load_default=50)
    order = fields.Str(load_default="soonest", validate=validate.OneOf(("soonest", "emptiest")))


class Wished(Asked):
    """A visit that somebody thinks of."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    items = fields.List(
        Text(64),
        required=True,
        validate=validate.Length(1, 5),
        metadata=example(["maintenance-a"]),
    )
    staff = Text(64, metadata=WHO)
    start = Moment(required=True, metadata=example(A_START))


class Batch(Asked):
    slots = fields.List(
        fields.Nested(Wished), required=True, validate=validate.Length(1, booking.MOST_CHECKED)
    )


class Question(Wished):
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))


class NewHold(Question):
    ttl_seconds = Count(*booking.HOLD_LIMITS, load_default=booking.HOLD_SECONDS)


class NewCustomer(Asked):
    name = Text(50, required=True, metadata=example("王小明"))
    phone = Phone(required=True, metadata=example("13800138000"))
    email = EmailAddress(load_default=None, allow_none=True, validate=validate.Length(max=254))
    language = fields.Str(load_default="zh", validate=validate.OneOf(booking.LANGUAGES))


class NewConsents(Asked):
    privacy_version = Text(32, load_default=None, allow_none=True, metadata=example("2026-01"))
    share_with_partner = Flag(load_default=False)
    marketing = Flag(load_default=False)


class NewBooking(Asked):
    """Who comes, to which store, for what and when; or, with ``hold_id``, to the place held."""

    hold_id = Text(64)
    store_id = Text(64, metadata=example("s-4s"))
    items = fields.List(
        Text(64), validate=validate.Length(1, 5), metadata=example(["maintenance-a"])
    )
    staff = Text(64, metadata=WHO)
    start = Moment(metadata=example(A_START))
    customer = fields.Nested(NewCustomer, required=True)
    subject = fields.Dict(
        keys=fields.Str(validate=validate.Regexp(r"^[a-z][a-z0-9_]{0,31}\Z")),
        values=Text(200),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=20),
        metadata=example({"kind": "car", "plate": "沪A12345", "model": "C 260"}),
    )
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    origin = fields.Str(load_default="passive", validate=validate.OneOf(booking.ORIGINS))
    partner_reference = Text(
        100, load_default=None, allow_none=True, metadata=example("order-1001")
    )
    consents = fields.Nested(NewConsents, load_default=None, allow_none=True)
    note = Text(500, shortest=0, load_default="")

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_place(self, _: Any, asked: Any, **__: Any) -> None:
        booking.check_one_place(asked)

    def handle_error(self, error: ValidationError, data: Any, **_: Any) -> None:
        """Tell also what would only be found further in: every fault at once (BK-02)."""
        customer = data.get("customer") if isinstance(data, dict) else None
        if not isinstance(customer, dict) or "phone" not in customer:
            return
        told = error.messages.setdefault("customer", {})  # type: ignore[union-attr]
        if isinstance(told, dict) and not can_be_called(customer["phone"]):
            told.setdefault("phone", ["Not a telephone number."])
        if not told:
            del error.messages["customer"]  # type: ignore[arg-type]


class BookingsAsked(Asked):
    store_id = Text(64, metadata=example("s-4s"))
    from_ = Moment(data_key="from")
    to = Moment()
    status = fields.Str(validate=validate.OneOf(booking.STATUSES))
    customer_id = Text(64)
    partner_reference = Text(100)
    cursor = Text(500)
    limit = PageSize()


class Because(Asked):
    """Why; the words are kept in the history."""

    reason = Text(500, shortest=0, load_default="")


class NewTime(Because):
    start = Moment(required=True, metadata=example("2026-03-10T14:00:00+08:00"))
    items = fields.List(Text(64), validate=validate.Length(1, 5))
    staff = Text(64, metadata=WHO)


class Cancelling(Because):
    reason_code = fields.Str(
        required=True,
        validate=validate.OneOf(booking.CANCEL_REASONS),
        metadata=example("customer_request"),
    )


class Deed(Because):
    """One action of a visit, with what it asks for; ``facts`` are what the journey must know."""

    step = Text(64, required=True, metadata=example("reception"))
    action = Text(64, required=True, metadata=example("quote_only"))
    fields_ = fields.Dict(
        keys=Text(64),
        values=Answer(),
        load_default=dict,
        data_key="fields",
        validate=validate.Length(max=50),
    )
    facts = fields.Dict(
        keys=Text(64), values=Answer(), load_default=dict, validate=validate.Length(max=50)
    )


class Settling(Because):
    """What the visit cost, in fen; what is not named is charged as the items say."""

    labour = Count(0, 10_000_000)
    parts = Count(0, 10_000_000)


class TasksAsked(Asked):
    store_id = Text(64)
    state = fields.Str(validate=validate.OneOf(followup.TASK_STATES))
    booking_id = Text(64)
    cursor = Text(500)
    limit = PageSize()


class NewOutcome(Asked):
    """What the call brought."""

    outcome = fields.Str(
        required=True, validate=validate.OneOf(followup.OUTCOMES), metadata=example("reached")
    )
    notes = Text(2000, shortest=0, load_default="")
    agenda = fields.List(
        fields.Str(validate=validate.OneOf(followup.AGENDA)),
        load_default=list,
        validate=validate.Length(max=len(followup.AGENDA)),
        metadata=example(["use_and_opinion"]),
    )
    recommended_booking = Flag(load_default=None, allow_none=True)


class MessagesAsked(Asked):
    store_id = Text(64)
    booking_id = Text(64)
    cursor = Text(500)
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
    measure = fields.Str(required=True, validate=validate.OneOf(reporting.MEASURES))
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    cursor = Text(500)
    limit = PageSize()


class ClockMoved(Asked):
    """Sandbox only.  With ``settle``, answers when what became due has been done."""

    now = Moment(required=True, metadata=example("2026-03-10T09:20:00+08:00"))
    settle = Flag(load_default=False)
