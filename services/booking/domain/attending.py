"""What a visit does to its booking: arrival, beginning and end are moves of both."""

from collections.abc import Iterable
from datetime import datetime

from services.booking.domain import bookings, lifecycle
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store
from services.booking.domain.visits import Deed, Visit

STANDS = ("confirmed", "arrived", "in_service", "completed")
"""Where a booking with a visit may stand, in the order of a day."""
MOVES = ("arrive", "start", "complete")
ADDS = "add_item"


def check_attended(booking: Booking) -> None:
    """Refuse to act in the visit of a booking that nobody comes to.

    Raises:
        IllegalTransition
    """
    if booking.status not in STANDS:
        raise lifecycle.refused(booking.status, "visit")


def move_of(deeds: Iterable[Deed], booking: Booking) -> str | None:
    """Return the move that *deeds* ask of *booking*; what it has behind it is not asked again."""
    asked = (effect for deed in deeds for effect in deed.effects if effect in MOVES)
    behind = STANDS.index(booking.status)
    return next((move for move in asked if MOVES.index(move) >= behind), None)


def moved(
    store: Store, booking: Booking, move: str, visit: Visit, now: datetime, streak: int = 0
) -> Booking:
    """Return *booking* after *move*; a bill has the additional items of *visit* on it (EX-13).

    *streak* are the visits on time of who arrives.

    Raises:
        IllegalTransition: it stands elsewhere, or it is not yet the day of the visit.
    """
    if move == "arrive":
        return bookings.arrived(store, booking, now, streak)
    if move == "start":
        return bookings.started(booking)
    return bookings.completed(booking, now, None, None, additional_fen(visit))


def additional_fen(visit: Visit) -> int:
    """Return what was added and agreed to, in fen: proposals without an answer are not (EX-06)."""
    stays = {stay.id: stay.fields for stay in visit.stays}
    added = (deed for deed in visit.deeds if ADDS in deed.effects)
    return sum({**stays[deed.stay], **deed.fields}.get("price", 0) for deed in added)
