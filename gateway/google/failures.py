"""Why a booking could not be made, moved or cancelled, as one of Google's causes."""

from common.contracts import booking
from common.errors import Conflict, Refused, SlipboardError
from gateway.sentences import sentence

BUSINESS = (Conflict, Refused)
"""What a rule of the store or a faster customer refuses: told in the body, with 200."""

UNAVAILABLE = "SLOT_UNAVAILABLE"
CAUSES: dict[type[SlipboardError], str] = {
    booking.SlotTaken: UNAVAILABLE,
    booking.NotASlot: UNAVAILABLE,
    booking.OutsideHours: UNAVAILABLE,
    booking.LeadTime: UNAVAILABLE,
    booking.Horizon: UNAVAILABLE,
    booking.ChannelClosed: UNAVAILABLE,
    booking.CancelWindowPassed: "OUTSIDE_CANCELLATION_WINDOW",
    booking.ChangeWindowPassed: "OUTSIDE_CANCELLATION_WINDOW",
    booking.CustomerOverlap: "OVERLAPPING_RESERVATION",
    booking.IllegalTransition: "BOOKING_NOT_CANCELLABLE",
}


def failure(refusal: SlipboardError) -> dict[str, str]:
    """Return Google's ``BookingFailure``: its cause, and why in words that name our code."""
    title, advice = sentence(refusal.code, "en")
    return {"cause": cause(refusal), "description": f"{refusal.code}: {title}. {advice}"}


def cause(refusal: SlipboardError) -> str:
    """Return the cause that *refusal* is; a rule without one of its own makes the slot unavailable.

    A booking that stands cancelled can be neither moved nor cancelled, and says so.
    """
    if refusal.details.get("status") == "cancelled":
        return "BOOKING_ALREADY_CANCELLED"
    known = (CAUSES[kind] for kind in type(refusal).__mro__ if kind in CAUSES)
    return next(known, UNAVAILABLE)
