"""Which moves whoever asks may make, of those that a booking or an entry can make."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from common.actor import Actor
from common.contracts import booking
from common.contracts.base import Call
from common.contracts.booking import waitlist
from gateway import bus

OF_BOOKING: Mapping[str, Call] = {
    "confirm": booking.RECONFIRM,
    "reschedule": booking.RESCHEDULE,
    "cancel": booking.CANCEL,
    "fail": booking.FAIL,
    "ask_info": booking.ASK_INFO,
    "amend": booking.AMEND,
    "arrive": booking.ARRIVE,
    "start": booking.START,
    "complete": booking.COMPLETE,
    "no_show": booking.NO_SHOW,
    "to_rebook": booking.TO_REBOOK,
    "undo_arrive": booking.UNDO_ARRIVE,
    "undo_no_show": booking.UNDO_NO_SHOW,
}
OF_ENTRY: Mapping[str, Call] = {
    "offer": waitlist.OFFER,
    "accept": waitlist.ACCEPT,
    "decline": waitlist.DECLINE,
    "withdraw": waitlist.WITHDRAW,
}

Moves = list[str]


def own(legal: Moves, calls: Mapping[str, Call], actor: Actor) -> Moves:
    """Return which of the *legal* moves *actor* has the permission for, by the *calls* they are."""
    return [move for move in legal if move in calls and bus.may(actor, calls[move])]


@contextmanager
def refused_with_own(mine: Callable[[Moves], Moves]) -> Iterator[None]:
    """Let a refusal list only those moves that are *mine*, as the answers do.

    Raises:
        IllegalTransition: the thing cannot make that move now.
    """
    try:
        yield
    except booking.IllegalTransition as refused:
        told = {**refused.details, "legal": mine(refused.details.get("legal", []))}
        raise booking.IllegalTransition(**told) from refused
