"""Nobody who was erased is kept among the letters that could not be read (PV-07, negative 24)."""

import json
import os
from datetime import UTC, datetime, timedelta

import kombu
import pytest

from common.bus import topology
from common.bus.dead_letters import DeadLetters
from common.config import Settings
from common.privacy import customer_id

PHONE = "+8613800138000"
WHO = customer_id(PHONE)
AT = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


def event(at, **data):
    return json.dumps({"type": "booking_confirmed", "occurred_at": at.isoformat(), "data": data})


@pytest.fixture
def queue(servers, monkeypatch):
    """Return the queue of dead letters of a service that nobody runs, on the real broker."""
    amqp_uri = os.environ.get("SLIPBOARD_AMQP_URI", servers[1])
    monkeypatch.setattr(topology, "settings", lambda: Settings(amqp_uri=amqp_uri))
    named = topology.dead_queue("test-of-forgetting")
    with topology.connection() as broker:
        queue = named(broker.default_channel)
        queue.declare()
        queue.purge()
        yield queue
        queue.delete()


def put(queue, *bodies):
    producer = kombu.Producer(queue.channel, serializer="raw")
    for body in bodies:
        producer.publish(body, routing_key=queue.name, content_type="application/json")


def left(queue):
    found = []
    while (letter := queue.get(no_ack=True)) is not None:
        body = letter.body
        found.append(body if isinstance(body, str) else bytes(body).decode())
    return found


def test_what_was_told_or_asked_of_a_customer_is_thrown_away_and_the_rest_stays(queue):
    others = [
        event(AT, customer={"id": "c-other", "phone": "+8613900139000"}),
        event(AT + timedelta(seconds=1), customer={"id": WHO, "phone": PHONE}),
        "no json at all",
        json.dumps({"args": [], "kwargs": {"customer": {"phone": "not a number"}}}),
    ]
    theirs = [
        event(AT, customer={"id": WHO, "name": "赵", "phone": PHONE}),
        event(AT - timedelta(days=1), customer_id=WHO),
        json.dumps({"args": [], "kwargs": {"customer": {"name": "赵", "phone": "13800138000"}}}),
        json.dumps({"args": [], "kwargs": {"customer_id": WHO}}),
    ]
    put(queue, others[0], *theirs, *others[1:])

    assert DeadLetters("test-of-forgetting").forget(WHO, AT) == 4
    assert left(queue) == others


def test_of_no_letters_none_is_thrown_away(queue):
    assert DeadLetters("test-of-forgetting").forget(WHO, AT) == 0
