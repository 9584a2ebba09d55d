"""Keeping what an outcome brings: in one transaction with the task, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.errors import Stale
from services.followup import chains
from services.followup.domain.around import Around
from services.followup.domain.consequences import Before, Consequences
from services.followup.domain.facts import announcements
from services.followup.domain.files import KIND as FILE
from services.followup.domain.files import file_id
from services.followup.domain.tasks import Task

BESIDE = Around.of(chains.read("beside-booking"))


class Following:
    """For the service class to inherit, which brings ``store``, ``by``, ``tell``."""

    store: Any
    by: Any
    tell: Any
    _plan_hand_on: Any
    _notice: Any

    def _before(self, task: Task) -> Before:
        """Read what there is already of what *task* is about."""
        store_id, customer_id, files = task.store_id, task.customer["id"], task.kind == FILE
        return Before(
            case=self.store.case(task.case_id) if task.case_id else None,
            file=self.store.file(file_id(task)) if files else None,
            shop=self.store.shop(store_id),
            customer=self.store.customer(store_id, customer_id),
            campaign=self.store.campaign(task.campaign_id) if task.campaign_id else None,
            visits=tuple(self.store.bookings_of(store_id, customer_id)) if files else (),
        )

    def _keep_together(
        self, before: Before, made: Consequences, now: datetime, correlation_id: str
    ) -> Callable[[], None]:
        """Keep what was *made*; return what is to be done once that is committed: telling.

        Raises:
            Stale: one of them is no longer as it was *before*.
        """
        if made.case is not None:
            self.store.keep_case(before.case, made.case)
        if made.file is not None:
            self.store.keep_file(before.file, made.file)
        told = [(task, self._planned(task, now, correlation_id)) for task in made.tasks]
        told += [(task, self._ended(task, now, correlation_id)) for task in made.ended]
        noticed = [self._notice(one, before.shop, correlation_id) for one in made.notices]

        def tell() -> None:
            for tell_notice in noticed:
                tell_notice()
            for task, events in told:
                self.tell(task.id, events)

        return tell

    def _planned(self, task: Task, now: datetime, correlation_id: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = announcements(task, now, correlation_id)
        events = self.store.plan(task, events)
        self._plan_hand_on(task)
        return events

    def _ended(self, task: Task, now: datetime, correlation_id: str) -> list[dict[str, Any]]:
        events = announcements(task, now, correlation_id)
        before = replace(task, revision=task.revision - 1)
        if not self.store.keep(before, task, events):
            raise Stale(revision=before.revision)
        return events
