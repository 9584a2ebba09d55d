"""Moves a broadcast and plans what follows, together: asked over the bus or by an operator."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from common.bus.due import DueWork
from services.notification.domain.broadcasts import broadcast as rules
from services.notification.domain.broadcasts.broadcast import Broadcast, Person
from services.notification.store import NotificationStore

LIST, RELEASE, CALL_OFF = "list_audience", "release", "call_off"


class Broadcaster:
    """A move and the work that it asks for are one transaction: nothing runs that nobody drives."""

    def __init__(self, store: NotificationStore, due: DueWork, now: Callable[[], datetime]) -> None:
        self._store = store
        self._due = due
        self._now = now

    def count(self, before: Broadcast, after: Broadcast) -> Broadcast:
        """Keep *after*, which is being counted, and have its recipients written down."""
        return self._keep_and(before, after, lambda: self.plan_page(after, None))

    def start(self, before: Broadcast, by: Person, if_revision: int | None) -> Broadcast:
        """Have recipients written to when the time to undo it is over."""
        after = rules.started(before, by, self._now(), if_revision)
        return self._keep_and(before, after, lambda: self._plan_release(after))

    def pause(self, before: Broadcast, by: Person, if_revision: int | None = None) -> Broadcast:
        after = rules.paused(before, by, self._now(), if_revision)
        return self._keep_and(before, after, lambda: None)

    def resume(self, before: Broadcast, by: Person, if_revision: int | None = None) -> Broadcast:
        after = rules.resumed(before, by, self._now(), if_revision)
        return self._keep_and(before, after, lambda: self._plan_release(after))

    def stop(
        self, before: Broadcast, by: Person, reason: str, if_revision: int | None = None
    ) -> Broadcast:
        """Release nobody any more, and withdraw what is released and not begun."""
        after = rules.stopped(before, by, self._now(), reason, if_revision)
        return self._keep_and(before, after, lambda: self.plan_call_off(after.id, ""))

    def plan_page(self, broadcast: Broadcast, after: str | None) -> None:
        """Plan that the recipients who come *after* a customer are written down."""
        subject = {"broadcast_id": broadcast.id, "listing": broadcast.listing, "after": after}
        id = f"{LIST}:{broadcast.recipients}:{after or ''}"
        self._due.plan(id, LIST, self._now(), subject)

    def plan_call_off(self, broadcast_id: str, part: str) -> None:
        """Plan that what is released and not begun is withdrawn; *part* tells pages apart."""
        subject = {"broadcast_id": broadcast_id}
        self._due.plan(f"{CALL_OFF}:{broadcast_id}:{part}", CALL_OFF, self._now(), subject)

    def _plan_release(self, broadcast: Broadcast) -> None:
        now = self._now()
        at = max(now, broadcast.starts_at or now)
        subject: dict[str, Any] = {"broadcast_id": broadcast.id, "run": broadcast.run}
        self._due.plan(f"{RELEASE}:{broadcast.id}:{broadcast.run}", RELEASE, at, subject)

    def _keep_and(self, before: Broadcast, after: Broadcast, plan: Callable[[], None]) -> Broadcast:
        def keep() -> None:
            self._store.keep_broadcast(before, after)
            plan()

        self._store.as_one(keep)
        return after
