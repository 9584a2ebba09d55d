"""What customers may send who serve themselves."""

from typing import Any

from marshmallow import fields, validate

from common.contracts.booking.customers import OWN_CHANNELS
from common.contracts.followup.ratings import LONGEST_COMMENT, STARS
from common.contracts.languages import Language
from gateway.api.fields import Count, Day, Flag, Moment, Phone, Text
from gateway.api.requests.bookings import NewCustomer, subject
from gateway.api.requests.shape import A_START, WHO, Asked, example
from gateway.customers.codes import BOOKING, PURPOSES

A_CODE_ID = "kq3Lr0vG3mXq0yq6o2sBbg"


def items(**more: Any) -> fields.List:
    return fields.List(
        Text(64), validate=validate.Length(1, 5), metadata=example(["maintenance-a"]), **more
    )


class CalendarAsked(Asked):
    items = items(required=True)
    from_day = Day(required=True, data_key="from", metadata=example("2026-03-10"))
    days = fields.Int(load_default=7, validate=validate.Range(1, 14))
    staff = Text(64, metadata=WHO)


class TextAsked(Asked):
    """Which version of the text; without, the one that is shown now."""

    version = Text(32, metadata=example("2026-01"))


class CodeAsked(Asked):
    """A code to a telephone, to book with a number or to sign in by it."""

    phone = Phone(required=True, metadata=example("13800138000"))
    purpose = fields.Str(load_default=BOOKING, validate=validate.OneOf(PURPOSES))
    language = Language(load_default="zh")


class Proof(Asked):
    """The code that came to the telephone, and the ``id`` under which it was asked for."""

    id = Text(64, required=True, metadata=example(A_CODE_ID))
    code = fields.Str(
        required=True,
        validate=validate.Regexp(r"^[0-9]{6}\Z", error="Not a code of six digits."),
        metadata=example("123456"),
    )


class OwnConsents(Asked):
    """What customers agree to: the version of the text that they were shown (PV-01)."""

    privacy_version = Text(32, required=True, metadata=example("2026-01"))
    marketing = Flag(load_default=False)


class NewOwnBooking(Asked):
    """Who comes, to which store, for what and when; with a code where one is asked for."""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    items = items(required=True)
    staff = Text(64, metadata=WHO)
    start = Moment(required=True, metadata=example(A_START))
    customer = fields.Nested(NewCustomer, required=True)
    subject = subject(load_default=None)
    channel = fields.Str(load_default=OWN_CHANNELS[0], validate=validate.OneOf(OWN_CHANNELS))
    consents = fields.Nested(OwnConsents, required=True)
    note = Text(500, shortest=0, load_default="")
    verification = fields.Nested(Proof)


class OwnMove(Asked):
    """Another time for a visit; what is not named stays."""

    start = Moment(required=True, metadata=example(A_START))
    items = items()
    staff = Text(64, metadata=WHO)


class OwnReason(Asked):
    """Why, if the customer wants to say."""

    reason = Text(500, shortest=0, load_default="")


class OwnRating(Asked):
    """Stars for who served and for the service; with ``share`` others may be shown it (PO-12)."""

    person = Count(min(STARS), max(STARS), required=True, metadata=example(5))
    quality = Count(min(STARS), max(STARS), required=True, metadata=example(5))
    comment = Text(LONGEST_COMMENT, shortest=0, load_default="")
    share = Flag(load_default=False)
