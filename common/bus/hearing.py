"""Taking events: ``@hears(BookingConfirmed)``.

All events of one service come through one queue and one connection.  The handler runs
inside the inbox's transaction; its side effects are due work and promised events, never
a direct call to the outside.
"""

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import eventlet
import structlog
from eventlet.event import Event as Done
from eventlet.queue import LightQueue as Queue
from eventlet.semaphore import Semaphore
from kombu.message import Message
from marshmallow import ValidationError
from nameko.containers import WorkerContext
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension, register_entrypoint

from common import mongo
from common.bus import topology
from common.bus.consuming import SafeConsumer
from common.bus.inbox import Held, Inbox
from common.contracts.base import Event, Told

log = structlog.get_logger(__name__)

AT_ONCE = 10
PREFETCH = 5 * AT_ONCE
"""More than can be done at once: what a killed process holds must not keep back the rest."""
PAUSE_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 1.0


class EventConsumer(SharedExtension, ProviderCollector):
    """The service's one queue of events, and the messages waiting for another try."""

    def setup(self) -> None:
        self.inbox = Inbox(mongo.database(self.container.service_name)["inbox"])
        queue = topology.event_queue(self.container.service_name)
        self.consumer = SafeConsumer(queue, self.take, prefetch=PREFETCH)
        self._taken: Queue = Queue()
        self._free = Semaphore(AT_ONCE)
        self._stopping = False

    def start(self) -> None:
        self.container.spawn_managed_thread(self.consumer.run)
        self.container.spawn_managed_thread(self._in_turn)
        self.container.spawn_managed_thread(self._look_again)
        self.consumer.wait_until_consumer_ready()

    def unregister_provider(self, provider: "Hears") -> None:
        self._stopping = True
        self.consumer.stop()
        super().unregister_provider(provider)

    def take(self, body: dict[str, Any], message: Message) -> None:
        """Let the worker that hears it settle *message*.

        Only a source may write to its announcements; the broker says by which way a message came.
        """
        if message.delivery_info["exchange"] != topology.announced_by(str(body.get("source"))):
            self.consumer.reject(message, "not told by its source")
            return
        provider = self._one_that(lambda one: str(body.get("type")) in one.events)
        if provider is None:
            self.consumer.reject(message, "nobody hears it")
            return
        try:
            told = provider.told(body)
        except ValidationError as error:
            log.warning("an event breaks its contract", at=sorted(error.normalized_messages()))
            self.consumer.reject(message, "breaks its contract")
            return

        self._taken.put((provider, told, body, message))

    def _in_turn(self) -> None:
        """Settle what was taken, a few at once."""
        while True:
            provider, told, body, message = self._taken.get()
            self._free.acquire()
            try:
                self._settle(provider, told, body, partial(self._settled, message))
            except ContainerBeingKilled:
                return

    def _settled(self, message: Message, exc_info: Any) -> None:
        self._free.release()
        if exc_info is None:
            self.consumer.ack(message)
        elif isinstance(exc_info[1], Held) or mongo.is_away(exc_info[1]):
            eventlet.spawn_after(PAUSE_SECONDS, self.consumer.requeue, message)
        else:
            # Not even written down: no later try would end otherwise.
            self.consumer.reject(message, "cannot be kept")

    def _look_again(self) -> None:
        """Offer the messages that failed to their handlers when their time has come."""
        while not self._stopping:
            try:
                entry = self.inbox.claim_waiting()
            except Exception as error:
                if not mongo.is_away(error):
                    raise
                entry = None
            if entry is None:
                eventlet.sleep(LOOK_AGAIN_SECONDS)
                continue
            self._offer_again(entry)

    def _offer_again(self, entry: dict[str, Any]) -> None:
        body = entry["message"]
        provider = self._one_that(lambda one: one.method_name == entry["handler"])
        try:
            told = provider.told(body) if provider else None
        except ValidationError:
            told = None
        if provider is None or told is None:
            # A newer release heard it, before this older one was put in its place.
            log.error("nobody here hears it any more", handler=entry["handler"])
            return
        done = Done()
        self._settle(provider, told, body, lambda _: done.send())
        done.wait()

    def _settle(
        self, provider: "Hears", told: Told, body: dict[str, Any], settled: Callable[[Any], None]
    ) -> None:
        def ended(context: WorkerContext, took_effect: Any, exc_info: Any) -> tuple[Any, None]:
            if not took_effect:
                # What the handler would have told has not happened.
                context.data.pop("promises", None)
            settled(exc_info)
            return took_effect, None

        self.container.spawn_worker(
            provider,
            (told,),
            {"message": body},
            context_data={"correlation_id": told.correlation_id},
            handle_result=ended,
        )

    def _one_that(self, fits: Callable[["Hears"], bool]) -> "Hears | None":
        return next(filter(fits, self._providers), None)


class Hears(Entrypoint):
    """Binds one method to the events it hears."""

    consumer = EventConsumer()

    def __init__(self, *events: type[Event]) -> None:
        self.events = {event.type: event for event in events}
        super().__init__(expected_exceptions=(Held,))

    def setup(self) -> None:
        self.consumer.register_provider(self)

    def stop(self) -> None:
        self.consumer.unregister_provider(self)

    def told(self, body: dict[str, Any]) -> Told:
        """Raise ValidationError where *body* is nothing that the method can understand."""
        return Told.of(body, self.events)


def hears(*events: type[Event]) -> Callable[[Callable[..., None]], Callable[..., bool]]:
    """Let a method take effect once for each of *events*; the service needs an ``inbox``."""

    def decorate(method: Callable[..., None]) -> Callable[..., bool]:
        @wraps(method)
        def settle(self: Any, told: Told, message: dict[str, Any]) -> bool:
            began = time.monotonic()
            took_effect: bool = self.inbox.settle(
                method.__name__, told, message, lambda fact: method(self, fact)
            )
            log.info("heard", event_id=told.id, seconds=round(time.monotonic() - began, 4))
            return took_effect

        register_entrypoint(settle, Hears(*events))
        return settle

    return decorate
