"""Whom to call back because nobody took their call (CH-02)."""

from datetime import datetime
from typing import Any

from services.followup.domain.around import EVERY_TRADE, Around
from services.followup.domain.chains import Window
from services.followup.domain.opening import of_kind
from services.followup.domain.tasks import Task

KIND = "missed_call"


def to_call_back(
    around: Around,
    id: str,
    store_id: str,
    customer: dict[str, Any],
    at: datetime,
    there: dict[str, Any],
    now: datetime,
) -> Task:
    """Return the task to call *customer*, who called *at* and found nobody.

    *there* says from when on somebody is in the store: it is due so long after.
    """
    kind = around.kind(KIND, EVERY_TRADE, there["care"])
    assert kind is not None
    assert kind.within is not None
    return of_kind(
        around,
        kind,
        Window(now, max(at, there["open_from"]) + kind.within),
        now,
        id=f"{KIND}.{id}",
        store_id=store_id,
        timezone=there["timezone"],
        booking_id=None,
        booking_number=None,
        customer=customer,
        subject=None,
        items=(),
        start=at,
    )
