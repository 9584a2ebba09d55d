"""A case: somebody complained, wished or asked; it ends when they have been told (CP-01).

Who cannot answer reports it within two days; who then finds a solution has the customer
told on the same day (FU-06, FU-07).  Being late changes nothing, and is written down.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.contracts.booking import IllegalTransition
from common.errors import Stale
from services.followup.domain.deadlines import end_of_day

REPORT_DAYS = 2
TELL_DAYS = 0

MOVES = {
    "open": ("answer", "report", "solve"),
    "reported": ("answer", "solve"),
    "solved": ("tell",),
    "closed": (),
}
"""What may be done with a case that stands so."""
LEADS_TO = {"answer": "closed", "report": "reported", "solve": "solved", "tell": "closed"}

REFUND = "refund"

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a case, by whom, in whose words; ``in_time`` where it had a limit."""

    move: str
    at: datetime
    by: Person
    words: str
    in_time: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``report_by`` and ``tell_by`` are the first moments at which it is late."""

    id: str
    revision: int
    kind: str
    state: str
    channel: str
    store_id: str
    timezone: str
    customer: dict[str, Any]
    subject: dict[str, Any] | None
    booking_id: str | None
    booking_number: str | None
    from_task_id: str | None
    words: str
    opened_at: datetime
    report_by: datetime
    tell_by: datetime | None = None
    solution: str | None = None
    steps: tuple[Step, ...] = ()


def opened(
    id: str,
    by: Person,
    now: datetime,
    *,
    kind: str,
    channel: str,
    store_id: str,
    timezone: str,
    customer: dict[str, Any],
    subject: dict[str, Any] | None,
    booking_id: str | None,
    booking_number: str | None,
    from_task_id: str | None,
    words: str,
) -> Case:
    """Return what somebody said, word for word, as a case that must be answered (FU-05)."""
    return Case(
        id=id,
        revision=1,
        kind=kind,
        state="open",
        channel=channel,
        store_id=store_id,
        timezone=timezone,
        customer=customer,
        subject=subject,
        booking_id=booking_id,
        booking_number=booking_number,
        from_task_id=from_task_id,
        words=words,
        opened_at=now,
        report_by=end_of_day(now, REPORT_DAYS, timezone),
        steps=(Step("open", now, by, words),),
    )


def moved(
    case: Case, move: str, by: Person, now: datetime, words: str, if_revision: int | None = None
) -> Case:
    """Return *case* after *move*: answered, reported, solved, or the customer told.

    Raises:
        IllegalTransition: it does not stand so.
        Stale: it has moved on since *if_revision*.
    """
    if move not in MOVES[case.state]:
        raise IllegalTransition(
            state=case.state, legal=list(MOVES[case.state]), revision=case.revision
        )
    if if_revision not in (None, case.revision):
        raise Stale(revision=case.revision)
    step = Step(move, now, by, words, in_time=_in_time(case, move, now))
    after = replace(
        case, revision=case.revision + 1, state=LEADS_TO[move], steps=(*case.steps, step)
    )
    if move == "solve":
        return replace(after, solution=words, tell_by=end_of_day(now, TELL_DAYS, case.timezone))
    return replace(after, solution=words) if move == "answer" else after


def refunded(
    case: Case, by: Person, now: datetime, words: str, if_revision: int | None = None
) -> Case:
    """Return *case* with a note that money is on its way back (CP-16); it stands as it stood.

    Raises:
        Stale: it has moved on since *if_revision*.
    """
    if if_revision not in (None, case.revision):
        raise Stale(revision=case.revision)
    step = Step(REFUND, now, by, words)
    return replace(case, revision=case.revision + 1, steps=(*case.steps, step))


def late(case: Case, now: datetime) -> str | None:
    """Return what should have been done by *now*: report or tell; None if nothing."""
    if case.state == "open" and now >= case.report_by:
        return "report"
    if case.state == "solved" and case.tell_by is not None and now >= case.tell_by:
        return "tell"
    return None


def task_of(case: Case) -> str | None:
    """Return the id of the task by which *case* goes on; None once it is nobody's turn."""
    if case.state == "open":
        return f"{case.id}.report"
    return f"{case.id}.tell" if case.state == "solved" else None


def _in_time(case: Case, move: str, now: datetime) -> bool | None:
    limit = case.tell_by if move == "tell" else case.report_by if case.state == "open" else None
    return None if limit is None else now < limit
