"""`make test-compose`: docker-compose.yml built, run, used and ended, on a Docker of our own."""

import json
import signal
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import yaml

from devstack import ROOT
from devstack.containers import images, machine
from devstack.containers.engine import Engine
from devstack.containers.project import Project, well
from devstack.credentials import Credentials
from devstack.ports import next_free
from devstack.processes import NotReady, until
from devstack.progress import StepFailed, step
from devstack.seeding import CHAIN

_RUN = ROOT / ".run" / "containers"
_SECRETS = _RUN / "trial" / "secrets"
_START = "2026-03-10T10:00:00+08:00"
_PHONE = "+8613800138000"
_PROCESSES = ("booking", "notification", "followup", "reporting", "gateway")
_SECONDS_FOR_AN_SMS = 20.0
_AS_GUEST = """
import amqp
try:
    amqp.Connection("rabbitmq:5672", "guest", "guest").connect()
    print("guest is let in")
except amqp.AccessRefused:
    print("refused")
"""
_UNKNOWN = """
import pymongo
try:
    pymongo.MongoClient("mongodb://mongo:27017/?directConnection=true").list_database_names()
    print("anybody is let in")
except pymongo.errors.OperationFailure:
    print("refused")
"""


def main() -> int:
    """Go through every step; 0 when all of them worked."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    began = time.monotonic()
    try:
        machine.install_tools(_RUN / "logs")
        tool = machine.compose_tool(_RUN)
        with Engine(_RUN) as engine:
            images.base_images(engine, _RUN)
            images.servers(engine, _RUN, _server_images())
            Trial(engine, tool).run()
    except (NotReady, StepFailed) as problem:
        print(f"\n{problem}\n\nThe containers did not pass.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"The containers passed, in {time.monotonic() - began:.0f} s.")
    return 0


def _server_images() -> dict[str, str]:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return {name: services[name]["image"] for name in images.RECIPES}


class Trial:
    """One life of the project, from the build to the end."""

    def __init__(self, engine: Engine, tool: Path) -> None:
        self._engine = engine
        self._credentials = Credentials(_RUN / "trial")
        port = next_free(18000)
        self._base_url = f"http://127.0.0.1:{port}"
        settings = {
            "COMPOSE_PROJECT_NAME": "slipboard-trial",
            "COMPOSE_PROFILES": "dev",
            "COMPOSE_PARALLEL_LIMIT": "1",  # else the same image is built six times at once
            "SECRETS_DIR": str(_SECRETS),
            "SLIPBOARD_PUBLIC_URL": "http://gateway:8000",
            "SLIPBOARD_GATEWAY_NAMES": "127.0.0.1",
            "SLIPBOARD_TWILIO_URL": "http://twilio:4010",
            "SLIPBOARD_CLOCK": "sandbox",
            "TWILIO_ACCOUNT_SID": self._credentials.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self._credentials.twilio_auth_token,
            "TWILIO_FROM": "+15005550006",
            "GATEWAY_PORT": str(port),
            **machine.package_indexes(),
        }
        log = _RUN / "logs" / "compose-up.log"
        log.unlink(missing_ok=True)
        self._compose = Project(engine, tool, settings, log)

    def run(self) -> None:
        """Build, start, use, scale and end it.

        Raises:
            NotReady: one of these did not go as it should; the message says how it went.
        """
        with step("build"):
            self._compose("build")
        with step("secrets drawn"):
            self._draw()
        try:
            with step("up --wait, everything healthy"):
                self._start()
            with step("no process is root, none can write to its image"):
                self._check_rights()
            with step("no guest at the broker, nobody unknown at the database"):
                self._check_log_ins()
            with step("stores and people loaded"):
                self._load()
            with step("a booking over HTTP"):
                booking = self._book()
            with step("its SMS at Twilio's stand-in"):
                self._check_sms(booking["number"])
            with step("booking scaled to 2, one ended under load, nothing refused"):
                self._scale()
            with step("stop: every process leaves by itself"):
                self._check_farewell()
        finally:
            with step("down"):
                self._compose("down", "--volumes", "--timeout", "5")

    def _draw(self) -> None:
        _SECRETS.mkdir(parents=True, exist_ok=True)
        once = ("run", "--rm", "--user", "0", "--volume", f"{_SECRETS}:/secrets")
        self._engine.docker(*once, "slipboard:local", "python", "-m", "common.drawing", "/secrets")

    def _start(self) -> None:
        try:
            self._compose("up", "--detach", "--build", "--wait", "--wait-timeout", "180")
        except NotReady as problem:
            raise NotReady(f"{problem}\n{self._compose.last_words()}") from None
        unwell = [name for name, one in self._compose.containers().items() if not well(one)]
        if unwell:
            raise NotReady(f"Not healthy: {', '.join(unwell)}")

    def _check_rights(self) -> None:
        look = (
            "import os; print(os.getuid(), os.access('/app', os.W_OK), os.access('/tmp', os.W_OK))"
        )
        for name in _PROCESSES:
            said = self._compose("exec", "--no-TTY", name, "python", "-c", look).split()
            if said != ["10001", "False", "True"]:
                raise NotReady(f"{name} runs as user {said[0]}; may write to /app: {said[1]}.")

    def _check_log_ins(self) -> None:
        for look in (_AS_GUEST, _UNKNOWN):
            said = self._compose("exec", "--no-TTY", "booking", "python", "-c", look)
            if said.strip() != "refused":
                raise NotReady(f"A door stands open: {said}")

    def _load(self) -> None:
        chain = ("--volume", f"{CHAIN}:/chain:ro")
        once = ("run", "--rm", "--no-deps", "--no-TTY", *chain)
        self._compose(*once, "booking", "python", "-m", "services.booking", "load", "/chain/stores")
        people = ("load", "/chain/people.yaml", "--credentials", "/dev/stdin")
        self._compose(
            *once, "gateway", "python", "-m", "gateway", *people,
            stdin=self._credentials.file.read_bytes(),
        )  # fmt: skip

    def _book(self) -> dict[str, Any]:
        return self._call(
            "/api/v1/bookings",
            {
                "store_id": "s-4s",
                "items": ["maintenance-a"],
                "start": _START,
                "customer": {"name": "Zhang San", "phone": _PHONE},
                "subject": {"kind": "car", "plate": "沪A12345"},
            },
        )

    def _check_sms(self, number: str) -> None:
        if not until(lambda: number in self._outbox(), _SECONDS_FOR_AN_SMS, 0.5):
            raise NotReady(f"No SMS tells {_PHONE} of booking {number}: {self._outbox()}")

    def _outbox(self) -> str:
        ask = "import urllib.request as web; print(web.urlopen('http://127.0.0.1:4010/outbox').read().decode())"
        return self._compose("exec", "--no-TTY", "twilio", "python", "-c", ask)

    def _scale(self) -> None:
        self._compose("up", "--detach", "--wait", "--no-recreate", "--scale", "booking=2")
        replicas = [name for name in self._compose.containers() if "-booking-" in name]
        if len(replicas) != 2:
            raise NotReady(f"Not two of booking but {replicas}")
        ending = threading.Thread(target=self._engine.docker, args=("stop", replicas[0]))
        ending.start()
        asked = 0
        while ending.is_alive() or asked < 20:
            self._search()
            asked += 1
        ending.join()

    def _search(self) -> dict[str, Any]:
        day = {"from": "2026-03-11T00:00:00+08:00", "to": "2026-03-12T00:00:00+08:00"}
        wanted = {"store_ids": ["s-4s"], "items": ["maintenance-a"], **day}
        return self._call("/api/v1/availability/search", wanted)

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            self._base_url + path,
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._credentials.partners['p1']['key']}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"trial-{time.monotonic_ns()}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as refusal:
            raise NotReady(f"{path}: {refusal.code} {refusal.read().decode()}") from None
        except OSError as problem:
            raise NotReady(f"{path}: {problem}") from None

    def _check_farewell(self) -> None:
        self._compose("stop")
        states = {name: one["State"] for name, one in self._compose.containers().items()}
        by_force = {name: one["ExitCode"] for name, one in states.items() if one["ExitCode"] != 0}
        if by_force:
            raise NotReady(f"Ended with another code than 0: {by_force}")


if __name__ == "__main__":
    sys.exit(main())
