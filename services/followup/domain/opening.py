"""A new task of a kind: whose it is, how often it is tried, how it may end."""

from datetime import datetime
from typing import Any

from services.followup.domain.around import EVERY_TRADE, HUMAN, Around, Kind
from services.followup.domain.chains import Window
from services.followup.domain.deadlines import end_of_day
from services.followup.domain.tasks import PLANNER, Move, Task


def of_kind(chain: Around, kind: Kind, days: Window, now: datetime, **about: Any) -> Task:
    """Return a task of *kind* to be done within *days*, with all that *about* says of it."""
    first, *later = kind.owners
    return Task(
        revision=1,
        kind=kind.name,
        chain=chain.label,
        stage="planned",
        opens_at=days.opens_at,
        due_at=days.due_at,
        patience=kind.attempts,
        pause_minutes=int(kind.pause.total_seconds() // 60),
        owner=first.role,
        accountable=first.accountable,
        next_owners=tuple(
            {"role": one.role, "accountable": one.accountable, "days": one.days} for one in later
        ),
        by=kind.by,
        outcomes=kind.outcomes,
        answers=dict(kind.answers),
        history=(Move("plan", now, PLANNER, notes=_not_yet(kind)),),
        **about,
    )


def within_owners_days(
    chain: Around, name: str, now: datetime, *, since: datetime | None = None, **about: Any
) -> Task:
    """Return a task called *name*, open from *since* on (now, if None), for its owner's days."""
    kind = chain.kind(name, EVERY_TRADE, {})
    assert kind is not None
    opens = since or now
    due = end_of_day(opens, kind.owners[0].days or 0, about["timezone"])
    return of_kind(chain, kind, Window(opens, due), now, **about)


def soon(chain: Around, name: str, now: datetime, **about: Any) -> Task:
    """Return a task called *name* that is open now and due so many minutes later."""
    kind = chain.kind(name, EVERY_TRADE, {})
    assert kind is not None
    assert kind.within is not None
    return of_kind(chain, kind, Window(now, now + kind.within), now, **about)


def _not_yet(kind: Kind) -> str:
    """Return what is to be noted where a store wants something else than a person's call.

    Only what is due before a visit is called by machine; the rest a person does.
    """
    if kind.mode == HUMAN:
        return ""
    return kind.mode if kind.before else f"{kind.mode}: {HUMAN}"
