import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from kombu import Connection, Queue

from common.bus import topology
from common.bus.publishing import Publisher
from common.config import settings
from common.contracts.base import Told

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


@pytest.fixture
def at_once():
    """Return a caller of one function on several threads: ``at_once(8, work)`` -> results."""

    def call(threads, work):
        with ThreadPoolExecutor(threads) as pool:
            return [one.result() for one in [pool.submit(work) for _ in range(threads)]]

    return call


def a_told(key="b-1:1"):
    return Told(
        id=f"something_happened:{key}",
        type="something_happened",
        version=1,
        store_id="s-4s",
        sequence=1,
        occurred_at=AT,
        correlation_id="x-1",
        data={},
    )


def an_event(key, source, store="s-4s"):
    return {
        "id": f"something_happened:{key}",
        "type": "something_happened",
        "version": 1,
        "source": source,
        "store": store,
        "sequence": None,
        "occurred_at": AT.isoformat(),
        "correlation_id": "x-1",
        "data": {"key": key},
    }


class Room:
    """Where one source's facts arrive, and whether anybody is there to hear them."""

    def __init__(self, broker):
        self.source = f"test-{uuid.uuid4().hex[:8]}"
        self._exchange = topology.announcements(self.source)
        self._channel = broker.default_channel
        self._queue = Queue(
            f"evt-{self.source}", self._exchange, routing_key="#", durable=False, exclusive=True
        )(self._channel)
        self._exchange(self._channel).declare()

    def open(self):
        self._queue.declare()

    def close(self):
        self._queue.delete()

    def event(self, key, **more):
        return an_event(key, self.source, **more)

    def heard(self):
        """Return the messages that have come since the last time."""
        found = []
        while message := self._queue.get(no_ack=True):
            found.append(message)
        return found

    def facts(self):
        return [json.loads(message.body) for message in self.heard()]

    def forget(self):
        self._exchange(self._channel).delete()


@pytest.fixture
def broker(servers, monkeypatch):
    monkeypatch.setenv("SLIPBOARD_MONGO_URI", servers[0])
    monkeypatch.setenv("SLIPBOARD_AMQP_URI", servers[1])
    settings.cache_clear()
    with Connection(servers[1]) as broker:
        yield broker
    settings.cache_clear()


@pytest.fixture
def room(broker):
    room = Room(broker)
    room.open()
    yield room
    room.forget()


@pytest.fixture
def empty_room(broker):
    """Where nobody listens."""
    room = Room(broker)
    yield room
    room.forget()


@pytest.fixture
def publisher(broker):
    publisher = Publisher()
    yield publisher
    publisher.forget()
