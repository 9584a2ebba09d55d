"""What the launcher promises about the processes it starts, tried on real ones."""

import os
import signal
import subprocess
import sys
import time

import pytest
from amqp import Channel, Connection, Message
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from devstack import ROOT
from devstack.processes import Mark, NotReady, Process, until
from devstack.rundir import sweep
from devstack.servers import Servers
from devstack.supervisor import Supervisor
from tests.faults.sockets import listening

SLEEP = ["sleep", "300"]


@pytest.fixture
def process(tmp_path):
    """Return a maker of throw-away processes that are ended after the test."""
    made = []

    def make(command, name="sleeper"):
        env = {"PATH": os.environ["PATH"]}
        one = Process(name, command, env=env, log=tmp_path / f"{name}.log", pids=tmp_path / "pids")
        made.append(one)
        return one

    yield make
    for one in made:
        one.kill()


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    with Servers(tmp_path_factory.mktemp("servers"), private=True) as started:
        yield started


@pytest.fixture
def watched():
    """Return a starter of supervisors that are stopped after the test."""
    started = []

    def watch(*processes):
        restarts = []
        one = Supervisor(processes, on_restart=lambda *what: restarts.append(what))
        one.start()
        started.append(one)
        return restarts

    yield watch
    for one in started:
        one.stop()


def test_a_killed_process_runs_again_within_a_second(process, watched):
    sleeper = process(SLEEP)
    sleeper.start()
    restarts = watched(sleeper)
    before = sleeper.pid

    os.kill(before, signal.SIGKILL)

    assert until(lambda: sleeper.pid not in (None, before), seconds=2)
    assert until(lambda: restarts, seconds=1)
    assert restarts == [(sleeper, -signal.SIGKILL)]


def test_what_dies_at_once_again_and_again_is_given_time(process, watched):
    hopeless = process(["false"])
    hopeless.start()

    restarts = watched(hopeless)
    time.sleep(2.2)

    assert 2 <= len(restarts) <= 4  # after 0, 0.5 and 1 s; the next one after 2 s more


def test_what_was_stopped_stays_stopped(process, watched):
    sleeper = process(SLEEP)
    sleeper.start()
    restarts = watched(sleeper)

    sleeper.stop()
    time.sleep(0.5)

    assert sleeper.pid is None
    assert restarts == []


def test_the_rest_of_a_dead_process_is_ended_with_it(process):
    parent = process(["sh", "-c", "sleep 300 & echo $!; wait"])
    parent.start()
    assert until(lambda: parent.last_words().strip(), seconds=5)
    child = Mark.of(int(parent.last_words()))
    assert child is not None

    parent.crash()

    assert until(lambda: not parent.alive(), seconds=5)
    assert until(lambda: not child.alive(), seconds=1)


def test_what_outstays_its_grace_is_ended_without_notice(process):
    stubborn = process(["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"])
    stubborn.grace = 0.5
    stubborn.start()
    assert until(stubborn.last_words, seconds=5)

    stubborn.stop()

    assert not stubborn.alive()
    assert stubborn.returncode == -signal.SIGKILL


def test_sweeping_ends_what_was_left_and_nobody_else(process, tmp_path):
    left, other = process(SLEEP, "left"), process(SLEEP, "other")
    left.start()
    other.start()
    stale = Mark.of(other.pid)._replace(started=1)
    stale.keep(tmp_path / "pids" / "other-0")

    assert sweep(tmp_path / "pids") == [left.pid]
    assert not left.alive()
    assert other.alive()


LAUNCHER = """
import signal, sys
from pathlib import Path
from devstack.servers import Servers
with Servers(Path(sys.argv[1]), keep=True, private=True) as servers:
    print(*(process.pid for process in servers.processes), servers.mongo_uri, flush=True)
    signal.pause()
"""


def test_sweeping_ends_the_children_of_one_that_is_gone_already(process, tmp_path):
    leader = process(["sh", "-c", "sleep 300 & echo $!; wait"])
    leader.start()
    assert until(lambda: leader.last_words().strip(), seconds=5)
    mark, child = Mark.of(leader.pid), Mark.of(int(leader.last_words()))
    mark.signal(signal.SIGKILL)
    assert until(lambda: not mark.alive(), seconds=5)
    assert child.alive()

    assert sweep(tmp_path / "pids") == [child.pid]


