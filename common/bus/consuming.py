"""Consuming that survives bad messages and stops without doing work twice.

nameko as it comes dies of a call without ``reply_to`` (and so does each replica in
turn), loses what it cannot decode, and redelivers finished work when it stops.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from json import JSONDecoder
from typing import Any

import structlog
from amqp.exceptions import AMQPError
from eventlet import Timeout
from eventlet.event import Event
from kombu import Connection
from kombu.message import Message
from nameko.amqp.consume import Consumer

from common import metrics
from common.bus import topology
from common.bus.lines import BROKEN

log = structlog.get_logger(__name__)

JSON = "application/json"
MAX_BODY_BYTES = 256 * 1024
DRAIN_SECONDS = 25.0


def _no_number(written: str) -> None:
    raise ValueError(f"{written} is no number")


STRICT = JSONDecoder(parse_constant=_no_number)
"""Whole numbers of any length stay what they are; orjson would round those beyond 64 bits."""


class SafeConsumer(Consumer):
    """One queue, one connection.  ``take`` ends each message in ``ack`` or ``reject``."""

    def __init__(self, queue: Any, take: Callable[[Any, Message], None], *, prefetch: int) -> None:
        super().__init__(
            topology.uri(),
            queues=[queue],
            heartbeat=topology.HEARTBEAT_SECONDS,
            prefetch_count=prefetch,
        )
        self._take = take
        self._queue_name = queue.name
        self._open: list[Any] = []
        self._in_hand: set[int] = set()
        self._draining = False
        self._drained = Event()
        self.connected = False
        self.on_reconnected: Callable[[], None] = lambda: None

    @property
    def connection(self) -> Connection:
        return topology.connection(heartbeat=self.heartbeat)

    @contextmanager
    def establish_connection(self) -> Iterator[Connection]:
        """Come back soon after the broker does; kombu's own steps grow to half a minute.

        The broker may come back without its disk, so everything is declared each time.
        """
        with self.connection as broker:
            try:
                broker.ensure_connection(
                    self.on_connection_error,
                    None,
                    interval_start=0.2,
                    interval_step=0.2,
                    interval_max=1,
                )
                topology.declare(broker)
                yield broker
            except BROKEN as error:
                log.warning("the broker is lost", queue=self._queue_name, error=repr(error))
                raise
            finally:
                self.connected = False

    def run(self, **more: Any) -> None:
        super().run(safety_interval=0.25, **more)

    def get_consumers(self, consumer_cls: Any, channel: Any) -> list[Any]:
        # What was in flight on a lost connection comes again on this one.
        self._in_hand.clear()
        consumer = consumer_cls(queues=self.queues, on_message=self._receive, auto_declare=False)
        consumer.qos(prefetch_count=self.prefetch_count)
        self._open = [consumer]
        return self._open

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **more: Any) -> None:
        if self.ready.is_set():
            self.on_reconnected()
        self.connected = True
        super().on_consume_ready(connection, channel, consumers, **more)

    def on_connection_error(self, exc: Exception, interval: float) -> None:
        log.warning("the broker is away", queue=self._queue_name, again_in=interval)

    def on_iteration(self) -> None:
        if not self._draining:
            return
        for consumer in self._open:
            consumer.cancel()
        self._open = []
        if not self._in_hand:
            self.should_stop = True
            if not self._drained.ready():
                self._drained.send(True)

    def stop(self) -> None:
        """Take nothing new, finish what is in hand, then leave (at most 25 s)."""
        self._draining = True
        if not self.connected:
            self.should_stop = True
            return
        with Timeout(DRAIN_SECONDS, False):
            self._drained.wait()

    def on_decode_error(self, message: Message, exc: Exception) -> None:
        self.reject(message, "undecodable")

    def ack(self, message: Message) -> None:
        self._end(message, message.ack)

    def reject(self, message: Message, reason: str) -> None:
        """Send *message* to the dead-letter queue; *reason* is one of a few words."""
        metrics.POISON.labels(self._queue_name, reason).inc()
        log.error("rejected to the dead-letter queue", queue=self._queue_name, reason=reason)
        self._end(message, message.reject)

    def requeue(self, message: Message) -> None:
        self._end(message, message.requeue)

    def _receive(self, message: Message) -> None:
        """Read *message* and hand it on; whatever is wrong with it, this process goes on."""
        self._in_hand.add(id(message))
        if len(message.body or b"") > MAX_BODY_BYTES:
            self.reject(message, "too large")
            return
        try:
            body = _read(message)
        except (ValueError, RecursionError):
            self.reject(message, "undecodable")
            return
        if not isinstance(body, dict):
            self.reject(message, "not an object")
            return
        try:
            self._take(body, message)
        except Exception:
            log.exception("a message could not be taken", queue=self._queue_name)
            self.reject(message, "unexpected")

    def _end(self, message: Message, how: Callable[[], None]) -> None:
        # On a lost connection there is nothing to say: the broker has it back already.
        with suppress(AMQPError, OSError):
            if message.channel.connection:
                how()
        self._in_hand.discard(id(message))


def _read(message: Message) -> Any:
    """Return the JSON of *message*: nothing but JSON, and no number that is none.

    Raises:
        ValueError, RecursionError: it is not, or nested deeper than anything of ours.
    """
    if message.content_type != JSON:
        raise ValueError(f"not {JSON}")
    return STRICT.decode(_text_of(message))


def _text_of(message: Message) -> str:
    body = message.body
    return body if isinstance(body, str) else bytes(body).decode()
