"""What a visit does to its booking: arrival, beginning and end are moves of both."""

from collections.abc import Iterable
from datetime import UTC, datetime

from services.booking.domain import bookings, lifecycle, slips
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store
from services.booking.domain.visits import Deed, Visit

STANDS = ("confirmed", "arrived", "in_service", "completed")
"""Where a booking with a visit may stand, in the order of a day."""
MOVES = ("arrive", "start", "complete")
GIVES_BACK = "to_rebook"
RETIMES, NEW_START = "reschedule", "new_start"
ADDS, CHARGES, REFUNDS = "add_item", "charge", "refund"


def check_attended(booking: Booking) -> None:
    """Refuse to act in the visit of a booking that nobody comes to.

    Raises:
        IllegalTransition
    """
    if booking.status not in STANDS:
        raise lifecycle.refused(booking.status, "visit")


def move_of(deeds: Iterable[Deed], booking: Booking) -> str | None:
    """Return the move that *deeds* ask of *booking*; what it has behind it is not asked again."""
    asked = [effect for deed in deeds for effect in deed.effects]
    if GIVES_BACK in asked:
        return GIVES_BACK
    behind = STANDS.index(booking.status)
    return next((one for one in asked if one in MOVES and MOVES.index(one) >= behind), None)


def new_start(deeds: Iterable[Deed]) -> datetime | None:
    """Return the time that was agreed instead of the booking's, if one was (CX-11)."""
    told = next((deed.fields[NEW_START] for deed in deeds if RETIMES in deed.effects), None)
    return datetime.fromisoformat(told).astimezone(UTC) if told else None


def moved(
    store: Store, booking: Booking, move: str, visit: Visit, now: datetime, streak: int = 0
) -> Booking:
    """Return *booking* after *move*; a bill has the additional items of *visit* on it (EX-13).

    *streak* are the visits on time of who arrives.

    Raises:
        IllegalTransition: it stands elsewhere, or it is not yet the day of the visit.
    """
    if move == GIVES_BACK:
        return slips.to_rebook(booking)
    if move == "arrive":
        return bookings.arrived(store, booking, now, streak)
    if move == "start":
        return bookings.started(booking)
    return bookings.completed(booking, now, None, None, additional_fen(visit))


def paid_fen(visit: Visit) -> int:
    """Return what was taken in, change and refunds given back, in fen (EX-28, EX-52)."""
    return sum(_taken(deed) for deed in visit.deeds)


def _taken(deed: Deed) -> int:
    told = deed.fields
    if CHARGES in deed.effects:
        taken: int = told.get("paid", told.get("received", 0)) - told.get("change", 0)
        return taken
    return -told.get("refunded", 0) if REFUNDS in deed.effects else 0


def additional_fen(visit: Visit) -> int:
    """Return what was added and agreed to, in fen: proposals without an answer are not (EX-06)."""
    stays = {stay.id: stay.fields for stay in visit.stays}
    added = (deed for deed in visit.deeds if ADDS in deed.effects)
    return sum({**stays[deed.stay], **deed.fields}.get("price", 0) for deed in added)
