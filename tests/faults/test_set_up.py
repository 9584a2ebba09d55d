"""Broker and database as they come, set up as in containers: from files, for each process."""

import os
import subprocess
import sys

import pytest
from amqp.exceptions import AccessRefused
from click.testing import CliRunner
from kombu import Connection
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from common import drawing
from common.bus import topology
from devstack import ROOT
from devstack.ports import Ports
from devstack.servers.mongod import Mongod


@pytest.fixture
def mongod(tmp_path):
    """A MongoDB with a key and nothing else: no set, nobody known."""
    started = Mongod(tmp_path, Ports(tmp_path / "ports.json")["mongod"])
    started.start()
    yield started
    started.stop()


@pytest.fixture
def drawn(tmp_path, mongod, servers, request):
    """Draw for these servers; return what lies in a file, without its newline."""
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "mongo-key").write_text((tmp_path / "mongo" / "key").read_text())
    draw(secrets, mongod, servers, request)
    yield lambda name: (secrets / name).read_text().strip()
    # Whoever comes next gets the log-ins of these servers back.
    servers.vhost_uri("/")


def draw(secrets, mongod, servers, request):
    vhost = f"set-up-{request.node.name}"
    amqp = servers.vhost_uri(vhost).partition("@")[2]
    mongo = f"mongodb://127.0.0.1:{mongod.port}/?replicaSet=rs0"
    told = [str(secrets), "--mongo", mongo, "--amqp", f"pyamqp://{amqp}"]
    assert CliRunner().invoke(drawing.main, told).exit_code == 0
    servers.rabbitmqctl("import_definitions", str(secrets / "log-ins.json"))


def set_up(tmp_path):
    files = {"SECRET": "secret", "MONGO_URI": "set-up-mongo-uri", "AMQP_URI": "set-up-amqp-uri"}
    told = {f"SLIPBOARD_{name}_FILE": f"{tmp_path}/secrets/{file}" for name, file in files.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SLIPBOARD_")}
    command = [sys.executable, "-W", "ignore", "-m", "common.set_up"]
    return subprocess.run(
        command, env=kept | told, cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_bare_servers_are_set_up_and_doing_it_again_changes_nothing(drawn, tmp_path):  # PV-03
    for _ in range(2):
        done = set_up(tmp_path)
        assert done.returncode == 0, done.stderr

    with MongoClient(drawn("booking-mongo-uri")) as client:
        client["slipboard_booking"]["bookings"].insert_one({"_id": "b-1"})
        with pytest.raises(OperationFailure, match="not authorized"):
            client["slipboard_gateway"]["people"].find_one()
    with MongoClient(drawn("admin-mongo-uri")) as client:
        assert client["slipboard_booking"]["bookings"].count_documents({}) == 1
    with Connection(drawn("booking-amqp-uri")) as broker:
        channel = broker.channel()
        assert channel.basic_get("rpc-booking") is None
        with pytest.raises(AccessRefused):
            channel.basic_get("rpc-followup")


def test_every_log_in_can_be_drawn_anew(drawn, tmp_path, mongod, servers, request):  # PL-04
    """As operators are told: the keys removed, drawn again, everything restarted."""
    assert set_up(tmp_path).returncode == 0
    before = {name: drawn(name) for name in ("booking-mongo-uri", "booking-amqp-uri")}
    mongod.stop()
    for key in ("mongo-key", "rabbitmq-key"):
        (tmp_path / "secrets" / key).unlink()
    draw(tmp_path / "secrets", mongod, servers, request)
    (tmp_path / "mongo" / "key").write_text(drawn("mongo-key"))
    mongod.start()

    assert set_up(tmp_path).returncode == 0

    with MongoClient(drawn("booking-mongo-uri")) as client:
        assert client["slipboard_booking"]["bookings"].find_one() is None
    with (
        MongoClient(before["booking-mongo-uri"]) as client,
        pytest.raises(OperationFailure, match="Authentication failed"),
    ):
        client["slipboard_booking"]["bookings"].find_one()
    with Connection(drawn("booking-amqp-uri")) as broker:
        topology.connect(broker)
        topology.declare(broker)
    with Connection(before["booking-amqp-uri"]) as broker, pytest.raises(AccessRefused):
        topology.connect(broker)


def test_a_process_does_not_begin_at_a_broker_that_is_not_set_up(drawn):
    """It says what is to be done, and goes on asking until that is done."""
    with Connection(drawn("booking-amqp-uri")) as broker:
        topology.connect(broker)
        with pytest.raises(topology.NotSetUp, match="set_up"):
            topology.declare(broker)
