"""Followup's entrypoints: ask the store, apply a rule, keep the outcome."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from common.bus.erasing import PersonCalls
from common.bus.hearing import hears
from common.bus.providers import Asks, By, Heard, Now, Planned, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.retaining import RetentionCalls
from common.bus.sandbox import Pulse, SandboxCalls
from common.context import service_actor
from common.contracts import booking
from common.contracts import followup as contract
from common.contracts.base import Told
from common.contracts.booking import BookingCompleted
from common.erasing import is_nobody
from common.errors import NotFound, Stale
from services.followup import chains
from services.followup.calls.answering import AnsweringWork
from services.followup.calls.answering_texts import AnsweringTexts
from services.followup.calls.answering_wishes import AnsweringWishes
from services.followup.calls.campaigning import Campaigning
from services.followup.calls.caring import CaringWork
from services.followup.calls.erasing import ErasingCustomers
from services.followup.calls.filing import Filing
from services.followup.calls.following import BESIDE, Following
from services.followup.calls.handling_cases import HandlingCases
from services.followup.calls.missing import MissingCalls
from services.followup.calls.noticing import Noticing
from services.followup.calls.rating import RatingVisits
from services.followup.calls.retaining import RetainingWork
from services.followup.calls.standing_in import StandingIn
from services.followup.documents import as_cursor, as_place, as_reply
from services.followup.domain import tasks
from services.followup.domain.chains import Chain
from services.followup.domain.consequences import Before, Consequences, consequences
from services.followup.domain.facts import announcements, fact
from services.followup.domain.notices.outcomes import told_of_task
from services.followup.domain.substitution import acted_for
from services.followup.domain.tasks import Task
from services.followup.store import FollowupStore
from services.followup.store.erasing import FollowupPersons
from services.followup.store.retaining import FollowupRetention

AFTER_VISIT = Chain.of(chains.read("after-visit"))
TRIES = 5


class FollowupService(
    CaringWork,
    AnsweringWork,
    AnsweringTexts,
    AnsweringWishes,
    Following,
    MissingCalls,
    HandlingCases,
    Filing,
    Campaigning,
    StandingIn,
    Noticing,
    RatingVisits,
    ErasingCustomers,
    RetainingWork,
    PersonCalls,
    RetentionCalls,
    SandboxCalls,
):
    """Tasks around a booking and after a visit: planned by facts, taken and recorded by people."""

    name = contract.SERVICE

    store = Store(FollowupStore)
    persons = Store(FollowupPersons)
    letting_go = Store(FollowupRetention)
    now = Now()
    by = By()
    trace = Trace()
    inbox = Heard()
    due = Planned()
    ask = Asks()
    tell = Tells("tasks")
    tell_notices = Tells("notices")
    tell_erasures = Tells("erasures")
    quiet = Pulse("tasks", "notices", "erasures")

    @serves(contract.LIST)
    def list_tasks(
        self,
        store_id: str | None,
        state: str | None,
        booking_id: str | None,
        cursor: str | None,
        limit: int,
        kind: str | None = None,
        owner: str | None = None,
        due_before: datetime | None = None,
        overdue: bool | None = None,
        mine: bool = False,
        case_id: str | None = None,
        campaign_id: str | None = None,
    ) -> dict[str, Any]:
        now = self.now()
        acts_for = self._acts_for(now)
        page, end = self.store.queue(
            now,
            stores=self._stores(store_id),
            state=state,
            booking_id=booking_id,
            kind=kind,
            owner=owner,
            due_before=due_before,
            overdue=overdue,
            case_id=case_id,
            campaign_id=campaign_id,
            holders=(self.by.id, *acts_for) if mine else None,
            after=as_place(cursor) if cursor else None,
            limit=limit,
        )
        return {
            "tasks": [as_reply(task, now, self.by, acts_for) for task in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.GET)
    def get(self, task_id: str) -> dict[str, Any]:
        return self._shown(self._seen(task_id), self.now())

    @serves(contract.TAKE)
    def take(self, task_id: str, if_revision: int | None) -> dict[str, Any]:
        return self._move(task_id, tasks.take, if_revision=if_revision)

    @serves(contract.RECORD)
    def record(
        self,
        task_id: str,
        if_revision: int | None,
        outcome: str,
        notes: str,
        agenda: list[str],
        recommended_booking: bool | None,
        expected_at: datetime | None = None,
        reason: str | None = None,
        case: dict[str, Any] | None = None,
        file: dict[str, Any] | None = None,
        next_call: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        return self._move(
            task_id,
            tasks.record,
            {"case": case, "file": file, "next_call": next_call},
            if_revision=if_revision,
            outcome=outcome,
            notes=notes,
            agenda=agenda,
            recommended_booking=recommended_booking,
            expected_at=expected_at,
            reason=reason,
        )

    @serves(contract.EXPORT)
    def export(self, after: str | None, limit: int) -> dict[str, Any]:
        now = self.now()
        page = self.store.export(after, limit)
        return {
            "facts": [fact(task, now) for task in page],
            "next_after": page[-1].id if len(page) == limit else None,
        }

    @hears(BookingCompleted)
    def plan_first_call(self, told: Told) -> None:
        if not is_nobody(told.data["customer"]):
            now = self.now()
            task = tasks.first_call(AFTER_VISIT, told.data, now)
            events = announcements(task, now, told.correlation_id)
            self.tell(task.id, self.store.plan(task, events))
        self.care(told)

    def there(self, store_id: str, at: datetime) -> dict[str, Any]:
        """Ask booking for the zone of a store, what it says of tasks, and when somebody is there.

        Raises:
            NotFound: there is no such store.
            Unavailable: booking does not answer.
        """
        us = service_actor(
            contract.SERVICE, booking.OPENING.needs, correlation_id=self.by.correlation_id
        )
        told = self.ask(booking.OPENING, us, store_id=store_id, at=at.isoformat())
        there: dict[str, Any] = booking.OPENING.reply().load(told)
        return there

    def _acts_for(self, now: datetime) -> tuple[str, ...]:
        known = self.store.substitutions_by(self.by.id, now)
        return acted_for(self.by.id, known, now)

    def _me(self, now: datetime) -> dict[str, Any]:
        """Return who asks, with those for whom they stand in (RL-12)."""
        return {**self.by.as_json(), tasks.ACTS_FOR: self._acts_for(now)}

    def _shown(self, task: Task, now: datetime) -> dict[str, Any]:
        return as_reply(task, now, self.by, self._acts_for(now))

    def _seen(self, task_id: str) -> Task:
        task: Task = self.store.task(task_id)
        if not self.by.sees(task.store_id):
            raise NotFound(what="task", id=task_id)
        return task

    def _stores(self, store_id: str | None) -> frozenset[str] | None:
        """Return the stores to look into; None is every one."""
        if store_id is not None:
            self.by.must_see(store_id)
            return frozenset({store_id})
        return None if self.by.everywhere else self.by.stores

    def _move(
        self,
        task_id: str,
        rule: Callable[..., Task],
        beside: dict[str, Any] | None = None,
        **wish: Any,
    ) -> dict[str, Any]:
        """Apply *rule* to the task as it stands; whoever is overtaken decides again.

        *beside* is what was said with an outcome, for the case, file or call that it brings.
        """
        for _ in range(TRIES):
            before, now = self._seen(task_id), self.now()
            me = self._me(now)
            task = rule(before, me, now, **wish)
            if self._kept(before, task, now, beside):
                return as_reply(task, now, self.by, me[tasks.ACTS_FOR])
        raise Stale(revision=before.revision)

    def _kept(self, before: Task, task: Task, now: datetime, beside: dict[str, Any] | None) -> bool:
        """Keep *task* with all that it brings, and tell of it; say whether nobody was faster."""
        events = announcements(task, now, self.by.correlation_id)
        known = self._before(task) if beside else Before()
        made = Consequences()
        if beside:
            made = consequences(BESIDE, task, known, now, **beside)
            made = told_of_task(task, made, known, BESIDE)
        alone = made == Consequences() and task.answer is None
        tell: Callable[[], None] | None = None

        def also() -> None:
            nonlocal tell
            tell = self._keep_together(known, made, now, self.by.correlation_id)
            if task.answer is not None:
                self._plan_answer(task)

        try:
            if alone:
                kept = self.store.keep(before, task, events)
            else:
                kept = self.store.keep_and(before, task, events, also)
        except Stale:
            return False
        if not kept:
            return False
        self.tell(task.id, events)
        if tell:
            tell()
        return True
