"""Whom to call back because nobody took their call (CH-02)."""

from datetime import datetime
from typing import Any

from services.followup.domain.around import EVERY_TRADE, Around
from services.followup.domain.tasks import PLANNER, Move, Task

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
    first = kind.owners[0]
    return Task(
        id=f"{KIND}.{id}",
        revision=1,
        kind=KIND,
        chain=around.label,
        stage="planned",
        store_id=store_id,
        timezone=there["timezone"],
        booking_id=None,
        booking_number=None,
        customer=customer,
        subject=None,
        items=(),
        start=at,
        opens_at=now,
        due_at=max(at, there["open_from"]) + kind.within,
        patience=kind.attempts,
        pause_minutes=int(kind.pause.total_seconds() // 60),
        owner=first.role,
        accountable=first.accountable,
        by=kind.by,
        outcomes=kind.outcomes,
        history=(Move("plan", now, PLANNER),),
    )
