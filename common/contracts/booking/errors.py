"""How booking refuses."""

from common.errors import Conflict, Invalid, Refused


class NotASlot(Conflict):
    """Nobody may start at that time; ``alternatives`` are starts that may (SL-01)."""

    code = "not_a_slot"


class SlotTaken(Conflict):
    """Somebody else has the last place; ``alternatives`` are starts still free (SL-17)."""

    code = "slot_taken"


class HoldExpired(Conflict):
    """The hold is over, at ``until`` or by its release, or became a booking."""

    code = "hold_expired"


class CustomerOverlap(Conflict):
    """The customer waits for the same already, at a time that overlaps; ``entry_id`` says where."""

    code = "customer_overlap"


class IllegalTransition(Conflict):
    """The booking stands elsewhere; ``legal`` lists the moves it can make."""

    code = "illegal_transition"


class IdempotencyKeyReused(Invalid):
    """The same key came with another request."""

    code = "idempotency_key_reused"


class OutsideHours(Refused):
    code = "outside_hours"


class LeadTime(Refused):
    code = "lead_time"


class Horizon(Refused):
    code = "horizon"


class ChannelClosed(Refused):
    """The store does not take bookings by that channel (CH-17)."""

    code = "channel_closed"


class ChangeWindowPassed(Refused):
    """Too late to move it without the store (CX-01, CX-09)."""

    code = "change_window_passed"


class CancelWindowPassed(Refused):
    """Too late to cancel it without the store (CX-03, CX-09)."""

    code = "cancel_window_passed"
