"""A private dockerd: its own socket, images and processes; gone without a trace when it ends."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from devstack.processes import NotReady, Process, until
from devstack.progress import step
from devstack.rundir import claim, sweep

# Debian's own client: it sends the whole build to the daemon and needs no plug-in.
DOCKER = "/usr/bin/docker"
_BOUNDED_RUNC = Path(__file__).with_name("runc_bounded.py")
_SYS_RESOURCE = 1 << 24
_SECONDS_TO_START = 60.0
_KEPT_FOR = "168h"  # what a later build may take up again


class Engine:
    """A Docker daemon for the length of a `with` block; what it has built is kept in `run_dir`.

    `env` holds what a client needs to find it.
    """

    def __init__(self, run_dir: Path) -> None:
        self._dir = run_dir.absolute()
        # A socket's path must be short, and the checkout's may be long.
        self._short = Path(tempfile.mkdtemp(prefix="slipboard-docker-"))
        self._socket = f"unix://{self._short}/socket"
        self._claim: IO[str] | None = None
        self._rules = b""
        self._daemon = Process(
            "dockerd",
            [
                *("/usr/sbin/dockerd", "--host", self._socket),
                *("--data-root", str(self._dir / "images"), "--exec-root", f"{self._short}/run"),
                *("--pidfile", f"{self._short}/pid", "--mtu", _mtu()),
                *(() if _may_raise_limits() else _bounded_runtime()),
            ],
            env=dict(os.environ),
            log=self._dir / "logs" / "dockerd.log",
            pids=self._dir / "pids",
            grace=60.0,
        )

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "DOCKER_HOST": self._socket, "DOCKER_BUILDKIT": "0"}

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

    def start(self) -> None:
        """Start the daemon and return when it answers.

        Raises:
            NotReady: it cannot run on this machine, or another one does; the message says why.
        """
        if os.geteuid() != 0:
            raise NotReady("A Docker daemon of our own needs root.")
        if Path("/var/run/docker.sock").exists() and _answers("unix:///var/run/docker.sock"):
            raise NotReady(
                "Another Docker daemon runs on this machine; two spoil each other's net."
            )
        self._claim = claim(self._dir)
        sweep(self._dir / "pids")
        self._rules = _run(["iptables-save"]).stdout
        self._daemon.log.unlink(missing_ok=True)
        with step("dockerd"):
            self._daemon.start()
            until(lambda: not self._daemon.alive() or self._serves(), _SECONDS_TO_START, 0.2)
            if not self._serves():
                raise NotReady(f"dockerd does not start here:\n{self._daemon.last_words()}")

    def _serves(self) -> bool:
        return self._daemon.alive() and _answers(self._socket)

    def docker(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run the Docker client against this daemon and return what it printed.

        Raises:
            NotReady: it refused; the message is what it said.
        """
        done = _run([DOCKER, *arguments], env=self.env, stdin=stdin)
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace").splitlines()[-20:]
            raise NotReady(f"docker {arguments[0]} failed:\n" + "\n".join(said))
        return done.stdout.decode()

    def run(self, *arguments: str, to: IO[bytes]) -> int:
        """Run the Docker client, all that it prints into *to*; return its exit code."""
        command = [DOCKER, *arguments]
        return subprocess.run(command, env=self.env, stdout=to, stderr=subprocess.STDOUT).returncode

    def has(self, image: str) -> bool:
        """Say whether an image is there."""
        return bool(self.docker("images", "--quiet", image).strip())

    def close(self) -> None:
        """End what is left of the containers and the daemon; leave the machine's net as it was."""
        if self._daemon.alive():
            with contextlib.suppress(NotReady):
                if left := self.docker("ps", "--all", "--quiet").split():
                    self.docker("rm", "--force", "--volumes", *left)
                self.docker("network", "prune", "--force")
                self.docker("image", "prune", "--force", "--filter", f"until={_KEPT_FOR}")
        self._daemon.stop()
        if self._rules:
            _run(["ip", "link", "delete", "docker0"])
            _run(["iptables-restore"], stdin=self._rules)
        shutil.rmtree(self._short, ignore_errors=True)
        if self._claim:
            self._claim.close()
            self._claim = None


def _answers(socket: str) -> bool:
    return _run([DOCKER, "--host", socket, "version"]).returncode == 0


def _run(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, env=env, input=stdin, capture_output=True)


def _mtu() -> str:
    """Return the smallest of the machine's interfaces: larger packets would get lost on it."""
    found = [int(path.read_text()) for path in Path("/sys/class/net").glob("[!l]*/mtu")]
    return str(min([1500, *found]))


def _may_raise_limits() -> bool:
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) & _SYS_RESOURCE)


def _bounded_runtime() -> tuple[str, ...]:
    return ("--add-runtime", f"bounded={_BOUNDED_RUNC}", "--default-runtime", "bounded")
