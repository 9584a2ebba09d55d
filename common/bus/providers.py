"""What nameko hands a worker: its store, the time, who asks, and ways to plan and tell."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import uniform
from typing import Any

import eventlet
import structlog
from nameko.containers import WorkerContext
from nameko.extensions import DependencyProvider
from pymongo.collection import Collection
from pymongo.database import Database

from common import clock, mongo
from common.actor import Actor
from common.bus.bell import Bell
from common.bus.client import RpcClient
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.bus.outbox import Outbox, Promise
from common.bus.publishing import Publisher, Unroutable
from common.config import Settings, settings
from common.errors import Unavailable

log = structlog.get_logger(__name__)

BATCH = 100
GATHER_SECONDS = 0.1
"""Each batch makes the broker sync its disk, for which the database's own syncs wait."""
SWEEP_SECONDS = 1.0
BACK_OFF_SECONDS = 1.0
PRUNE_SECONDS = 3 * 3600


def patiently(act: Callable[[], None]) -> None:
    """Do *act* when the database is there: a process that starts before it waits for it."""
    while True:
        try:
            act()
            return
        except Exception as error:
            if not mongo.is_away(error):
                raise
            log.warning("the database is away")
            eventlet.sleep(BACK_OFF_SECONDS)


class Store(DependencyProvider):
    """Inject ``make(database)``, the database being the service's own, its indexes in place."""

    def __init__(self, make: Callable[[Database[dict[str, Any]]], Any]) -> None:
        self.make = make

    def setup(self) -> None:
        self.store = self.make(mongo.database(self.container.service_name))
        patiently(self.store.ensure_indexes)

    def get_dependency(self, worker_ctx: WorkerContext) -> Any:
        return self.store


class Now(DependencyProvider):
    """Inject ``now()``: business time."""

    def setup(self) -> None:
        self.clock = clock.clock_of(self.container.service_name)

    def get_dependency(self, worker_ctx: WorkerContext) -> Callable[[], datetime]:
        return self.clock


class Config(DependencyProvider):
    def get_dependency(self, worker_ctx: WorkerContext) -> Settings:
        return settings()


class By(DependencyProvider):
    """Inject the actor whose signed context came with the call."""

    def get_dependency(self, worker_ctx: WorkerContext) -> Actor | None:
        return worker_ctx.data.get("actor")


class Trace(DependencyProvider):
    """Bind the correlation id to every log line of a worker, and inject it."""

    def get_dependency(self, worker_ctx: WorkerContext) -> str:
        return worker_ctx.data.get("correlation_id") or ""

    def worker_setup(self, worker_ctx: WorkerContext) -> None:
        structlog.contextvars.bind_contextvars(
            correlation_id=worker_ctx.data.get("correlation_id"),
            method=worker_ctx.entrypoint.method_name,
        )


class Asks(DependencyProvider):
    """Inject ``ask(call, actor, **request)``: another service's answer, within its deadline."""

    def setup(self) -> None:
        self.client = RpcClient()

    def stop(self) -> None:
        self.client.close()

    def get_dependency(self, worker_ctx: WorkerContext) -> Callable[..., dict[str, Any]]:
        return self.client.call


class Heard(DependencyProvider):
    """Inject the service's inbox."""

    def setup(self) -> None:
        self.inbox = Inbox(mongo.database(self.container.service_name)["inbox"])
        patiently(self.inbox.ensure_indexes)

    def get_dependency(self, worker_ctx: WorkerContext) -> Inbox:
        return self.inbox


class Planned(DependencyProvider):
    """Inject the service's due work; the loop wakes when the worker has committed."""

    bell = Bell()

    def setup(self) -> None:
        self.due = DueWork(mongo.database(self.container.service_name)["due"])
        patiently(self.due.ensure_indexes)

    def get_dependency(self, worker_ctx: WorkerContext) -> DueWork:
        return self.due

    def worker_result(
        self, worker_ctx: WorkerContext, result: Any = None, exc_info: Any = None
    ) -> None:
        self.bell.ring()


class TellersBell(Bell):
    """Rings for those who tell, and wakes nobody who looks for due work."""


class Tells(DependencyProvider):
    """Inject ``tell(document_id, events)`` for what was promised in a *collection*.

    Events leave after the worker succeeded, so nothing is told that was not committed;
    on a hot path the caller has its answer by then.
    """

    bell = TellersBell()

    def __init__(self, collection: str) -> None:
        self.collection = collection

    def setup(self) -> None:
        documents: Collection[dict[str, Any]] = mongo.database(self.container.service_name)[
            self.collection
        ]
        self.outbox = Outbox(documents, Publisher())
        patiently(self.outbox.ensure_indexes)
        self._waiting: deque[Promise] = deque()
        self._stopping = False

    def start(self) -> None:
        self._threads = [
            self.container.spawn_managed_thread(self._tell),
            self.container.spawn_managed_thread(self._sweep),
        ]
        self.container.spawn_managed_thread(self._prune)

    def stop(self) -> None:
        self._stopping = True
        self.bell.ring()
        for thread in self._threads:
            thread.wait()

    def get_dependency(
        self, worker_ctx: WorkerContext
    ) -> Callable[[Any, list[dict[str, Any]]], None]:
        # A worker may tell of two collections; each tells, and crosses off, its own.
        promises = worker_ctx.data.setdefault("promises", {}).setdefault(self.collection, {})

        def tell(document_id: Any, events: list[dict[str, Any]]) -> None:
            for event in events:
                promises[event["id"]] = (document_id, event)

        return tell

    def worker_result(
        self, worker_ctx: WorkerContext, result: Any = None, exc_info: Any = None
    ) -> None:
        promises = worker_ctx.data.get("promises", {}).get(self.collection)
        if promises and exc_info is None:
            self._waiting.extend(promises.values())
            self.bell.ring()

    def _tell(self) -> None:
        """Tell what workers of this process have just committed, a few of them together."""
        while True:
            eventlet.sleep(GATHER_SECONDS)
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH))]
            if batch:
                self._try(partial(self.outbox.tell, batch))
            elif self._stopping:
                return
            else:
                self.bell.wait(SWEEP_SECONDS)

    def _sweep(self) -> None:
        """Tell what anybody promised and nobody told."""
        while not self._stopping:
            if not self._try(self.outbox.sweep):
                self._doze()

    def _prune(self) -> None:
        while True:
            eventlet.sleep(uniform(0.5, 1.5) * PRUNE_SECONDS)
            self._try(self.outbox.prune)

    def _doze(self) -> None:
        for _ in range(4):
            if not self._stopping:
                eventlet.sleep(SWEEP_SECONDS / 4)

    def _try(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (Unavailable, Unroutable) as error:
            log.warning("events must wait for the broker", error=str(error))
        except Exception as error:
            if not mongo.is_away(error):
                raise
            log.warning("events must wait for the database")
        return False
