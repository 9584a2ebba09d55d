"""What customers get who serve themselves."""

from marshmallow import fields

from gateway.api.bodies.bookings import BookedItem, Customer, Penalty
from gateway.api.bodies.shape import Body, Words, about

MOMENT = {"format": "date-time"}


class FreeTime(Body):
    start = fields.Str(required=True, metadata=MOMENT)
    end = fields.Str(required=True, metadata=MOMENT)
    free = fields.Int(required=True, metadata=about("How many could come then", 2))


class CalendarDay(Body):
    day = fields.Str(required=True, metadata=about("By the store's clock", "2026-03-10"))
    times = fields.List(fields.Nested(FreeTime), required=True)


class Calendar(Body):
    """The days on which one could come, with their times."""

    store_id = fields.Str(required=True)
    days = fields.List(fields.Nested(CalendarDay), required=True)
    soonest = fields.Nested(
        FreeTime, required=True, allow_none=True, metadata=about("The first within a month")
    )


class PrivacyText(Body):
    """What is collected of whoever books, and what for (PV-01)."""

    version = fields.Str(required=True)
    words = fields.Nested(Words, required=True)


class CodeSent(Body):
    id = fields.Str(required=True, metadata=about("Send it back with the code"))
    expires_at = fields.Str(required=True, metadata=MOMENT)


class OwnVisit(Body):
    """A visit without a word of who comes: what its link shows."""

    id = fields.Str(required=True)
    number = fields.Str(required=True, metadata=about("To be read out on the phone", "K7Q2MX"))
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Nested(Words, required=True)
    timezone = fields.Str(required=True)
    start = fields.Str(required=True, metadata=MOMENT)
    end = fields.Str(required=True, metadata=MOMENT)
    items = fields.List(fields.Nested(BookedItem), required=True)
    penalty = fields.Nested(Penalty, required=True, allow_none=True)
    change_until = fields.Str(required=True, metadata=MOMENT)
    cancel_until = fields.Str(required=True, metadata=MOMENT)
    legal_moves = fields.List(
        fields.Str(), required=True, metadata=about("Of confirm, reschedule and cancel")
    )


class OwnLinks(Body):
    manage = fields.Str(
        required=True,
        metadata=about(
            "Where the visit is looked after", "https://desk.example.com/api/v1/manage/3q2-7w"
        ),
    )


class OwnBooking(OwnVisit):
    """A booking as its customer reads it."""

    customer = fields.Nested(Customer, required=True)
    subject = fields.Dict(required=True, allow_none=True)
    channel = fields.Str(required=True)
    consents = fields.Dict(required=True, allow_none=True)
    note = fields.Str(required=True)
    links = fields.Nested(OwnLinks, metadata=about("When it is made, and whenever it is asked for"))


class Rated(Body):
    """Whether the visit is rated now: ``answered``, or ``over`` when it was too late."""

    state = fields.Str(required=True)
