"""Slipboard as it is shipped, with the stores that a run books in."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from kombu import Connection
from pymongo import MongoClient

from bench import chain
from bench.wire import Address, is_answered, request
from common.mongo import OPTIONS
from devstack import ROOT
from devstack.ports import Ports
from devstack.processes import NotReady, Process, until
from devstack.servers import Servers
from devstack.stack import Stack

HEARERS = ("notification", "followup", "reporting")
_SECONDS_TO_HEAR = 30.0
PARTNER = "p1"


class Product:
    """One stack on the real clock, with a virtual host and databases of its own.

    The services that hear of bookings are off until ``hear``: booking needs none of them.
    """

    def __init__(self, run_dir: Path, servers: Servers, name: str, *, replicas: int = 1) -> None:
        self._dir = run_dir / name
        self.prefix = f"bench_{name}"
        self.mongo_uri = servers.mongo_uri
        self._amqp_uri = servers.vhost_uri(name)
        env = {
            "SLIPBOARD_AMQP_URI": self._amqp_uri,
            "SLIPBOARD_DATABASE_PREFIX": self.prefix,
            "SLIPBOARD_LOG_LEVEL": "WARNING",
        }
        self._stack = Stack(self._dir, clock="real", replicas=replicas, env=env, servers=servers)
        self._more: list[Process] = []

    def open(self) -> None:
        """Start it and load its stores.

        Raises:
            NotReady: something does not come up.
        """
        self._stack.open()
        self.hush()
        self.load(chain.write)

    def load(self, write: Callable[[Path], None]) -> None:
        """Load the store files that *write* puts into a folder.

        Raises:
            NotReady: booking refuses them.
        """
        folder = self._dir / write.__name__
        write(folder)
        self.run("services.booking", "load", str(folder))

    def run(self, module: str, *arguments: str) -> None:
        """Run *module* with the settings of this product.

        Raises:
            NotReady: it fails.
        """
        ended = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self._stack.fleet.env,
            capture_output=True,
            text=True,
        )
        if ended.returncode:
            raise NotReady(f"{module} of the run: {ended.stderr}")

    def close(self) -> None:
        for process in self._more:
            process.stop()
        self._stack.close()

    def hear(self) -> None:
        """Start the services that hear of bookings; what they have missed they need not hear."""
        with self._broker() as channel:
            for name in HEARERS:
                channel.queue_purge(f"evt-{name}")
        for name in HEARERS:
            self._stack.start(name)

    def start(self, name: str) -> None:
        """Start one of the services that ``hush`` stopped."""
        self._stack.start(name)

    def hush(self) -> None:
        """Stop them again."""
        for name in HEARERS:
            self._stack.stop(name)

    def heard(self) -> None:
        """Return when they have heard of every booking."""
        with self._broker() as channel:
            until(lambda: not any(_depth(channel, name) for name in HEARERS), _SECONDS_TO_HEAR)

    def another_gateway(self) -> Address:
        """Start a second gateway beside the first and return its address.

        Raises:
            NotReady: it does not come up.
        """
        fleet = self._stack.fleet
        address = "127.0.0.1", Ports(self._dir / "ports.json")["another-gateway"]
        second = Process(
            "another-gateway",
            fleet.gateway.command,
            env=fleet.env | {"SLIPBOARD_GATEWAY_BIND": "{}:{}".format(*address)},
            log=self._dir / "logs" / "another-gateway.log",
            pids=self._dir / "pids",
        )
        second.start()
        self._more.append(second)
        if not until(lambda: is_answered(address, request("GET", "/readyz")), 60):
            raise NotReady(f"the second gateway does not answer:\n{second.last_words()}")
        return address

    @property
    def address(self) -> Address:
        return "127.0.0.1", int(self._stack.fleet.base_url.rpartition(":")[2])

    @property
    def key(self) -> str:
        """The partner's key to the API."""
        return self._stack.fleet.credentials.partners[PARTNER]["key"]

    @property
    def processes(self) -> dict[str, list[Process]]:
        """What answers a request, by kind."""
        booking = [one for one in self._stack.processes if one.name == "booking"]
        return {"gateway": [self._stack.fleet.gateway], "booking": booking}

    @property
    def hearers(self) -> list[Process]:
        return [one for one in self._stack.processes if one.name in HEARERS]

    @property
    def senders(self) -> dict[str, list[Process]]:
        """What sends a message and hears how it ended, by kind."""
        found = {"gateway": [self._stack.fleet.gateway], "twilio": self._stack.fleet.twilio}
        found["notification"] = [one for one in self.hearers if one.name == "notification"]
        return found

    @property
    def twilio_url(self) -> str:
        return self._stack.fleet.twilio_url

    @property
    def twilio_account(self) -> tuple[str, str, str]:
        """The account at the stand-in: its id, its token, its number."""
        env = self._stack.fleet.env
        sid, token = env["TWILIO_ACCOUNT_SID"], env["TWILIO_AUTH_TOKEN"]
        return sid, token, env["TWILIO_FROM"]

    @contextmanager
    def _broker(self) -> Iterator[Any]:
        with Connection(self._amqp_uri) as broker:
            yield broker.default_channel

    def write_out(self) -> None:
        """Have the database put on disk what it has put off, while nobody is measured."""
        self.database.client.admin.command("fsync")

    @cached_property
    def database(self) -> Any:
        """The bookings' own database, for what no request can put there."""
        return self.database_of("booking")

    def database_of(self, service: str) -> Any:
        return MongoClient(self.mongo_uri, **OPTIONS)[f"{self.prefix}_{service}"]


def _depth(channel: Any, name: str) -> int:
    return int(channel.queue_declare(f"evt-{name}", passive=True).message_count)
