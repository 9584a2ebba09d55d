"""In which of booking's documents a person stands, and how theirs are found."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from common.at_rest import sealed_in
from common.persons import Held, Persons, Whose, by_any, by_bookings, by_customer
from common.privacy import blind
from services.booking.domain.erasing import (
    arrival_left,
    booker_left,
    booking_left,
    entry_left,
    order_left,
    request_left,
    series_left,
    waiting_left,
)
from services.booking.personal import PLACES
from services.booking.store.bookings import NO_HOLD


def _naming_numbers(who: Whose) -> dict[str, Any]:
    """Return what finds entries in which one of a person's numbers was filled in."""
    return {"filled_in": {"$in": [blind(one) for one in who.numbers]}}


HELD = (
    Held(
        kind="booking",
        collection="bookings",
        whose=lambda who: {"customer.id": who.customer_id, **NO_HOLD},
        made="created_at",
        left=booking_left,
    ),
    Held(
        kind="booking_for_another",
        collection="bookings",
        whose=lambda who: {"booker_id": who.customer_id, **NO_HOLD},
        made="created_at",
        left=booker_left,
        told=False,
        indexed=("booker_id",),
    ),
    Held(
        kind="waiting",
        collection="waitlist",
        whose=by_customer("customer.id"),
        made="joined_at",
        left=waiting_left,
        indexed=("customer.id",),
    ),
    Held(
        kind="series",
        collection="series",
        whose=by_customer("facts.customer.id"),
        made="created_at",
        left=series_left,
    ),
    Held(
        kind="arrival",
        collection="arrivals",
        whose=by_customer("customer.id"),
        made="at",
        left=arrival_left,
        indexed=("customer.id",),
    ),
    Held(
        kind="request",
        collection="requests",
        whose=by_any(by_customer("customer.id"), by_bookings("booking_id")),
        made="created_at",
        left=request_left,
        indexed=("customer.id", "booking_id"),
    ),
    Held(
        kind="order",
        collection="orders",
        whose=by_customer("customer_id"),
        made="created_at",
        left=order_left,
    ),
    Held(
        kind="register_entry",
        collection="entries",
        whose=by_any(by_bookings("booking_id"), _naming_numbers),
        made="created_at",
        left=entry_left,
        indexed=("booking_id",),
    ),
)
"""The first one is what a person is found by: opening it tells their numbers and plates."""


class BookingPersons(Persons):
    """What booking holds of persons."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, HELD, self._whose, sealed_in(PLACES))
        self._bookings = database["bookings"]

    def _whose(self, customer_id: str, before: datetime | None) -> Whose:
        wanted = HELD[0].theirs(Whose(customer_id), before)
        found = [self._at_rest.opened("bookings", one) for one in self._bookings.find(wanted)]
        numbers = {number for one in found for number in _numbers_of(one)}
        return Whose(customer_id, tuple(one["_id"] for one in found), tuple(sorted(numbers)))


def _numbers_of(booking: dict[str, Any]) -> set[str]:
    """Return what tells a person from all others: telephone, papers, plate."""
    customer, subject = booking.get("customer") or {}, booking.get("subject") or {}
    phone = customer.get("phone") or ""
    told = (phone, phone.removeprefix("+86"), customer.get("id_number"), subject.get("plate"))
    return {number for number in told if number}
