"""The broker loses its disk: queues are back by themselves, facts after ``refill``."""

import json
import shutil
import subprocess
import sys

import pytest

from common.context import service_actor
from common.contracts import booking
from devstack import ROOT
from devstack.processes import until
from devstack.servers import Servers
from tests.faults.rig import Rig

DESK = service_actor("desk", "bookings:read", "bookings:write", "stores:read")
CUSTOMER = {"name": "王芳", "phone": "13800138000"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Servers of our own: what lies on the disk of the shared broker, others still need."""
    with Servers(tmp_path_factory.mktemp("servers"), private=True) as started:
        yield started


@pytest.fixture(scope="module")
def rig(servers, tmp_path_factory):
    """Return a rig on the default virtual host, the one that a fresh broker has."""
    with Rig(servers, tmp_path_factory.mktemp("refill"), "") as built:
        run(built, "load", "devstack/chain/stores")
        yield built


def run(rig, *words):
    command = [sys.executable, "-m", "services.booking", *words]
    subprocess.run(command, cwd=ROOT, env=rig.env, check=True, timeout=60)


def book(rig):
    wish = {"from": "2026-03-11T00:00:00+08:00", "to": "2026-03-12T00:00:00+08:00"}
    found = rig.ask(booking.SEARCH, DESK, store_ids=["s-4s"], items=["maintenance-a"], **wish)
    asked = {"store_id": "s-4s", "items": ["maintenance-a"], "start": found["slots"][0]["start"]}
    told = rig.ask(booking.CREATE, DESK, customer=CUSTOMER, channel="phone", **asked)
    return told["booking"]


def test_facts_reach_a_broker_that_lost_its_disk(rig, servers):
    process = rig.start("booking", SLIPBOARD_CLOCK="sandbox")
    booked = [book(rig)["id"] for _ in range(3)]
    assert until(lambda: rig.depth("evt-notification") == 3, seconds=5)
    servers.broker.stop()
    shutil.rmtree(servers.broker._home / "data")

    servers.broker.start()
    servers.broker.wait_ready()
    assert until(lambda: rig.readiness(process)[0] == 200, seconds=10)
    assert rig.depth("evt-notification") == 0
    assert until(lambda: rig.rpc.connected, seconds=5)
    booked.append(book(rig)["id"])
    run(rig, "refill")

    assert until(lambda: rig.depth("evt-notification") >= 5, seconds=10)
    facts = [json.loads(rig.take_from("evt-notification")) for _ in range(5)]
    assert {fact["data"]["booking_id"] for fact in facts} == set(booked)
    assert len({fact["id"] for fact in facts}) == 4
