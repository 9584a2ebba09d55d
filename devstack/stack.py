"""The whole product, running: what `make up`, the demo and the tests drive."""

import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from devstack.credentials import Credentials, write_privately
from devstack.fleet import Fleet
from devstack.processes import NotReady, Process
from devstack.rundir import claim, sweep
from devstack.seeding import load_chain
from devstack.servers import Servers
from devstack.supervisor import Supervisor
from devstack.ways_in import ways_in

_SECONDS_TO_START = 90.0
_DEATHS_TOLERATED = 3  # in a row, while something waits for it


class Stack:
    """Servers, Twilio's stand-in, a mail catcher, the services and the gateway.

    Inside a `with` block everything has answered that it is ready and the demo chain is loaded.
    What dies comes back within a second, its new pid in `info` and in `info_file`.

        with Stack(tmp_path) as stack:
            requests.get(stack.info["base_url"] + "/api/v1/stores")
            stack.kill("booking")  # comes back by itself
            stack.stop("notification"); stack.start("notification")
            stack.servers.broker.kill(); stack.servers.broker.start()

    Args:
        run_dir: where data, logs, ports and credentials are kept.
        clock: "sandbox" starts at 2026-03-09T09:00+08:00 with nothing kept from before;
            "real" keeps everything from one time to the next.
        replicas: how many processes of each service.
        env: further settings of every process, such as SLIPBOARD_DATABASE_PREFIX.
        servers: started by somebody else and left running; without them the stack starts its own,
            except what SLIPBOARD_MONGO_URI and SLIPBOARD_AMQP_URI name.
        seed: whether to load the demo chain.
        public_port: the first port to try for the gateway; without one any free port.
        real_twilio: use the account named in the environment instead of the stand-in.
        info_file: where to write `info`; `run_dir`/stack.json unless told.
        say: is told what goes on, a sentence at a time.
    """

    def __init__(
        self,
        run_dir: Path,
        *,
        clock: str = "sandbox",
        replicas: int = 1,
        env: Mapping[str, str] | None = None,
        servers: Servers | None = None,
        seed: bool = True,
        public_port: int | None = None,
        real_twilio: bool = False,
        info_file: Path | None = None,
        say: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self._dir = run_dir.absolute()
        self._clock = clock
        self._replicas = replicas
        self._env = dict(env or {})
        self._seeds = seed
        self._public_port = public_port
        self._real_twilio = real_twilio
        self._info_file = info_file or self._dir / "stack.json"
        self._say = say
        self._borrowed = servers is not None
        self.servers = servers or Servers(self._dir / "servers", keep=clock == "real")
        self._publishing = threading.Lock()
        self._claim: IO[str] | None = None
        self._fleet: Fleet | None = None
        self._supervisor: Supervisor | None = None

    def __enter__(self) -> Self:
        try:
            self.open()
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
    def fleet(self) -> Fleet:
        if self._fleet is None:
            raise NotReady("The stack is not running.")
        return self._fleet

    @property
    def _needs_second_factors(self) -> bool:
        return {**os.environ, **self._env}.get("SLIPBOARD_TOTP") == "required"

    @property
    def processes(self) -> list[Process]:
        """Every process that this stack started, its servers among them."""
        return [*([] if self._borrowed else self.servers.processes), *self.fleet.processes]

    @property
    def info(self) -> dict[str, Any]:
        """Everything that an outside test needs to drive this stack, as it is now.

        {base_url, clock, people: {login: {password, totp_secret?}}, partners: {id: {key}},
        mongo_uri, amqp_uri, database_prefix, twilio_url, twilio_account_sid, twilio_auth_token,
        tencent_url, mail_url, payments_url, logs,
        processes: [{name, replica, pid, ops_url?}]}
        """
        env, credentials = self.fleet.env, self.fleet.credentials
        return {
            "base_url": self.fleet.base_url,
            "clock": self._clock,
            "people": credentials.people,
            "partners": credentials.partners,
            "mongo_uri": env["SLIPBOARD_MONGO_URI"],
            "amqp_uri": env["SLIPBOARD_AMQP_URI"],
            "database_prefix": env.get("SLIPBOARD_DATABASE_PREFIX", "slipboard"),
            "twilio_url": self.fleet.twilio_url,
            "twilio_account_sid": env["TWILIO_ACCOUNT_SID"],
            "twilio_auth_token": "" if self._real_twilio else env["TWILIO_AUTH_TOKEN"],
            "mail_url": self.fleet.mail_url,
            "tencent_url": self.fleet.tencent_url,
            "payments_url": self.fleet.payments_url,
            "logs": str(self._dir / "logs"),
            "processes": [
                {"name": one.name, "replica": one.replica, "pid": one.pid, **one.facts}
                for one in self.processes
            ],
        }

    def open(self) -> None:
        """Start everything, wait until it is ready, load the demo chain.

        Raises:
            NotReady: something does not come up; the message shows its last words.
        """
        self._claim = claim(self._dir)
        self._info_file.unlink(missing_ok=True)
        sweep(self._dir / "pids")
        if not self._borrowed:
            with self._told("MongoDB and RabbitMQ"):
                self.servers.start()
        with self._told("Services and gateway"):
            self._start_fleet()
            self.wait_ready()
        if self._seeds:
            with self._told("Demo chain"):
                self.seed()
        self.publish()

    def _start_fleet(self) -> None:
        mongo_uri = self._env.get("SLIPBOARD_MONGO_URI", self.servers.mongo_uri)
        amqp_uri = self._env.get("SLIPBOARD_AMQP_URI", self.servers.amqp_uri)
        own = ways_in(mongo_uri, amqp_uri, self._setting("SLIPBOARD_DATABASE_PREFIX", "slipboard"))
        self._fleet = Fleet(
            self._dir,
            clock=self._clock,
            replicas=self._replicas,
            mongo_uri=mongo_uri,
            amqp_uri=amqp_uri,
            credentials=Credentials(self._dir, second_factors=self._needs_second_factors),
            env=self._env,
            public_port=self._public_port,
            real_twilio=self._real_twilio,
            ways_in=own,
        )
        for process in self._fleet.processes:
            process.start()
        self._supervisor = Supervisor(self.processes, on_restart=self._restarted)
        self._supervisor.start()

    def wait_ready(self) -> None:
        """Return when every process that is meant to run answers that it is ready.

        Raises:
            NotReady: one keeps dying, or does not answer within a minute and a half.
        """
        deadline = time.monotonic() + _SECONDS_TO_START
        waiting = {one: url for one, url in self.fleet.health_urls.items() if one.wanted}
        while waiting := {one: url for one, url in waiting.items() if not _answers(url)}:
            for process, url in waiting.items():
                if self._keeps_dying(process):
                    raise NotReady(f"{process.name} keeps ending:\n{process.last_words()}")
                if time.monotonic() > deadline:
                    raise NotReady(f"{process.name} is not ready at {url}:\n{process.last_words()}")
            time.sleep(0.1)

    def seed(self) -> None:
        """Load the demo chain and its people; done again it changes nothing."""
        load_chain(self.fleet.env, self.fleet.credentials.file)

    def kill(self, name: str, replica: int = 0) -> None:
        """End one process without notice (SIGKILL), a server too; it comes back by itself."""
        next(one for one in self._named(name) if one.replica == replica).crash()

    def stop(self, name: str) -> None:
        """Stop every replica in order; they stay away until `start`."""
        for process in self._named(name):
            process.ask_to_stop()
        for process in self._named(name):
            process.stop()
        self.publish()

    def start(self, name: str) -> None:
        """Start every replica again and return when it is ready."""
        for process in self._named(name):
            process.start()
        self.wait_ready()
        self.publish()

    def publish(self) -> None:
        """Write `info` to its file, in one go."""
        with self._publishing:
            write_privately(self._info_file, self.info)

    def close(self) -> None:
        """End what was started and no more than that, the gateway first, the servers last."""
        if self._supervisor:
            self._supervisor.stop()
        if self._fleet:
            self._fleet.gateway.stop()
            for process in self._fleet.services:
                process.ask_to_stop()
            for process in reversed(self._fleet.processes):
                process.stop()
        if not self._borrowed:
            self.servers.close()
        if self._claim:
            self._info_file.unlink(missing_ok=True)
            self._claim.close()
            self._claim = None

    def _setting(self, name: str, otherwise: str) -> str:
        return self._env.get(name) or os.environ.get(name) or otherwise

    def _named(self, name: str) -> list[Process]:
        return [process for process in self.processes if process.name == name]

    def _keeps_dying(self, process: Process) -> bool:
        watch = self._supervisor
        return watch is not None and watch.deaths(process) >= _DEATHS_TOLERATED

    def _restarted(self, process: Process, code: int | None) -> None:
        who = f"{process.name}-{process.replica}"
        self._say(f"{who} ended with code {code} and runs again as process {process.pid}.")
        if self._info_file.exists():
            self.publish()

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        self._say(f"{what} ...")
        yield
        self._say(f"{what}: ready after {time.monotonic() - began:.1f} s")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False
