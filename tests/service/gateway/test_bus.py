"""The gateway on the real broker: what happens when nobody is there to answer."""

import time
from dataclasses import replace

import pytest

from common.clock import SandboxClock
from common.config import settings
from gateway import create_app
from gateway.rpc import LazyBus


@pytest.fixture
def connected(servers, monkeypatch):
    """Return a bus on the real broker, ready."""
    real = replace(settings(), amqp_uri=servers[1])
    monkeypatch.setattr("common.bus.topology.settings", lambda: real)
    bus = LazyBus()
    ends = time.monotonic() + 20
    while not bus.connected and time.monotonic() < ends:
        time.sleep(0.05)
    yield bus
    bus.close()


def test_one_client_serves_the_whole_process_once_it_is_needed(connected):
    assert connected.connected
    assert connected._made() is connected._made()


def test_where_nobody_answers_one_is_told_so_in_time(connected, database, partner):
    client = create_app(
        bus=connected, database=database, now=SandboxClock(database["clock"])
    ).test_client()
    began = time.monotonic()

    answer = client.get("/api/v1/stores", headers=partner())

    assert time.monotonic() - began < 10
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.json["part"] in {"booking", "broker"}
    assert client.get("/readyz").status_code == 200
