"""What the outcome of a task brings beside its own end: cases, files, letters, further calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from common.errors import Invalid
from services.followup.domain import cases, files
from services.followup.domain.around import Around
from services.followup.domain.campaigns import CALL, LETTER_WANTED, Campaign, letter_after
from services.followup.domain.caring import Note
from services.followup.domain.cases import Case
from services.followup.domain.customers import Customer
from services.followup.domain.files import FILED, CustomerFile
from services.followup.domain.notices.notice import Wanted
from services.followup.domain.notices.shops import Shop
from services.followup.domain.opening import within_owners_days
from services.followup.domain.passing import withdrawn
from services.followup.domain.tasks import STANDING, Person, Task, may_do, take

COMPLAINT = "complaint"
CALLS_BACK = "planned_call"
OF_A_CASE = {"answered": "answer", "reported": "report", "told": "tell"}
"""How a case moves when its task ends so."""
ABOUT = ("store_id", "timezone", "booking_id", "booking_number", "customer", "subject")
BY_CALL = "follow_up_call"


@dataclass(frozen=True, slots=True)
class Before:
    """What there is already of what a task is about: ``visits`` are the customer's bookings."""

    case: Case | None = None
    file: CustomerFile | None = None
    shop: Shop | None = None
    customer: Customer | None = None
    visits: tuple[Note, ...] = ()
    campaign: Campaign | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What is to be kept together with the task: new ``tasks``, those that ``ended``, and more.

    ``notices`` are what its customer is to be told.
    """

    tasks: tuple[Task, ...] = ()
    ended: tuple[Task, ...] = ()
    case: Case | None = None
    file: CustomerFile | None = None
    notices: tuple[Wanted, ...] = ()


def consequences(
    chain: Around,
    task: Task,
    before: Before,
    now: datetime,
    *,
    case: Mapping[str, Any] | None = None,
    file: Mapping[str, Any] | None = None,
    next_call: Mapping[str, Any] | None = None,
) -> Consequences:
    """Return what the outcome just recorded of *task* brings, with what was said beside it.

    Raises:
        Invalid: what must be said is not, or is said where nobody asks; every fault at once.
    """
    if task.outcome is None:
        _refuse(case=case, file=file, next_call=next_call)
        return Consequences()
    if task.outcome.outcome == FILED:
        _refuse(case=case)
        return _filed(chain, task, before.file, now, file or {}, next_call)
    _refuse(file=file, next_call=next_call)
    if before.case is not None:
        _refuse(case=case)
        return _case_moved(chain, task, before.case, now)
    if (task.kind, task.outcome.outcome) == (CALL, LETTER_WANTED):
        return Consequences(tasks=(letter_after(task, chain, now),))
    if task.outcome.outcome == COMPLAINT or case:
        said = case or {"kind": COMPLAINT, "words": task.outcome.notes, "answer": None}
        return _case_opened(chain, task, now, said)
    return Consequences()


def opened_case(
    chain: Around, case: Case, by: Person, now: datetime, answer: str | None
) -> Consequences:
    """Return a new *case*: closed if it could be answered at once, else with its task (FU-06).

    The task is *by*'s who heard it, as far as people of their role do such tasks.
    """
    if answer is not None:
        return Consequences(case=cases.moved(case, "answer", by, now, answer))
    task = _task_of(chain, "case_report", case, case.words, now)
    if may_do(task, by):
        task = take(task, by, now)
    return Consequences(tasks=(task,), case=case)


def solved_case(chain: Around, case: Case, known: Task | None, now: datetime) -> Consequences:
    """Return a *case* just solved: its report is wanted no more, the customer is to be told."""
    tell = _task_of(chain, "case_tell", case, f"{case.words}\n{case.solution}", now)
    ended = (withdrawn(known, now, case.state),) if known and known.stage in STANDING else ()
    return Consequences(tasks=(tell,), ended=ended, case=case)


def _case_opened(chain: Around, task: Task, now: datetime, said: Mapping[str, Any]) -> Consequences:
    assert task.outcome is not None
    if not said["words"]:
        raise Invalid.of(notes="is missing")
    by = task.outcome.by
    new = cases.opened(
        f"{task.id}.{task.revision}",
        by,
        now,
        kind=said["kind"],
        channel=BY_CALL,
        **_about(task),
        from_task_id=task.id,
        words=said["words"],
    )
    return opened_case(chain, new, by, now, said["answer"])


def _case_moved(chain: Around, task: Task, case: Case, now: datetime) -> Consequences:
    assert task.outcome is not None
    said = task.outcome
    move = OF_A_CASE.get(said.outcome)
    if move is None:
        return Consequences()
    if move != "tell" and not said.notes:
        raise Invalid.of(notes="is missing")
    return Consequences(case=cases.moved(case, move, said.by, now, said.notes))


def _filed(
    chain: Around,
    task: Task,
    before: CustomerFile | None,
    now: datetime,
    told: Mapping[str, Any],
    next_call: Mapping[str, Any] | None,
) -> Consequences:
    assert task.outcome is not None
    faults: dict[str, list[str]] = {}
    made = None
    try:
        made = files.filed(task, before, told, task.outcome.by, now)
    except Invalid as refusal:
        faults |= refusal.details["fields"]
    if next_call is None:
        faults["next_call"] = ["is missing"]
    elif next_call["at"] <= now:
        faults["next_call.at"] = ["is in the past"]
    if faults or next_call is None:
        raise Invalid(fields=faults)
    call = within_owners_days(
        chain,
        CALLS_BACK,
        now,
        since=next_call["at"],
        id=f"{task.booking_id}.{CALLS_BACK}",
        **_about(task),
        items=task.items,
        brief=next_call["content"],
    )
    return Consequences(tasks=(call,), file=made)


def _task_of(chain: Around, kind: str, case: Case, brief: str, now: datetime) -> Task:
    name = cases.task_of(case)
    assert name is not None
    return within_owners_days(
        chain,
        kind,
        now,
        id=name,
        **_about(case),
        items=(),
        brief=brief,
        case_id=case.id,
    )


def _about(one: Task | Case) -> dict[str, Any]:
    """Return whom and what a task or case is about: what comes of it is about the same."""
    return {name: getattr(one, name) for name in ABOUT}


def _refuse(**said: Any) -> None:
    """Refuse what is *said* where nobody asks for it."""
    if faults := {name: ["is not asked for here"] for name, value in said.items() if value}:
        raise Invalid(fields=faults)
