"""Who comes, and for what."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from common.contracts import booking
from common.contracts.languages import Language
from gateway.api.fields import EmailAddress, Flag, Moment, PageSize, Phone, Text, can_be_called
from gateway.api.requests.shape import A_START, WHO, Asked, example


class NewCustomer(Asked):
    name = Text(50, required=True, metadata=example("王小明"))
    phone = Phone(required=True, metadata=example("13800138000"))
    email = EmailAddress(load_default=None, allow_none=True, validate=validate.Length(max=254))
    language = Language(load_default="zh")


class NewVisitor(NewCustomer):
    """``id_number`` only where an item asks for it (BK-05); it is not kept otherwise."""

    id_number = Text(32, metadata=example("310101198001010011"))


class NewConsents(Asked):
    privacy_version = Text(32, load_default=None, allow_none=True, metadata=example("2026-01"))
    share_with_partner = Flag(load_default=False)
    marketing = Flag(load_default=False)


def subject(**more: Any) -> fields.Field[Any]:
    """Return the field of what a visit is about: a car with its plate, a room, an appliance."""
    return fields.Dict(
        keys=fields.Str(
            validate=validate.Regexp(
                r"^[a-z][a-z0-9_]{0,31}\Z",
                error="Not a name of small letters, digits and _, 32 at the most.",
            )
        ),
        values=Text(200),
        allow_none=True,
        validate=validate.Length(max=20),
        metadata=example({"kind": "car", "plate": "沪A12345", "model": "C 260"}),
        **more,
    )


class NewBooker(Asked):
    """Who books for somebody else."""

    name = Text(50, required=True, metadata=example("李助理"))
    phone = Phone(required=True, metadata=example("13800138001"))


class NewBooking(Asked):
    """Who comes, to which store, for what and when; or, with ``hold_id``, to the place held."""

    hold_id = Text(64)
    store_id = Text(64, metadata=example("s-4s"))
    items = fields.List(
        Text(64), validate=validate.Length(1, 5), metadata=example(["maintenance-a"])
    )
    staff = Text(64, metadata=WHO)
    start = Moment(metadata=example(A_START))
    customer = fields.Nested(NewVisitor, required=True)
    booker = fields.Nested(NewBooker, load_default=None, allow_none=True)
    subject = subject(load_default=None)
    channel = fields.Str(validate=validate.OneOf(booking.CHANNELS))
    origin = fields.Str(load_default="passive", validate=validate.OneOf(booking.ORIGINS))
    partner_reference = Text(
        100, load_default=None, allow_none=True, metadata=example("order-1001")
    )
    consents = fields.Nested(NewConsents, load_default=None, allow_none=True)
    note = Text(500, shortest=0, load_default="")
    taken_by = Text(64, metadata={"description": "Who accepted it, by their id in the store"})
    advisor = Text(64, metadata={"description": "The id of the adviser that is asked for"})

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
    advisor = Text(64, metadata=example("sa-li"))
    cursor = Text(500)
    limit = PageSize()
