"""MongoDB and RabbitMQ, private and real: for a stack, for a layer of tests, for one fault."""

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from devstack.ports import Ports
from devstack.processes import NotReady, Process
from devstack.rundir import claim, sweep
from devstack.servers.mongod import Mongod
from devstack.servers.rabbitmq import RabbitMQ


class Servers:
    """A mongod and a RabbitMQ node of our own, under `run_dir`, for the length of a `with` block.

    `SLIPBOARD_MONGO_URI` and `SLIPBOARD_AMQP_URI` in the environment name servers that run
    already: such a one is neither started nor touched, and its attribute (`mongod`, `broker`)
    is refused with `NotReady`. `private=True` starts our own whatever the environment says.

    What they keep is deleted at the start and at the end, unless `keep` is true; the logs stay.

        with Servers(tmp_path) as servers:
            servers.mongo_uri, servers.amqp_uri
            servers.broker.kill(); servers.broker.start(); servers.broker.wait_ready()
            servers.mongod.pause(); servers.mongod.resume()
    """

    def __init__(self, run_dir: Path, *, keep: bool = False, private: bool = False) -> None:
        named = {} if private else os.environ
        self._mongo_uri = named.get("SLIPBOARD_MONGO_URI", "")
        self._amqp_uri = named.get("SLIPBOARD_AMQP_URI", "")
        self._dir = run_dir.absolute()
        self._keep = keep
        self._claim: IO[str] | None = None
        self._mongod: Mongod | None = None
        self._broker: RabbitMQ | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def mongo_uri(self) -> str:
        """The connection string: replica set, majority writes, journal."""
        return self._mongo_uri or self.mongod.uri

    @property
    def amqp_uri(self) -> str:
        """The broker's address, with the log-in that was drawn for it."""
        return self._amqp_uri or self.broker.uri()

    @property
    def mongod(self) -> Mongod:
        """Our own mongod: `kill`, `start`, `wait_ready`, `pause`, `resume`, `stop`."""
        if self._mongod is None:
            raise NotReady("The MongoDB in use is not ours to touch.")
        return self._mongod

    @property
    def broker(self) -> RabbitMQ:
        """Our own RabbitMQ: `kill`, `start`, `wait_ready`, `pause`, `resume`, `stop`, `ctl`."""
        if self._broker is None:
            raise NotReady("The RabbitMQ in use is not ours to touch.")
        return self._broker

    @property
    def processes(self) -> list[Process]:
        """What we started, in the order of starting."""
        mongod = [self._mongod] if self._mongod else []
        return [*mongod, *(self._broker.processes if self._broker else [])]

    def start(self) -> None:
        """Start what the environment does not name, both at once, and wait until both serve.

        Raises:
            NotReady: one is not installed or does not come up, or `run_dir` is in use.
        """
        if self._mongo_uri and self._amqp_uri:
            return
        self._claim = claim(self._dir)
        sweep(self._dir / "pids")
        if not self._keep:
            self._forget()
        ports = Ports(self._dir / "ports.json")
        if not self._mongo_uri:
            self._mongod = Mongod(self._dir, ports["mongod"])
            self._mongod.start()
        if not self._amqp_uri:
            self._broker = RabbitMQ(self._dir, ports)
            self._broker.start()
        if self._mongod:
            self._mongod.wait_ready()
        if self._broker:
            self._broker.wait_ready()

    def rabbitmqctl(self, *args: str) -> str:
        """Run `rabbitmqctl` against our broker and return what it printed."""
        return self.broker.ctl(*args)

    def vhost_uri(self, name: str) -> str:
        """Return a virtual host of our broker, made for `name`; of somebody else's, its address."""
        return self.broker.add_vhost(name) if self._broker else self._amqp_uri

    def close(self) -> None:
        """End what was started, and no more than that."""
        if self._broker:
            self._broker.ask_to_stop()
        if self._mongod:
            self._mongod.stop()
        if self._broker:
            self._broker.stop()
        if self._claim:
            if not self._keep:
                self._forget()
            self._claim.close()
            self._claim = None

    def _forget(self) -> None:
        for kept in ("mongo", "rabbitmq"):
            shutil.rmtree(self._dir / kept, ignore_errors=True)
