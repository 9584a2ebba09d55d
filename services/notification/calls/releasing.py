"""Broadcasts as they go out: released at the rate, or called off."""

from datetime import datetime
from typing import Any

from common.bus.doing import does
from common.bus.due import Work
from common.context import service_actor
from common.contracts import notification as contract
from common.errors import Stale
from services.notification.broadcaster import CALL_OFF, RELEASE
from services.notification.calls.broadcasting import Broadcasting
from services.notification.domain.broadcasts import broadcast, releasing
from services.notification.domain.broadcasts.audience import Recipient
from services.notification.domain.broadcasts.broadcast import RUNNING, Broadcast
from services.notification.domain.messages import Verdict

CALLED_OFF = 200


class Releasing(Broadcasting):
    """For the service class to inherit; ``broadcaster`` moves broadcasts."""

    _intend: Any
    _settle: Any

    @does(RELEASE)
    def release(self, work: Work) -> datetime | None:
        """Let some of those who wait have their message; return when the next are due.

        The message is kept and its sending planned before they count as released.  What was
        done in part is done again: it is the same messages.
        """
        of, now = self.store.broadcast(work.subject["broadcast_id"]), self.now()
        if of.state != RUNNING or of.run != work.subject["run"]:
            return None
        if now < of.starts_at:
            begins: datetime = of.starts_at
            return begins
        unsent = self.store.count_unsent(of.id)
        if releasing.is_over(of, now):
            return self._finished(of, unsent, now)
        lot = releasing.lot(of, unsent, now)
        people = self.store.waiting_for(of.recipients, lot.stores, lot.size) if lot.size else []
        self._release(of, people, now)
        if people or lot.size == 0:
            return now + lot.wait
        if self.store.count_waiting(of.recipients):
            return releasing.wakes_at(of, now) or now + lot.wait
        if of.by_call:
            unsent = self.store.count_calls_on(of.id)
        return self._finished(of, unsent, now)

    @does(CALL_OFF)
    def call_off(self, work: Work) -> None:
        """Withdraw what was released of a broadcast that was stopped, a page at a time."""
        page = self.store.pending_of(work.subject["broadcast_id"], CALLED_OFF)
        for message in page:
            self._settle(message, Verdict("suppressed", "broadcast_stopped"))
        if page:
            self.broadcaster.plan_call_off(work.subject["broadcast_id"], page[-1].id)

    def _release(self, of: Broadcast, people: list[Recipient], now: datetime) -> None:
        messages = releasing.messages_for(of, people, now)
        self._intend(*messages)
        self.store.note_released(of.recipients, people, now)

    def _finished(self, of: Broadcast, unsent: int, now: datetime) -> datetime | None:
        """End a broadcast that nobody waits for any more, once the last is handed over.

        Calls have to end, as some are made again: until then it can be stopped.
        """
        if unsent:
            return now + releasing.LOOK_AGAIN
        us = service_actor(contract.SERVICE).as_json()
        try:
            self.store.keep_broadcast(of, broadcast.finished(of, us, now))
        except Stale:
            return now  # it was moved meanwhile: whoever moved it says what is next
        return None
