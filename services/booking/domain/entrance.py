"""Who is expected: the minute that they named, and the board by which they are recognised."""

from datetime import date, datetime
from typing import Any

from common.errors import Invalid
from common.phones import masked
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store

EXPECTED = ("needs_info", "pending", "confirmed", "arrived", "in_service", "completed")
KEPT_OF_A_PLATE = 2, 3
"""Of a plate a wall shows the region and the end: enough to know the car by (PV-09)."""


def check_expected(store: Store, booking: Booking, expected_at: datetime | None) -> None:
    """Refuse a minute that is on another day than the visit: that is another appointment.

    Raises:
        Invalid
    """
    if expected_at and store.local(expected_at).date() != store.local(booking.start).date():
        raise Invalid.of(expected_at="is on another day")


def board(store: Store, day: date, bookings: list[Booking]) -> dict[str, Any]:
    """Return who of *bookings* is expected on *day*, in the order in which they come (AR-04)."""
    expected = [one for one in bookings if one.status in EXPECTED]
    expected.sort(key=lambda one: (one.expected_at or one.start, one.id))
    return {
        "store_id": store.id,
        "day": day.isoformat(),
        "expected": [_line(store, one) for one in expected],
    }


def _line(store: Store, booking: Booking) -> dict[str, Any]:
    return {
        "booking_id": booking.id,
        "number": booking.number,
        "at": store.local(booking.expected_at or booking.start).isoformat(),
        "start": store.local(booking.start).isoformat(),
        "told": booking.expected_at is not None,
        "status": booking.status,
        "name": masked_name(booking.customer["name"]),
        "phone": masked(booking.customer["phone"]),
        "plate": masked_plate((booking.subject or {}).get("plate")),
        "items": [{"code": item["code"], "name": item["name"]} for item in booking.items],
    }


def masked_name(name: str) -> str:
    """Return *name* as a wall shows it, the first letter alone: ``王**`` (PV-09)."""
    return name[:1] + "*" * (len(name) - 1)


def masked_plate(plate: str | None) -> str | None:
    """Return *plate* without its middle: ``沪A**345``; a short one shows its end (PV-09)."""
    if not plate:
        return None
    first, last = KEPT_OF_A_PLATE
    hidden = len(plate) - first - last
    if hidden <= 0:
        return "*" * (len(plate) - 2) + plate[-2:]
    return plate[:first] + "*" * hidden + plate[-last:]
