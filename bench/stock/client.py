"""Calling a nameko service from threads with nameko's own publisher and consumer.

Kinder than the standalone proxy, which opens a connection for each call: one consumer takes
all replies, as within a nameko service.
"""

import threading
import uuid
from queue import SimpleQueue
from typing import Any

from kombu import Queue
from kombu.message import Message
from nameko.amqp.consume import Consumer
from nameko.amqp.publish import Publisher
from nameko.constants import DEFAULT_HEARTBEAT, DEFAULT_PREFETCH_COUNT
from nameko.rpc import RPC_REPLY_QUEUE_TEMPLATE, RPC_REPLY_QUEUE_TTL, get_rpc_exchange

_PATIENCE = 10.0


class StockClient:
    """Calls one service; safe to use from many threads.  Make it after a fork."""

    def __init__(self, uri: str) -> None:
        id_ = str(uuid.uuid4())
        replies = Queue(
            RPC_REPLY_QUEUE_TEMPLATE.format("bench", id_),
            exchange=get_rpc_exchange(),
            routing_key=id_,
            queue_arguments={"x-expires": RPC_REPLY_QUEUE_TTL},
        )
        self._publisher = Publisher(
            uri, exchange=get_rpc_exchange(), serializer="json", declare=[replies], reply_to=id_
        )
        self._consumer = Consumer(
            uri,
            queues=[replies],
            callbacks=[self._take],
            heartbeat=DEFAULT_HEARTBEAT,
            prefetch_count=DEFAULT_PREFETCH_COUNT,
            accept=["json"],
        )
        self._pending: dict[str, SimpleQueue[Any]] = {}
        threading.Thread(target=self._consumer.run, daemon=True).start()
        self._consumer.wait_until_consumer_ready()

    def call(self, service: str, method: str) -> Any:
        """Return what *method* of *service* answers to an empty request."""
        correlation = str(uuid.uuid4())
        reply: SimpleQueue[Any] = SimpleQueue()
        self._pending[correlation] = reply
        self._publisher.publish(
            {"args": (), "kwargs": {}},
            routing_key=f"{service}.{method}",
            correlation_id=correlation,
            mandatory=True,
        )
        told = reply.get(timeout=_PATIENCE)
        if told["error"]:
            raise RuntimeError(told["error"])
        return told["result"]

    def _take(self, body: Any, message: Message) -> None:
        self._consumer.ack_message(message)
        waiting = self._pending.pop(message.properties.get("correlation_id"), None)
        if waiting is not None:
            waiting.put(body)
