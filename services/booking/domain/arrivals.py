"""Who came on a day, booked or not: the denominator of the booking-service rate (CH-13, AR-01).

A booking's own move ``arrive`` notes an arrival as well; it is one of the day without a
second record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common import phones
from common.actor import Actor
from common.contracts.booking import ArrivalRecorded
from services.booking.domain.bookings import Booking
from services.booking.domain.privacy import without_papers
from services.booking.domain.stores import Store

NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One recorded arrival; ``queue`` counts those of the store's day (AR-25).

    ``advisor`` is who receives one without a booking, where that was said.
    """

    id: str
    store_id: str
    day: str
    queue: int
    at: datetime
    asked: bool
    verified: bool
    booking_id: str | None
    customer: dict[str, Any] | None
    purpose: str
    recorded_by: dict[str, Any]
    advisor: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One who came: recorded, or noted by the booking's move alone, or both."""

    at: datetime
    asked: bool
    arrival: Arrival | None = None
    booking: Booking | None = None

    @property
    def booked(self) -> bool:
        return self.booking is not None


def lines_of(arrivals: Iterable[Arrival], came: Iterable[tuple[Booking, str | None]]) -> list[Line]:
    """Return everybody who came, in the order of their arrival.

    *came* are the bookings that have arrived, each with what its visit says of the question.
    A recorded arrival whose booking has not (it was noted by mistake) is none; a booking made
    for somebody after they walked in is that walk-in.
    """
    recorded = {one.booking_id: one for one in arrivals if one.booking_id}
    walk_ins = [one for one in arrivals if not one.booking_id]
    since = {one.customer["id"]: one.at for one in reversed(walk_ins) if one.customer}
    lines = [Line(one.at, one.asked, one) for one in walk_ins]
    for booking, answer in came:
        own = recorded.get(booking.id)
        walked_in = since.get(booking.customer["id"])
        if own:
            lines.append(Line(own.at, own.asked, own, booking))
        elif booking.arrived_at and (walked_in is None or booking.created_at < walked_in):
            lines.append(Line(booking.arrived_at, answer != NOT_ASKED, None, booking))
    return sorted(lines, key=lambda line: (line.at, line.arrival.queue if line.arrival else 0))


def counts(lines: list[Line]) -> dict[str, int]:
    return {
        "arrivals": len(lines),
        "booked": sum(line.booked for line in lines),
        "asked": sum(line.asked for line in lines),
    }


def as_read(store: Store, line: Line, discreet: bool) -> dict[str, Any]:
    """Return *line* for a reader; *discreet* hides who the customer is."""
    arrival, booking = line.arrival, line.booking
    customer = booking.customer if booking else arrival.customer if arrival else None
    customer = customer and without_papers(customer)
    if customer and discreet:
        customer = {**customer, "phone": phones.masked(customer["phone"]), "email": None}
    return {
        "id": arrival.id if arrival else None,
        "store_id": store.id,
        "queue": arrival.queue if arrival else None,
        "at": store.local(line.at).isoformat(),
        "booked": line.booked,
        "asked": line.asked,
        "verified": arrival.verified if arrival else False,
        "booking_id": booking.id if booking else None,
        "number": booking.number if booking else None,
        "customer": customer,
        "purpose": arrival.purpose if arrival else "",
        "led_to": led_to(booking) if booking else [],
        "advisor": booking.advisor if booking else arrival.advisor if arrival else None,
        "recorded_by": arrival.recorded_by["id"] if arrival else None,
    }


def led_to(booking: Booking) -> list[dict[str, Any]]:
    """Return the people and places of *booking*, each once, in order (AR-06)."""
    found = {
        one["id"]: {"kind": one["kind"], "id": one["id"], "name": one["name"]}
        for item in booking.items
        for one in item["resources"]
    }
    return list(found.values())


def as_event(store: Store, arrival: Arrival, by: Actor) -> dict[str, Any]:
    """Return the envelope that tells of somebody who came without a booking."""
    return ArrivalRecorded.happened(
        arrival.id,
        at=arrival.at,
        store_id=store.id,
        correlation_id=by.correlation_id,
        data={
            "arrival_id": arrival.id,
            "store_id": store.id,
            "timezone": store.zone.key,
            "day": arrival.day,
            "queue": arrival.queue,
            "at": arrival.at.isoformat(),
            "asked": arrival.asked,
            "customer_id": arrival.customer["id"] if arrival.customer else None,
            "purpose": arrival.purpose,
            "advisor": arrival.advisor,
            "recorded_by": by.id,
        },
    )
