"""The place that is held while a customer reads what they are about to order: one at a time."""

from datetime import datetime
from typing import Any

from common.contracts.booking import GET_HOLD, HOLD, RELEASE_HOLD, HoldExpired, SlotTaken
from common.errors import NotFound
from gateway.bus import call
from gateway.parts import parts

HELD = "held"


def hold(customer_id: str, **wish: Any) -> dict[str, Any]:
    """Hold the place of *wish* for a customer, and let go of the one they had before (PO-08).

    Raises:
        SlotTaken: others have it; the one before is let go of too.
        HoldExpired: it was held for this very request, and is not any more.
    """
    places = parts().accounts
    try:
        made = call(HOLD, **wish)
    except SlotTaken:
        before = places.take_place(customer_id)
        if before is None:
            raise
        _let_go(before)  # it may have been theirs
        made = call(HOLD, **wish)
    held: dict[str, Any] = made["hold"]
    if made["replayed"]:
        if held["state"] != HELD:
            raise HoldExpired(until=held["expires_at"])
        return held
    ends = datetime.fromisoformat(held["expires_at"])
    before = places.swap_place(customer_id, held["id"], ends)
    if before:
        _let_go(before)
    return held


def _let_go(hold_id: str) -> None:
    """Let go of a place, unless an order keeps it by now or it is gone already."""
    try:
        held = call(GET_HOLD, hold_id=hold_id)
        if held["state"] == HELD and not held["extended"]:
            call(RELEASE_HOLD, hold_id=hold_id)
    except (NotFound, HoldExpired):
        return