def test_servers_end_with_a_killed_launcher_and_start_clean_in_the_same_directory(tmp_path):
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with launcher:
        *pids, uri = launcher.stdout.readline().split()
        left = [Mark.of(int(pid)) for pid in pids]
        erlang = [mark for parent in left for mark in descendants(parent.pid)]
        assert len(left) == 3  # mongod, epmd and the Erlang machine
        assert erlang  # which has helpers of its own
        with MongoClient(uri) as client:
            client.shop.bookings.insert_one({"_id": 1})
        launcher.kill()

    assert until(lambda: not any(mark.alive() for mark in left + erlang), seconds=5)
    with (
        Servers(tmp_path, keep=True, private=True) as again,
        MongoClient(again.mongo_uri) as client,
    ):
        assert client.shop.bookings.count_documents({}) == 1  # the journal had it


def descendants(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    )
    children = [int(child) for child in listed.stdout.split()]
    marks = [mark for child in children if (mark := Mark.of(child))]
    return marks + [mark for child in children for mark in descendants(child)]


def test_a_directory_in_use_is_refused(servers):
    with pytest.raises(NotReady, match="in use"), Servers(servers._dir, private=True):
        pytest.fail("two launchers in one directory")


def test_servers_that_the_environment_names_are_left_alone(servers, tmp_path, monkeypatch):
    monkeypatch.setenv("SLIPBOARD_MONGO_URI", servers.mongo_uri)
    monkeypatch.setenv("SLIPBOARD_AMQP_URI", servers.amqp_uri)

    with Servers(tmp_path) as named:
        assert named.processes == []
        assert (named.mongo_uri, named.amqp_uri) == (servers.mongo_uri, servers.amqp_uri)
        with pytest.raises(NotReady, match="not ours"):
            named.broker.kill()

    assert all(process.alive() for process in servers.processes)


def test_the_broker_listens_to_nobody_outside_and_knows_no_guest(servers):
    assert "guest" not in servers.rabbitmqctl("list_users")
    places = listening(servers.broker.node.pid)
    assert len(places) == 2  # clients, and the Erlang distribution
    assert {address for address, _ in places} == {"127.0.0.1"}


def channel(servers, vhost="/"):
    port, password = servers.broker.port, servers.broker._password
    connection = Connection(f"127.0.0.1:{port}", "slipboard", password, virtual_host=vhost)
    connection.connect()
    return connection.channel()


def test_a_killed_broker_comes_back_with_what_was_durable(servers):
    with channel(servers) as before:
        before.queue_declare("kept", durable=True, auto_delete=False)
        before.confirm_select()
        before.basic_publish_confirm(Message("x", delivery_mode=2), routing_key="kept")
        before.connection.close()
    # A definition is on the disk within seconds, a confirmed message at once.
    servers.rabbitmqctl("eval", "mnesia:sync_log().")

    servers.broker.kill()
    assert servers.broker.node.pid is None
    servers.broker.start()
    servers.broker.wait_ready()

    after: Channel = channel(servers)
    assert after.basic_get("kept", no_ack=True).body == "x"
    after.connection.close()


def test_virtual_hosts_keep_layers_apart(servers):
    assert servers.vhost_uri("e2e").endswith("/e2e")

    apart = channel(servers, "e2e")
    apart.queue_declare("only-here")
    apart.connection.close()

    assert "only-here" not in servers.rabbitmqctl("list_queues", "--vhost", "/")


def test_a_paused_mongod_answers_nobody_until_it_goes_on(servers):
    uri = servers.mongo_uri + "&serverSelectionTimeoutMS=1000&socketTimeoutMS=1000"
    with MongoClient(uri) as client:
        client.admin.command("ping")

        servers.mongod.pause()
        with pytest.raises(PyMongoError):
            client.admin.command("ping")
        servers.mongod.resume()

        assert client.admin.command("ping")["ok"] == 1


def test_a_database_survives_the_loss_of_its_port(tmp_path):
    with (
        Servers(tmp_path, keep=True, private=True) as first,
        MongoClient(first.mongo_uri) as client,
    ):
        client.shop.bookings.insert_one({"_id": 1})
        port = first.mongod.port
    (tmp_path / "ports.json").unlink()

    with (
        Servers(tmp_path, keep=True, private=True) as moved,
        MongoClient(moved.mongo_uri) as client,
    ):
        assert moved.mongod.port != port
        assert client.shop.bookings.count_documents({}) == 1
