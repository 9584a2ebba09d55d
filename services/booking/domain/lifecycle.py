"""Which moves a booking can make, and what each move means (design: the life of a booking)."""

from typing import Any

from common.contracts.booking import (
    BookingAmended,
    BookingArrivalUndone,
    BookingArrived,
    BookingAssigned,
    BookingCancelled,
    BookingChanged,
    BookingCompleted,
    BookingFact,
    BookingFailed,
    BookingIssued,
    BookingNeedsInfo,
    BookingNoShow,
    BookingNoShowUndone,
    BookingNoted,
    BookingPenaltyWaived,
    BookingPrepared,
    BookingReassigned,
    BookingReconfirmed,
    BookingStarted,
    BookingToRebook,
    IllegalTransition,
)

MOVES: dict[str, tuple[frozenset[str], str | None, type[BookingFact]]] = {
    # move: (from these, to this (None: stays), what is told)
    "confirm": (frozenset({"pending", "confirmed"}), "confirmed", BookingReconfirmed),
    "reschedule": (
        frozenset({"needs_info", "pending", "confirmed", "to_rebook"}),
        "confirmed",
        BookingChanged,
    ),
    "cancel": (
        frozenset({"needs_info", "pending", "confirmed", "to_rebook"}),
        "cancelled",
        BookingCancelled,
    ),
    "fail": (
        frozenset({"needs_info", "pending", "confirmed", "to_rebook"}),
        "failed",
        BookingFailed,
    ),
    "ask_info": (frozenset({"pending", "confirmed"}), "needs_info", BookingNeedsInfo),
    "amend": (
        frozenset({"needs_info", "pending", "confirmed", "to_rebook", "arrived", "in_service"}),
        None,
        BookingAmended,
    ),
    "arrive": (frozenset({"needs_info", "pending", "confirmed"}), "arrived", BookingArrived),
    "start": (frozenset({"arrived"}), "in_service", BookingStarted),
    "complete": (frozenset({"arrived", "in_service"}), "completed", BookingCompleted),
    "no_show": (frozenset({"needs_info", "pending", "confirmed"}), "no_show", BookingNoShow),
    "to_rebook": (frozenset({"needs_info", "pending", "confirmed"}), "to_rebook", BookingToRebook),
    "undo_arrive": (frozenset({"arrived"}), "confirmed", BookingArrivalUndone),
    "undo_no_show": (frozenset({"no_show"}), "confirmed", BookingNoShowUndone),
}
BESIDE: dict[str, type[BookingFact]] = {
    "waive_penalty": BookingPenaltyWaived,
    "reassign": BookingReassigned,
    "issue": BookingIssued,
    "assign": BookingAssigned,
    "prepare": BookingPrepared,
    "tick": BookingNoted,
    "untick": BookingNoted,
    "deviate": BookingNoted,
    "hand_over": BookingNoted,
    "open_work_order": BookingNoted,
    "restore": BookingChanged,
}
"""What is done to a booking wherever it stands; a rule of its own says whether it can be."""
OPEN = frozenset({"needs_info", "pending", "confirmed", "to_rebook", "arrived", "in_service"})
"""States from which something is still to be done for the customer."""
LIVE = frozenset({"needs_info", "pending", "confirmed", "arrived", "in_service", "completed"})
"""States in which a booking holds its lanes; any other has let go of them."""


def legal_moves(status: str) -> list[str]:
    return [move for move, (before, _, _) in MOVES.items() if status in before]


def after(status: str, move: str) -> str:
    """Return the status that *move* leads to.

    Raises:
        IllegalTransition: a booking in *status* cannot make it; ``legal`` lists what it can.
    """
    before, to, _ = MOVES[move]
    if status not in before:
        raise refused(status, move)
    return to or status


def refused(status: str, move: str, **why: Any) -> IllegalTransition:
    """Return the refusal of *move*, with the others that *status* allows; *why* says more."""
    legal = [other for other in legal_moves(status) if other != move]
    return IllegalTransition(status=status, move=move, legal=legal, **why)


def event_of(move: str) -> type[BookingFact]:
    return BESIDE[move] if move in BESIDE else MOVES[move][2]
