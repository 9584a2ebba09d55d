"""Who came through the door."""

from typing import Any

from marshmallow import fields, validates_schema

from common.contracts.booking.arrivals import check_said_once
from gateway.api.fields import Day, Flag, Text
from gateway.api.requests.bookings import NewCustomer
from gateway.api.requests.shape import Asked, example


class NewArrival(Asked):
    """Somebody came: with a booking, by name, or unnamed; were they asked if they had booked?"""

    store_id = Text(64, required=True, metadata=example("s-4s"))
    booking_id = Text(64, load_default=None, allow_none=True)
    customer = fields.Nested(NewCustomer, load_default=None, allow_none=True)
    asked = Flag(required=True, metadata=example(True))
    verified = Flag(load_default=False)
    purpose = Text(200, shortest=0, load_default="")
    advisor = Text(
        64, metadata=example("sa-li") | {"description": "Who receives one without a booking"}
    )

    @validates_schema
    def check_who(self, asked: dict[str, Any], **_: Any) -> None:
        check_said_once(asked)


class ArrivalsAsked(Asked):
    store_id = Text(64, required=True, metadata=example("s-4s"))
    day = Day(required=True, metadata=example("2026-03-10"))


class PrefillAsked(Asked):
    store_id = Text(64, metadata=example("s-4s"))
