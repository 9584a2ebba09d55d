"""What Google sends.  Its fields grow with time: what is not known here is left out.

Whole numbers may come as texts, as JSON of protocol buffers has it; a field that is empty,
zero or null is one that was not set.
"""

from datetime import UTC, datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from common.contracts.booking.requests import EARLIEST, LATEST
from gateway.api.fields import EmailAddress, Phone, Text
from gateway.google.wording import CANCELED, STATUSES

MOST_LOOKED_UP = 200
A_DAY = 24 * 3600
NO_NUMBER = "Not a valid integer."


class Sent(Schema):
    class Meta:
        unknown = EXCLUDE


class Whole(fields.Field[int]):
    """A whole number that is not negative, as a number or as its digits."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> int:
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 16:
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValidationError(NO_NUMBER)
        return value


class Seconds(Whole):
    """A moment as seconds since 1970, within this century."""

    def _deserialize(self, value: Any, *where: Any, **more: Any) -> Any:
        seconds = super()._deserialize(value, *where, **more)
        if not EARLIEST.timestamp() <= seconds <= LATEST.timestamp():
            raise ValidationError(f"Not between {EARLIEST.year} and {LATEST.year}.")
        return datetime.fromtimestamp(seconds, UTC)


def unset(longest: int) -> Text:
    return Text(longest, shortest=0, load_default=None, allow_none=True)


class Resources(Sent):
    """Who or where, of those that the store names; one of them can be asked for."""

    staff_id = unset(64)
    room_id = unset(64)
    party_size = Whole(load_default=None, allow_none=True)

    @validates_schema
    def check_one(self, asked: dict[str, Any], **_: Any) -> None:
        if asked.get("staff_id") and asked.get("room_id"):
            raise ValidationError("Name a staff_id or a room_id, not both.", "room_id")


class SlotTime(Sent):
    service_id = Text(64, required=True)
    start_sec = Seconds(required=True)
    duration_sec = Whole(load_default=None, allow_none=True, validate=validate.Range(0, A_DAY))
    availability_tag = unset(500)
    resource_ids = fields.Nested(Resources, load_default=None, allow_none=True)
    confirmation_mode = unset(64)


class Lookup(Sent):
    merchant_id = Text(64, required=True)
    slot_time = fields.List(
        fields.Nested(SlotTime), required=True, validate=validate.Length(1, MOST_LOOKED_UP)
    )


class Slot(Sent):
    merchant_id = Text(64, required=True)
    service_id = Text(64, required=True)
    start_sec = Seconds(required=True)
    duration_sec = Whole(load_default=None, allow_none=True, validate=validate.Range(0, A_DAY))
    availability_tag = unset(500)
    resources = fields.Nested(Resources, load_default=None, allow_none=True)
    confirmation_mode = unset(64)


class UserInformation(Sent):
    user_id = Text(100, required=True)
    given_name = unset(50)
    family_name = unset(50)
    telephone = Phone(required=True)
    email = EmailAddress(load_default=None, allow_none=True, validate=validate.Length(max=254))
    language_code = unset(35)

    @validates_schema
    def check_name(self, asked: dict[str, Any], **_: Any) -> None:
        if not (asked.get("given_name") or asked.get("family_name")):
            raise ValidationError("Missing.", "given_name")


class NewBooking(Sent):
    slot = fields.Nested(Slot, required=True)
    user_information = fields.Nested(UserInformation, required=True)
    idempotency_token = Text(200, required=True)
    additional_request = unset(500)


class SlotChanged(Sent):
    """What of the slot is to be another; the store stays."""

    service_id = unset(64)
    start_sec = Seconds(load_default=None, allow_none=True)
    duration_sec = Whole(load_default=None, allow_none=True, validate=validate.Range(0, A_DAY))
    resources = fields.Nested(Resources, load_default=None, allow_none=True)


class BookingChanged(Sent):
    booking_id = Text(64, required=True)
    status = fields.Str(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(sorted({CANCELED, *STATUSES.values()})),
    )
    slot = fields.Nested(SlotChanged, load_default=None, allow_none=True)


class Update(Sent):
    booking = fields.Nested(BookingChanged, required=True)


class BookingNamed(Sent):
    booking_id = Text(64, required=True)


class UserNamed(Sent):
    user_id = Text(100, required=True)
