"""Customers whom only a person can reach, or who asked for one: each becomes a task once."""

from typing import Any

from common.bus.hearing import hears
from common.contracts import notification
from common.contracts.base import Told
from services.followup.calls.following import BESIDE
from services.followup.domain.facts import announcements
from services.followup.domain.wanted_calls import CALLED_ABOUT, wanted


class AnsweringWishes:
    """For the service class to inherit, which brings ``store``, ``now`` and ``tell``."""

    store: Any
    now: Any
    tell: Any

    @hears(notification.CallWanted)
    def want_call(self, told: Told) -> None:
        """Have somebody call, unless the booking has gone elsewhere meanwhile."""
        fact, now = told.data, self.now()
        note = self.store.remembered(fact["booking_id"])
        if note and note.status not in CALLED_ABOUT:
            return
        task = wanted(BESIDE, fact, self.store.of_booking(fact["booking_id"]), now)
        if task is not None:
            events = announcements(task, now, told.correlation_id)
            self.tell(task.id, self.store.plan(task, events))
