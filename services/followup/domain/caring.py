"""What one fact of a booking means for the tasks around it.

It is decided by where the booking stands, never by which event says so: an event that was
overtaken is left out, and the next one finds everything as it should be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, Self

from common.contracts.booking import BookingReconfirmed
from services.followup.domain.around import ONCE, TIME, Around, Kind
from services.followup.domain.chains import Window
from services.followup.domain.deadlines import end_of_day
from services.followup.domain.machine_calls import by_machine
from services.followup.domain.opening import of_kind
from services.followup.domain.passing import ended, withdrawn
from services.followup.domain.tasks import CUSTOMER, PLANNER, STANDING, Move, Task, moved, state

ON_THE_WAY = ("needs_info", "pending", "confirmed", "to_rebook", "arrived", "in_service",
              "completed")  # fmt: skip
REACHED = "confirmed"


class Change(NamedTuple):
    """A task as it stood, None if it is new, and as it then stands."""

    before: Task | None
    after: Task


@dataclass(frozen=True, slots=True)
class Note:
    """The little that is remembered of each booking after its latest fact."""

    id: str
    revision: int
    status: str
    store_id: str
    customer_id: str
    created_at: datetime
    arrived_at: datetime | None
    number: str = ""

    @classmethod
    def of(cls, fact: dict[str, Any]) -> Self:
        own = {name: fact[name] for name in cls.__dataclass_fields__ if name in fact}
        return cls(**own, id=fact["booking_id"], customer_id=fact["customer"]["id"])


def cared_for(
    around: Around,
    type: str,
    fact: dict[str, Any],
    before: Note | None,
    known: Iterable[Task],
    now: datetime,
) -> Iterator[Change]:
    """Yield what becomes of the tasks *known* of a booking, and which are new.

    *before* is what was remembered of it until this *fact*, which is newer.
    """
    known = [task for task in known if task.kind in around.tasks]
    for task in known:
        if task.stage in STANDING:
            kind = around.kind(task.kind, fact["industry"], fact["care"])
            after = _followed(task, kind, type, fact, now) if kind else task
            if after is not task:
                yield Change(task, after)
    for kind in around.kinds(fact["industry"], fact["care"]):
        if _wanted(kind, fact, before, known) and (new := _planned(around, kind, fact, now)):
            yield Change(None, new)


def come_back(missed: Iterable[Task], others: Iterable[Note], now: datetime) -> Iterator[Change]:
    """Yield the end of no-show tasks whose customer came or booked again (NS-09, NS-10).

    *others* are what is remembered of the same customer's bookings in that store.
    """
    others = sorted(others, key=lambda note: note.created_at)
    for task in missed:
        assert task.start is not None
        for note in others:
            if note.id == task.booking_id:
                continue
            if note.arrived_at and note.arrived_at > task.start:
                outcome = "recovered" if task.next_owners else "came_later"
                yield Change(task, ended(task, now, outcome, note.id))
                break
            if note.created_at > task.start and note.status in ON_THE_WAY:
                yield Change(task, ended(task, now, "rebooked", note.id))
                break


def _followed(task: Task, kind: Kind, type: str, fact: dict[str, Any], now: datetime) -> Task:
    """Return *task* as its booking has left it: over, superseded, or with other details."""
    status = fact["status"]
    if status not in kind.states:
        outcome = kind.ends.get(status)
        return ended(task, now, outcome) if outcome else withdrawn(task, now, status)
    if kind.anew == TIME and not _of_that_time(task, fact):
        return withdrawn(task, now, "superseded")
    asked = now >= (task.call_at or task.opens_at) or state(task, now) != "waiting"
    called = type == BookingReconfirmed.type and asked
    if called and REACHED in task.outcomes:
        return ended(task, now, REACHED)
    details = _details(fact)
    if any(getattr(task, name) != value for name, value in details.items()):
        return replace(moved(task, Move("amend", now, PLANNER)), **details)
    return task


def _wanted(kind: Kind, fact: dict[str, Any], before: Note | None, known: list[Task]) -> bool:
    """Say whether a task of *kind* is to be planned, as far as there was none of it before."""
    if fact["status"] not in kind.states:
        return False
    if kind.channels is not None and fact["channel"] not in kind.channels:
        return False
    same = [task for task in known if task.kind == kind.name]
    if kind.anew == TIME:
        return not any(_of_that_time(task, fact) for task in same)
    if kind.anew == ONCE:
        return not same
    return before is None or before.status not in kind.states


def _of_that_time(task: Task, fact: dict[str, Any]) -> bool:
    """Say whether *task* was planned for the very time that was agreed, and then."""
    return (task.start, task.agreed_at) == (fact["start"], fact["agreed_at"])


def _planned(around: Around, kind: Kind, fact: dict[str, Any], now: datetime) -> Task | None:
    """Return a new task, or None where the visit has begun before anybody could be called."""
    days, at_once = _window(kind, fact, now)
    call_at, days = by_machine(kind, days, fact["start"])
    if kind.before and now >= fact["start"]:
        return None
    task = of_kind(
        around,
        kind,
        days,
        now,
        id=f"{fact['booking_id']}.{kind.name}.{fact['revision']}",
        store_id=fact["store_id"],
        timezone=fact["timezone"],
        booking_id=fact["booking_id"],
        booking_number=fact["number"],
        start=fact["start"],
        agreed_at=fact["agreed_at"],
        call_at=call_at,
        **_details(fact),
    )
    just_told = at_once and fact["created_at"] == fact["agreed_at"]
    if just_told and fact["channel"] in kind.done_if_booked_by:
        return ended(task, now, REACHED)
    return task


def _window(kind: Kind, fact: dict[str, Any], now: datetime) -> tuple[Window, bool]:
    """Return when a task of *kind* is to be done, and whether its usual time has passed."""
    if kind.before:
        return kind.before.window(fact["start"], fact["agreed_at"], fact["timezone"])
    if kind.within:
        return Window(now, max(now, fact["open_from"] or now) + kind.within), False
    return Window(now, end_of_day(now, kind.owners[0].days or 0, fact["timezone"])), False


def _details(fact: dict[str, Any]) -> dict[str, Any]:
    """Return what whoever does the task must know of the booking."""
    return {
        "customer": {key: fact["customer"][key] for key in CUSTOMER if key in fact["customer"]},
        "subject": fact["subject"],
        "items": tuple(fact["items"]),
    }
