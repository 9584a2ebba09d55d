"""The one stack of this checkout that `make up` and `make run` start and `make down` ends."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devstack import ROOT
from devstack.processes import Mark, NotReady, until
from devstack.progress import step
from devstack.rundir import claim, sweep

RUN = Path(os.environ.get("DEVSTACK_RUN") or ROOT / ".run").absolute()
INFO = RUN / "stack.json"
CLOCKS = ("real", "sandbox")
_LAUNCHER = RUN / "launcher"
_SECONDS_TO_START = 300.0
_SECONDS_TO_STOP = 100.0


@contextmanager
def only_launcher() -> Iterator[None]:
    """Be the launcher of this checkout's stack.

    Raises:
        NotReady: there is one already.
    """
    with claim(RUN):
        sweep_up()
        mark = Mark.of(os.getpid())
        assert mark is not None
        mark.keep(_LAUNCHER)
        try:
            yield
        finally:
            _LAUNCHER.unlink(missing_ok=True)


def launcher() -> Mark | None:
    """Return the process that runs the stack of this checkout, None when none does."""
    mark = Mark.read(_LAUNCHER)
    return mark if mark and mark.alive() else None


def running() -> dict[str, Any] | None:
    """Return what stack.json says of the stack that is up, None when none is."""
    if launcher() and INFO.exists():
        return dict(json.loads(INFO.read_text()))
    return None


def up(given: Namespace) -> int:
    """Start the stack in the background and return when it is ready."""
    if launcher():
        return _already_up(given.clock)
    log = RUN / given.clock / "logs" / "launcher.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    options = ["--clock", given.clock, "--replicas", str(given.replicas)]
    with log.open("w") as out:
        child = subprocess.Popen(
            [sys.executable, "-u", "-m", "devstack", "supervise", *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _follow(log, child)
    except BaseException:
        child.terminate()
        child.wait()
        raise
    if child.poll() is not None:
        return child.returncode or 1
    info = running() or {}
    print(f"{info['base_url']} is up on the {given.clock} clock; {INFO} has the rest.")
    return 0


def _already_up(clock: str) -> int:
    if not until(running, _SECONDS_TO_START):
        print("A stack is starting and does not get ready: `make logs`, `make down`.")
        return 1
    info = running() or {}
    print(f"Already up: {info['base_url']} on the {info['clock']} clock.")
    if info["clock"] != clock:
        print(f"For the {clock} clock: `make down`, then `make up CLOCK={clock}`.")
        return 1
    return 0


def _follow(log: Path, child: subprocess.Popen[bytes]) -> None:
    """Show what the launcher says until its stack is ready or it ends."""
    with log.open() as said:

        def over() -> bool:
            print(said.read(), end="", flush=True)
            return child.poll() is not None or running() is not None

        until(over, _SECONDS_TO_START, pause=0.2)
        print(said.read(), end="", flush=True)


def down(given: Namespace) -> int:
    """End the stack of this checkout, or what is left of one whose launcher was killed."""
    mark = launcher()
    if mark:
        with step("Stopping"):
            mark.signal(signal.SIGTERM)
            if not until(lambda: not mark.alive(), _SECONDS_TO_STOP):
                mark.signal(signal.SIGKILL)
                until(lambda: not mark.alive(), 10)
    ended = sweep_up()
    if ended:
        print(f"Ended what was left behind: {', '.join(map(str, ended))}.")
    elif not mark:
        print("Nothing of this checkout was up.")
    return 0


def sweep_up() -> list[int]:
    """End what a killed launcher left behind; return the pids ended."""
    INFO.unlink(missing_ok=True)
    directories = [RUN / clock / part for clock in CLOCKS for part in ("pids", "servers/pids")]
    return [pid for directory in directories for pid in sweep(directory)]


def logs(given: Namespace) -> int:
    """Show the stack's logs as they grow, until Ctrl-C."""
    folders = sorted(RUN.glob("*/logs"), key=lambda folder: folder.stat().st_mtime)
    info = running()
    folder = Path(info["logs"]) if info else next(reversed(folders), None)
    if folder is None:
        print("There are no logs yet: `make up` or `make run`.")
        return 1
    files = sorted(map(str, folder.glob("*.log")))
    with contextlib.suppress(KeyboardInterrupt):
        subprocess.run(["tail", "--lines", "20", "-F", *files])
    return 0


def must_run() -> dict[str, Any]:
    """Return what stack.json says.

    Raises:
        NotReady: no stack is up.
    """
    info = running()
    if info is None:
        raise NotReady("No stack is up: `make up` or `make run` starts one.")
    return info
