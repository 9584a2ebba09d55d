"""Exchanges and queues, as data: every process sees to it that they stand before it speaks.

A call waits at most ``REQUEST_TTL`` in its queue; nobody is interested after that.
What cannot be read or goes round too often ends in ``dead-<service>``.
"""

from functools import cache
from hashlib import sha256
from typing import Any

import amqp
from amqp.exceptions import AccessRefused, NotFound
from kombu import Connection, Exchange, Queue, binding

from common.config import settings
from common.contracts import HEARS, SERVICES

REQUESTS = Exchange("nameko-rpc", type="topic", durable=True)
DEAD = Exchange("dead", type="direct", durable=True)
REQUEST_TTL_MS = 15_000
CONTEXT_HEADER = "slipboard-context"
DEADLINE_HEADER = "slipboard-deadline"
HEARTBEAT_SECONDS = 10
CONNECT_SECONDS = 2
SILENCE_SECONDS = 5
READ_AHEAD_BYTES = 8192
DEAD_LENGTH = 10_000
DEAD_TTL_MS = 30 * 24 * 3600 * 1000


def uri() -> str:
    """Return the broker's address.

    ``amqp://`` lets kombu look for librabbitmq at every connection; ``pyamqp://`` does not.
    """
    scheme, rest = settings().amqp_uri.split("://", 1)
    return f"{'pyamqp' if scheme == 'amqp' else scheme}://{rest}"


def connection(heartbeat: int = 0) -> Connection:
    """Return a connection that gives up soon; consumers beat."""
    return Connection(
        uri(),
        heartbeat=heartbeat,
        connect_timeout=CONNECT_SECONDS,
        transport_options={"on_open": _set_up},
    )


def connect(broker: Connection) -> None:
    """Connect at once or raise; kombu's own ``connect`` waits two seconds for a second try."""
    broker.ensure_connection(
        max_retries=1, interval_start=0, interval_step=0, reraise_as_library_errors=False
    )


def announcements(source: str) -> Exchange:
    return Exchange(announced_by(source), type="topic", durable=True)


def announced_by(source: str) -> str:
    """Return the name of the exchange to which *source*, and nobody else, may write."""
    return f"{source}.events"


def request_queue(service: str) -> Queue:
    return Queue(
        f"rpc-{service}",
        REQUESTS,
        routing_key=f"{service}.*",
        durable=True,
        queue_arguments={"x-message-ttl": REQUEST_TTL_MS, **_to_dead(service)},
    )


def event_queue(service: str) -> Queue:
    """Return the one queue in which *service* finds everything it hears."""
    return Queue(
        f"evt-{service}",
        bindings=[binding(announcements(e.source), routing_key=e.type) for e in HEARS[service]],
        durable=True,
        queue_arguments=_to_dead(service),
    )


def dead_queue(service: str) -> Queue:
    """Return the queue of what *service* could not read, bounded in number and in time."""
    return Queue(
        f"dead-{service}",
        DEAD,
        routing_key=service,
        durable=True,
        queue_arguments={"x-max-length": DEAD_LENGTH, "x-message-ttl": DEAD_TTL_MS},
    )


class NotSetUp(AccessRefused):
    """The broker lacks what this version speaks over, and our log-in may not make it."""


def declare(broker: Connection) -> None:
    """See to it that everything stands at *broker*, which is connected, whoever runs.

    So no fact is told before its hearers have a queue, and nothing is rejected into the void.

    Raises:
        NotSetUp: somebody with the right to must run ``python -m common.bus.set_up`` first.
    """
    if _stands(broker):
        return
    try:
        lay_out(broker)
    except AccessRefused as error:
        raise NotSetUp("run `python -m common.bus.set_up` as a log-in that may") from error


def lay_out(broker: Connection) -> None:
    """Declare everything, the mark that it is done last; done again it changes nothing."""
    with broker.channel() as channel:
        for exchange in exchanges():
            exchange(channel).declare()
        for queue in queues():
            queue(channel).declare()
        Exchange(mark(), type="fanout", durable=True)(channel).declare()


def exchanges() -> list[Exchange]:
    return [REQUESTS, DEAD, *map(announcements, SERVICES)]


def queues() -> list[Queue]:
    heard = [event_queue(service) for service in SERVICES if HEARS[service]]
    return [*map(dead_queue, SERVICES), *map(request_queue, SERVICES), *heard]


@cache
def mark() -> str:
    """Return the name of an exchange that stands for all of this version's layout."""
    told = [exchange.name for exchange in exchanges()], [_told(queue) for queue in queues()]
    return f"layout-{sha256(repr(told).encode()).hexdigest()[:12]}"


def _told(queue: Queue) -> list[Any]:
    bound = queue.bindings or [binding(queue.exchange, routing_key=queue.routing_key)]
    keys = sorted((one.exchange.name, one.routing_key) for one in bound)
    return [queue.name, sorted(queue.queue_arguments.items()), keys]


def _stands(broker: Connection) -> bool:
    try:
        with broker.channel() as channel:
            Exchange(mark(), type="fanout", durable=True, passive=True)(channel).declare()
    except NotFound:
        return False
    return True


def _set_up(broker: amqp.Connection) -> None:
    transport = broker.transport
    # Without this a broker that froze in the middle of an answer holds its caller for ever.
    transport.sock.settimeout(SILENCE_SECONDS)
    # py-amqp asks the system for each part of a frame by itself, nine times a message; it
    # keeps what it is given beyond that.
    recv = transport.sock.recv
    transport._quick_recv = lambda size: recv(max(size, READ_AHEAD_BYTES))


def _to_dead(service: str) -> dict[str, Any]:
    return {"x-dead-letter-exchange": DEAD.name, "x-dead-letter-routing-key": service}
