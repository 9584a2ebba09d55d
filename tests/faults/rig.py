"""Service processes on a virtual host of their own, and a hand on the bus beside them."""

import json
import os
import sys
import time
import urllib.request
import uuid
from contextlib import contextmanager
from typing import Any

import amqp
from kombu import Connection
from pymongo import MongoClient

from common.bus.client import RpcClient
from common.config import settings
from common.context import service_actor, signed
from common.contracts.base import Call
from devstack.ports import Ports
from devstack.processes import NotReady, Process, until
from tests.faults.probe import NEEDS, SERVICE, happened

COMMANDS = {"probe": ["-m", "tests.faults.probe"], "booking": ["-m", "common.bus", "booking"]}
JSON = {"content_type": "application/json", "content_encoding": "utf-8"}
ANYBODY = service_actor("tester", NEEDS)


class Rig:
    """``start`` processes, ``ask`` them as the gateway does, ``send`` them what nobody should."""

    def __init__(self, servers, run_dir, name):
        self.servers = servers
        self.vhost = name or "/"
        self.uri = servers.vhost_uri(name) if name else servers.amqp_uri
        self.prefix = f"test_{uuid.uuid4().hex[:8]}"
        self.env = {
            **os.environ,
            "SLIPBOARD_MONGO_URI": servers.mongo_uri,
            "SLIPBOARD_AMQP_URI": self.uri,
            "SLIPBOARD_DATABASE_PREFIX": self.prefix,
        }
        self._dir = run_dir
        self._ports = Ports(run_dir / "ports.json")
        self._started = []
        self._mongo = MongoClient(servers.mongo_uri)
        self.lock_seconds(3)

    def __enter__(self):
        self._before = os.environ.copy()
        os.environ.update(self.env)
        settings.cache_clear()
        self.rpc = RpcClient()
        return self

    def __exit__(self, *_):
        self.rpc.close()
        self.stop()
        for name in self._mongo.list_database_names():
            if name.startswith(self.prefix):
                self._mongo.drop_database(name)
        self._mongo.close()
        os.environ.clear()
        os.environ.update(self._before)
        settings.cache_clear()

    # processes

    def start(self, name="probe", replica=0, wait=True, **env):
        """Start one process, unless it runs, and return it when it is ready."""
        found = [one for one in self._started if (one.name, one.replica) == (name, replica)]
        process = found[0] if found else self._process(name, replica, env)
        process.start()
        if wait:
            self.wait_ready(process)
        return process

    def wait_ready(self, process, seconds=30.0):
        if not until(lambda: not process.alive() or self.readiness(process)[0] == 200, seconds):
            raise NotReady(f"{process.name} is not ready:\n{process.last_words()}")
        if not process.alive():
            raise NotReady(f"{process.name} ended:\n{process.last_words(40)}")

    def stop(self, but=None):
        """Stop every process *but* one."""
        leaving = [one for one in self._started if one is not but]
        for process in leaving:
            process.ask_to_stop()
        for process in leaving:
            process.stop()
            self._started.remove(process)

    def readiness(self, process):
        """Return the status and what is away."""
        try:
            with urllib.request.urlopen(process.facts["ops_url"] + "/readyz", timeout=5) as answer:
                return answer.status, []
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)["away"]
        except OSError:
            return 0, []

    def metric(self, process, name):
        """Return the sum of a metric over its labels."""
        with urllib.request.urlopen(process.facts["ops_url"] + "/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))

    def _process(self, name, replica, env):
        port = self._ports[f"{name}-{replica}"]
        process = Process(
            name,
            [sys.executable, *COMMANDS[name]],
            env=self.env | env | {"SLIPBOARD_OPS_PORT": str(port)},
            log=self._dir / "logs" / f"{name}-{replica}.log",
            pids=self._dir / "pids",
            replica=replica,
            facts={"ops_url": f"http://127.0.0.1:{port}"},
        )
        self._started.append(process)
        return process

    # the database of the probe

    def lock_seconds(self, seconds):
        """Say how long the locks are held of what a killed process had begun."""
        self._mongo.admin.command("setParameter", 1, transactionLifetimeLimitSeconds=seconds)

    def free_locks(self):
        self._mongo.admin.command("killAllSessions", [])

    @property
    def database(self):
        return self._mongo[f"{self.prefix}_{SERVICE}"]

    def effects(self, key=None):
        """Return how often *key* took effect, or how often each did."""
        if key is not None:
            return self.database["effects"].count_documents({"key": key})
        found = self.database["effects"].aggregate([{"$group": {"_id": "$key", "n": {"$sum": 1}}}])
        return {one["_id"]: one["n"] for one in found}

    def tries(self, key):
        return (self.database["tries"].find_one({"_id": key}) or {"n": 0})["n"]

    def not_once(self, prefix, count=20, seconds=10.0):
        """Tell *count* events three times each; return those that did not take effect once."""
        keys = [f"{prefix}-{number}" for number in range(count)]
        self.tell(*[happened(key) for key in keys * 3])
        until(lambda: self.depth("evt-followup") == 0, seconds)
        self.tell(happened(f"{prefix} is over"))
        until(lambda: self.effects(f"{prefix} is over"), seconds)
        done = self.effects()
        return [key for key in keys if done.get(key) != 1]

    # the bus

    def ask(self, call: Call, actor=ANYBODY, **request: Any):
        return self.rpc.call(call, actor, **request)

    @contextmanager
    def channel(self):
        with Connection(self.uri, connect_timeout=5) as broker:
            yield broker.default_channel

    def send(self, body, *, exchange="nameko-rpc", routing_key="followup.act", **properties):
        """Put one message on the bus, as anybody could who knows the broker's log-in."""
        properties = {**JSON, **properties}
        text = json.dumps(body) if isinstance(body, dict) else body
        with self.channel() as channel:
            channel.basic_publish(
                amqp.Message(text, **properties), exchange=exchange, routing_key=routing_key
            )

    def tell(self, *events):
        """Announce *events* in booking's name."""
        for event in events:
            self.send(event, exchange="booking.events", routing_key=event["type"])

    def headers(self, actor=ANYBODY, seconds=20.0):
        return {
            "slipboard-context": signed(actor, SERVICE),
            "slipboard-deadline": str(time.time() + seconds),
        }

    def answer_to(self, body, seconds=15.0, **properties):
        """Send one call by hand and return what comes back, None when nothing does."""
        with self.channel() as channel:
            mine = channel.queue_declare("", exclusive=True, auto_delete=True).queue
            channel.queue_bind(mine, "nameko-rpc", mine)
            self.send(body, reply_to=mine, correlation_id="c-1", **properties)
            return self.take_from(mine, seconds, channel)

    def take_from(self, queue, seconds=5.0, channel=None):
        """Return the body of the next message of *queue*, None when none comes."""
        if channel is None:
            with self.channel() as own:
                return self.take_from(queue, seconds, own)
        message = self.taken(queue, channel, seconds)
        return message.body if message else None

    def taken(self, queue, channel, seconds=5.0):
        """Return the next message of *queue*, None when none comes."""
        found = []
        until(lambda: found.append(channel.basic_get(queue, no_ack=True)) or found[-1], seconds)
        return found[-1]

    def depth(self, queue):
        with self.channel() as channel:
            return channel.queue_declare(queue, passive=True).message_count

    def empty(self, queue):
        with self.channel() as channel:
            channel.queue_purge(queue)
