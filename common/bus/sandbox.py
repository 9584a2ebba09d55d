"""Moving the clock from outside, and knowing when all that became due has been done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider

from common import clock, mongo
from common.bus.bell import Bell
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.bus.outbox import Outbox
from common.bus.publishing import Publisher
from common.bus.requests import serves
from common.contracts import sandbox

LATELY = timedelta(seconds=60)
ANY = "*"


class Quiet:
    """Whether one service has anything left to do; *wake* has it look for what is due."""

    def __init__(self, service: str, outboxes: tuple[str, ...], wake: Callable[[], None]) -> None:
        database = mongo.database(service)
        publisher = Publisher()
        self.clock = clock.clock_of(service)
        self._inbox = Inbox(database["inbox"])
        self._due = DueWork(database["due"])
        self._outboxes = [Outbox(database[name], publisher) for name in outboxes]
        self._wake = wake

    def move(self, now: datetime) -> None:
        """Set the clock to *now*; moved back, whoever looks every few minutes does so from then on.

        Raises:
            Forbidden: the clock is a real one.
        """
        moved = clock.movable(self.clock)
        back = now < moved()
        moved.move(now)
        if back:
            self._due.begin_again(now)
        self._wake()

    def pulse(self) -> dict[str, Any]:
        """Return how much is pending; and where nothing is, what was lately told and heard.

        Raises:
            Forbidden: the clock is a real one.
        """
        now = clock.movable(self.clock)()
        pending = self._inbox.pending() + self._due.pending(now)
        if pending := pending + sum(outbox.pending() for outbox in self._outboxes):
            return {"pending": pending, "told": [], "heard": []}
        since = clock.real() - LATELY
        told = [id_ for outbox in self._outboxes for id_ in outbox.told_since(since)]
        return {"pending": 0, "told": told, "heard": self._inbox.heard_since(since - LATELY)}


class Pulse(DependencyProvider):
    """Inject ``Quiet`` for a service whose promises lie in *outboxes*."""

    bell = Bell()

    def __init__(self, *outboxes: str) -> None:
        self.outboxes = outboxes

    def setup(self) -> None:
        self.quiet = Quiet(self.container.service_name, self.outboxes, self.bell.ring)

    def get_dependency(self, worker_ctx: WorkerContext) -> Quiet:
        return self.quiet


class SandboxCalls:
    """The two sandbox calls, for every service class to inherit; it needs a ``quiet``."""

    quiet: Quiet

    @serves(sandbox.move_clock(ANY))
    def move_clock(self, now: datetime) -> dict[str, Any]:
        self.quiet.move(now)
        return {"now": now.isoformat()}

    @serves(sandbox.pulse(ANY))
    def pulse(self) -> dict[str, Any]:
        return self.quiet.pulse()
