"""Doing due work: ``@does("send")`` gets each piece of its kind once."""

import time
from datetime import timedelta
from typing import Any

import eventlet
import structlog
from eventlet import Timeout
from eventlet.semaphore import Semaphore
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from common import clock, metrics, mongo
from common.bus.bell import Bell
from common.bus.due import PATIENCE, DueWork, Work

log = structlog.get_logger(__name__)

AT_ONCE = 16
LOOK_SECONDS = 0.5
GATHER_SECONDS = 0.005
LIMIT_SECONDS = 30
PAUSE_SECONDS = 1.0
LONGEST_WAIT = timedelta(minutes=5)


class DueLoop(SharedExtension, ProviderCollector):
    """Claims what is due while a worker is free to do it."""

    bell = Bell()

    def setup(self) -> None:
        service = self.container.service_name
        self.due = DueWork(mongo.database(service)["due"])
        self.now = clock.clock_of(service)
        self._free = Semaphore(AT_ONCE)
        self._stopping = False

    def start(self) -> None:
        self.container.spawn_managed_thread(self._run)

    def unregister_provider(self, provider: "Does") -> None:
        self._stopping = True
        self.bell.ring()
        super().unregister_provider(provider)

    def _run(self) -> None:
        found: list[Work] = []
        while not self._stopping:
            free = self._all_free(gather=len(found) > 1)
            try:
                found = [] if self._stopping else self._claim(free)
            except Exception as error:
                if not mongo.is_away(error):
                    raise
                found = []
            for _ in range(free - len(found)):
                self._free.release()
            for work in found:
                self._begin(work)
            if not found:
                self.bell.wait(LOOK_SECONDS)

    def _all_free(self, *, gather: bool) -> int:
        """Wait for a free hand; take every one that is free and return how many they are.

        While there is much to do, a claim for some hands costs what one for each would.
        """
        self._free.acquire()
        if gather:
            eventlet.sleep(GATHER_SECONDS)
        free = 1
        while self._free.acquire(blocking=False):
            free += 1
        return free

    def _claim(self, most: int) -> list[Work]:
        kinds = [provider.kind for provider in self._providers]
        return self.due.claim_some(kinds, self.now(), most)

    def _begin(self, work: Work) -> None:
        provider = next(one for one in self._providers if one.kind == work.kind)
        self.container.spawn_worker(
            provider,
            (work,),
            {},
            context_data={"correlation_id": work.subject.get("correlation_id", "")},
            handle_result=lambda _, result, exc_info: self._ended(work, result, exc_info),
        )

    def _ended(self, work: Work, result: Any, exc_info: Any) -> tuple[Any, None]:
        """Cross *work* off, or offer it again."""
        outcome, ends = "unknown", time.monotonic() + LIMIT_SECONDS
        try:
            while outcome == "unknown":
                try:
                    outcome = self._noted(work, result, exc_info)
                except Exception as error:
                    if not mongo.is_away(error):
                        raise
                    if self._stopping or time.monotonic() > ends:
                        # The lease runs out, and somebody does it again: it is safe to repeat.
                        break
                    eventlet.sleep(PAUSE_SECONDS)
        finally:
            self._free.release()
        metrics.DONE.labels(work.kind, outcome).inc()
        log.info("did", kind=work.kind, work_id=work.id, outcome=outcome)
        return result, None

    def _noted(self, work: Work, result: Any, exc_info: Any) -> str:
        """Write down how *work* ended.

        A method may return a moment of business time to be asked again at, or a
        wait in real time.
        """
        if exc_info:
            wait = min(timedelta(seconds=2 ** min(work.attempts, PATIENCE)), LONGEST_WAIT)
            return self.due.failed(work, type(exc_info[1]).__name__, wait)
        if isinstance(result, timedelta):
            self.due.rest(work, result)
            return "rests"
        if result is not None:
            self.due.again(work, result)
            return "again"
        self.due.done(work, clock.real())
        return "ok"


class Does(Entrypoint):
    """Binds one method to one kind of due work."""

    loop = DueLoop()

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__()

    def setup(self) -> None:
        self.loop.register_provider(self)

    def stop(self) -> None:
        self.loop.unregister_provider(self)


does = Does.decorator


class ApartLoop(DueLoop):
    """A loop of its own, for work that waits for strangers: it must keep nothing else waiting."""


class DoesApart(Does):
    """Binds one method to one kind of due work that is done apart from the rest."""

    loop = ApartLoop()


does_apart = DoesApart.decorator


class Every(Entrypoint):
    """A tick on each replica, so its method may only look for work that can be claimed.

    A tick that hangs is given up after *limit* seconds; ticks missed during a stall are not
    made up.
    """

    def __init__(self, seconds: float, limit: float = LIMIT_SECONDS) -> None:
        self.seconds = seconds
        self.limit = limit
        super().__init__()

    def start(self) -> None:
        self._stopping = False
        self.container.spawn_managed_thread(self._run)

    def stop(self) -> None:
        self._stopping = True

    def _run(self) -> None:
        while not self._stopping:
            eventlet.sleep(self.seconds)
            if self._stopping:
                return
            done = eventlet.event.Event()
            context = self.container.spawn_worker(
                self,
                (),
                {},
                handle_result=lambda _, result, __, done=done: (done.send(), (result, None))[1],
            )
            with Timeout(self.limit, False):
                done.wait()
                continue
            log.error("a tick hung and was given up", method=self.method_name)
            if hung := self.container._worker_threads.get(context):
                hung.kill()


every = Every.decorator
