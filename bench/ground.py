"""Everything that a row measures, started when it first asks for it and ended with the row.

Each part has a virtual host and databases of its own, so that nothing is measured twice.
"""

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from bench import RUN, calls, chain
from bench.load import Load
from bench.product import Product
from bench.side import Side
from bench.wire import by_wire, is_answered
from devstack.ports import Ports
from devstack.processes import NotReady, Process, until
from devstack.rundir import sweep
from devstack.servers import Servers

_SECONDS_TO_START = 60.0


class Ground:
    """What is up, inside a ``with`` block."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._products: dict[str, Product] = {}
        self._secret = secrets.token_hex(32)

    def __enter__(self) -> Self:
        self._servers = self._open.enter_context(Servers(RUN / "servers", private=True))
        sweep(RUN / "pids")
        self._ports = Ports(RUN / "ports.json")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def stock_rpc(self) -> Side:
        """The empty call over stock nameko, from threads."""
        load = self._load(calls.stock, self._stock_uri)
        return Side(load, {"service": [self._stock_service], "broker": self._broker}, "ok")

    @cached_property
    def shipped_rpc(self) -> Side:
        """The empty call over Slipboard's bus as it is shipped, from threads."""
        settings = self._settings(self._servers.vhost_uri("shipped"))
        service = self._start("shipped", ["bench.shipped"], settings)
        load = self._load(calls.shipped, env=settings)
        return Side(load, {"service": [service], "broker": self._broker}, "ok")

    @cached_property
    def stock_echo(self) -> Side:
        """Stock nameko's empty call behind Flask, on the gateway's server with its settings."""
        port = self._ports["stock"]
        settings = self._settings(self._stock_uri)
        settings["SLIPBOARD_GATEWAY_BIND"] = f"127.0.0.1:{port}"
        gunicorn = ["gunicorn", "--config", "gateway/gunicorn_conf.py", "bench.stock.wsgi:app"]
        watched = {"service": [self._stock_service], "broker": self._broker}
        gateway = self._start("stock-gateway", gunicorn, settings)
        address = "127.0.0.1", port
        if not until(lambda: is_answered(address, next(chain.echoes())), _SECONDS_TO_START):
            raise NotReady(f"the yardstick does not answer:\n{gateway.last_words()}")
        return Side(
            self._load(by_wire, address, chain.echoes), {"gateway": [gateway], **watched}, "200"
        )

    def product(self, name: str, *, replicas: int = 1) -> Product:
        """Return the product called *name*; each has a world of its own."""
        if name not in self._products:
            product = Product(RUN, self._servers, name, replicas=replicas)
            self._open.callback(product.close)
            product.open()
            self._products[name] = product
        return self._products[name]

    def asking(self, product: Product, requests: Any, *given: Any, good: str) -> Side:
        """Return a side that sends *product* what ``requests(key, *given)`` yields."""
        load = self._load(by_wire, product.address, requests, product.key, *given)
        return Side(load, {**product.processes, **self.servers}, good)

    def bare_write(self, product: Product) -> Side:
        """Return the insert of a booking of *product* by pymongo alone."""
        load = self._load(calls.bare_write, product.mongo_uri, product.database.name)
        return Side(load, self._database, "ok", settle=product.write_out)

    def bare_twilio(self, product: Product) -> tuple[Side, str]:
        """Return the sending of an SMS to the Twilio of *product* by the library alone.

        It asks to be told how each ended, as we do, and only counts what it is told: at the
        address that is returned with it.
        """
        port = self._ports["sink"]
        sink = self._start("sink", ["bench.sink", str(port)], os.environ)
        told_at = f"http://127.0.0.1:{port}/"
        load = self._load(calls.bare_twilio, product.twilio_url, told_at, *product.twilio_account)
        return Side(load, {"twilio": product.senders["twilio"], "sink": [sink]}, "ok"), told_at

    @cached_property
    def _stock_uri(self) -> str:
        return self._servers.vhost_uri("stock")

    @cached_property
    def _stock_service(self) -> Process:
        nameko = ["nameko", "run", "--define", f"AMQP_URI={self._stock_uri}", "bench.stock.service"]
        return self._start("stock", nameko, dict(os.environ))

    @property
    def servers(self) -> dict[str, list[Process]]:
        return {**self._database, "broker": self._broker}

    @property
    def _broker(self) -> list[Process]:
        return [self._servers.broker.node]

    @property
    def _database(self) -> dict[str, list[Process]]:
        return {"mongod": [self._servers.mongod]}

    def _settings(self, amqp_uri: str) -> dict[str, str]:
        return {
            **os.environ,
            "SLIPBOARD_MONGO_URI": self._servers.mongo_uri,
            "SLIPBOARD_AMQP_URI": amqp_uri,
            "SLIPBOARD_SECRET": self._secret,
            "SLIPBOARD_LOG_LEVEL": "WARNING",
        }

    def _start(self, name: str, module: list[str], env: Mapping[str, str]) -> Process:
        process = Process(
            name,
            [sys.executable, "-m", *module],
            env=env,
            log=RUN / "logs" / f"{name}.log",
            pids=RUN / "pids",
        )
        self._open.callback(process.stop)
        process.start()
        return process

    def _load(self, make: Any, *given: Any, env: Mapping[str, str] | None = None) -> Load:
        return self._open.enter_context(Load(make, *given, env=env))
