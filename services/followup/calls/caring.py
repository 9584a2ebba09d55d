"""Tasks around a booking: planned, moved on and ended by what is heard of it."""

from functools import partial
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.bus.hearing import hears
from common.bus.requests import serves
from common.contracts import booking
from common.contracts import followup as contract
from common.contracts.base import Told
from common.erasing import is_nobody
from common.errors import Stale
from services.followup import chains
from services.followup.domain import passing, wanted_calls
from services.followup.domain.around import Around
from services.followup.domain.caring import Change, Note, cared_for, come_back
from services.followup.domain.customers import known_after
from services.followup.domain.facts import announcements
from services.followup.domain.tasks import Task

AROUND = Around.of(chains.read("around-booking"))
HAND_ON = "hand_on"
MOST_CAMPAIGNS = 100
"""Of so many at once, at most, somebody is called no more."""


class CaringWork:
    """For the service class to inherit, which brings ``store``, ``now``, ``due`` and ``tell``."""

    store: Any
    now: Any
    by: Any
    due: Any
    tell: Any
    _move: Any
    _notice_visit: Any

    @hears(*booking.BEFORE_SERVICE, booking.BookingStarted)
    def follow(self, told: Told) -> None:
        self.care(told)

    @serves(contract.REASSIGN)
    def reassign(self, task_id: str, if_revision: int | None, **wish: Any) -> dict[str, Any]:
        moved: dict[str, Any] = self._move(
            task_id, passing.reassigned, if_revision=if_revision, **wish
        )
        return moved

    @does(HAND_ON)
    def hand_on(self, work: Work) -> None:
        """Give a task to its next owner when the days of the one before are over (CON-3)."""
        now, before = self.now(), self.store.task(work.subject["task_id"])
        after = passing.handed_on(before, now)
        if after is None:
            return
        if not self.store.keep_and(before, after, [], partial(self._plan_hand_on, after)):
            raise Stale(revision=before.revision)

    def care(self, told: Told) -> None:
        """Keep what a fact of a booking means for its tasks; one that was overtaken means nothing.

        It runs within the inbox's transaction: whoever moves a task meanwhile makes it run again.
        """
        note = Note.of(told.data)
        before = self.store.remembered(note.id)
        if before and before.revision >= note.revision:
            return
        self.store.remember(note)
        if is_nobody(told.data["customer"]):
            return  # nobody can be called or told of anything
        self._know(told)
        self._notice_visit(told, note, before)
        now, known = self.now(), self.store.of_booking(note.id)
        for change in cared_for(AROUND, told.type, told.data, before, known, now):
            self._keep_change(change, told)
        for change in wanted_calls.overtaken(known, told.type, told.data, now):
            self._keep_change(change, told)
        if before and not note.arrived_at and note.status != "no_show":
            return  # nobody has come, or come back, by this
        if missed := self.store.missed(note.store_id, note.customer_id):
            others = self.store.bookings_of(note.store_id, note.customer_id)
            for change in come_back(missed, others, now):
                self._keep_change(change, told)

    def _know(self, told: Told) -> None:
        """Remember who books here; who agreed no more is not called about campaigns (CM-11)."""
        fact = told.data
        before = self.store.customer(fact["store_id"], fact["customer"]["id"])
        after = known_after(before, fact)
        if after is None or after == before:
            return
        self.store.keep_customer(after)
        if before and before.marketing and not after.marketing:
            customer, now = (after.store_id, after.customer_id), self.now()
            for task in self.store.standing_of(None, customer, MOST_CAMPAIGNS):
                self._keep_change(Change(task, passing.withdrawn(task, now, "no_consent")), told)

    def _keep_change(self, change: Change, told: Told) -> None:
        before, after = change
        events = announcements(after, self.now(), told.correlation_id)
        if before is None:
            events = self.store.plan(after, events)
            self._plan_hand_on(after)
        elif not self.store.keep(before, after, events):
            raise Stale(revision=before.revision)
        self.tell(after.id, events)

    def _plan_hand_on(self, task: Task) -> None:
        if task.next_owners:
            subject = {"task_id": task.id, "booking_id": task.booking_id}
            work = f"{HAND_ON}:{task.id}:{len(task.next_owners)}"
            self.due.plan(work, HAND_ON, task.due_at, subject)
