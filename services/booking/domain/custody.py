"""Who has the slip of a booking: it goes from hand to hand, and each hand is written down.

CR writes it, it waits on the advisers' board, its adviser takes it; changed or missed it
goes back to CR, who issue it again (FM-03, NS-07).  Moves of the booking carry it along.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from common.contracts.booking import IllegalTransition
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store

CR, BOARD, ADVISOR, FILED = "cr", "board", "advisor", "filed"
BY_HAND = {CR: (BOARD, ADVISOR), BOARD: (ADVISOR, CR), ADVISOR: (CR,), FILED: ()}
BACK_TO_CR = frozenset({"to_rebook", "no_show"})
FILING = frozenset({"cancel", "fail", "complete"})


def opened(booking: Booking, by: str, now: datetime) -> Booking:
    """Return a new *booking* with its slip: on the board, or with its adviser the same day."""
    return _issued(_passed(booking, CR, by, now, "create"), by, now, "create")


def carried(move: str, booking: Booking, by: str, now: datetime) -> Booking:
    """Return *booking*, which has just made *move*, with its slip where it belongs now."""
    if booking.slip is None:
        booking = _passed(booking, CR, by, now, move)
    holder = _holder(booking)
    if move in BACK_TO_CR:
        return _passed(booking, CR, by, now, move)
    if move in FILING:
        return _passed(booking, FILED, by, now, move)
    if move == "reschedule":  # CR books again (CX-08)
        return _issued(_passed(booking, CR, by, now, move), by, now, move)
    if move == "undo_no_show" or (move == "arrive" and holder == BOARD):
        return _to_advisor(booking, by, now, move)
    if move == "assign" and holder == ADVISOR:
        return _passed(booking, ADVISOR, by, now, move)
    if move == "assign" and holder == CR and booking.claims:
        return _issued(booking, by, now, move)
    return booking


def handed_over(booking: Booking, to: str, reason: str, by: str, now: datetime) -> Booking:
    """Return *booking* with its slip handed over to *to*.

    Raises:
        IllegalTransition: it does not go there from where it is, or nobody is there to take
            it; ``legal`` says where it can go.
    """
    holder = _holder(booking)
    legal = [one for one in BY_HAND.get(holder, ()) if one != ADVISOR or booking.advisor]
    if to not in legal:
        raise IllegalTransition(status=holder, move="hand_over", legal=legal)
    handed = _passed(booking, to, by, now, reason)
    return replace(handed, revision=booking.revision + 1)


def outline(booking: Booking) -> dict[str, Any] | None:
    """Return who has the slip and how often it was given out, None where none is written."""
    slip = booking.slip
    return slip and {name: slip[name] for name in ("holder", "advisor", "issued")}


def as_read(store: Store, booking: Booking) -> dict[str, Any]:
    """Return the slip of *booking* with its log, in the store's time."""
    slip = booking.slip or {"holder": None, "advisor": None, "issued": 0, "log": []}
    return {
        "booking_id": booking.id,
        "number": booking.number,
        "revision": booking.revision,
        "start": store.local(booking.start).isoformat(),
        "priority": booking.entitlements["priority"]["state"] == "granted",
        "responsible_sa": booking.advisor,
        **slip,
        "log": [{**line, "at": store.local(line["at"]).isoformat()} for line in slip["log"]],
    }


def _holder(booking: Booking) -> str:
    return booking.slip["holder"] if booking.slip else ""


def _issued(booking: Booking, by: str, now: datetime, reason: str) -> Booking:
    """Return *booking* with its slip given out: of the same day past the board (BK-12, BK-13)."""
    if booking.flags.get("same_day"):
        return _to_advisor(booking, by, now, reason)
    return _passed(booking, BOARD, by, now, reason) if booking.advisor else booking


def _to_advisor(booking: Booking, by: str, now: datetime, reason: str) -> Booking:
    return _passed(booking, ADVISOR, by, now, reason) if booking.advisor else booking


def _passed(booking: Booking, to: str, by: str, now: datetime, reason: str) -> Booking:
    """Return *booking* with one more line in the log of its slip, none if it stays in its hands."""
    slip: dict[str, Any] = booking.slip or {"holder": "", "advisor": None, "issued": 0, "log": []}
    advisor = booking.advisor["id"] if to == ADVISOR and booking.advisor else None
    if (slip["holder"], slip["advisor"]) == (to, advisor):
        return booking
    given_out = slip["holder"] == CR and to in (BOARD, ADVISOR)
    line = {"at": now, "by": by, "holder": to, "advisor": advisor, "reason": reason}
    passed = {
        "holder": to,
        "advisor": advisor,
        "issued": slip["issued"] + given_out,
        "log": [*slip["log"], line],
    }
    return replace(booking, slip=passed)
