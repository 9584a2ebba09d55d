"""What is done to a booking."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import booking
from common.contracts.languages import Language
from gateway.api.fields import Answer, Count, EmailAddress, Moment, Phone, Text
from gateway.api.requests.bookings import NewBooker, subject
from gateway.api.requests.shape import WHO, Asked, example


class Because(Asked):
    """Why; the words are kept in the history."""

    reason = Text(500, shortest=0, load_default="")


class Confirming(Because):
    """The minute at which the customer comes, where they named one."""

    expected_at = Moment(metadata=example("2026-03-10T10:10:00+08:00"))


class Explained(Asked):
    """Why; it must be said, and is kept in the history."""

    reason = Text(500, required=True, metadata=example("电话号码少一位"))


class NewDetails(Asked):
    name = Text(50, metadata=example("王小明"))
    phone = Phone(metadata=example("13800138000"))
    email = EmailAddress(allow_none=True, validate=validate.Length(max=254))
    language = Language()


class Amending(Because):
    """What is to be put right; what is not named stays."""

    customer = fields.Nested(NewDetails)
    booker = fields.Nested(NewBooker, allow_none=True)
    subject = subject()
    note = Text(500, shortest=0)

    @validates_schema
    def check_something(self, asked: dict[str, Any], **_: Any) -> None:
        if not asked.keys() - {"reason"}:
            raise ValidationError("Name what is to be put right.", "changes")


class Failing(Because):
    reason_code = fields.Str(
        required=True,
        validate=validate.OneOf(booking.FAIL_REASONS),
        metadata=example("equipment"),
    )


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


class Issuing(Because):
    """The perk, or the gift that the customer chose."""

    what = fields.Str(
        required=True, validate=validate.OneOf(booking.ISSUED), metadata=example("gift")
    )
    gift = Text(64, metadata=example("mug"))

    @validates_schema
    def check_gift(self, asked: dict[str, Any], **_: Any) -> None:
        if asked.get("what") == "gift" and "gift" not in asked:
            raise ValidationError("Name the gift.", "gift")


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
