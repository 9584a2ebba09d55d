"""Children of ours: they end when we do, and nobody else's process is ever mistaken for one."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, Self

from devstack import ROOT

# The kernel ends a child when the thread that started it ends (PR_SET_PDEATHSIG), not the process.
# So one thread, which lives as long as the interpreter, starts them all.
_nursery = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nursery")
_SECONDS_TO_STAND = 5.0


class NotReady(Exception):
    """Something of the stack did not come up; the message says what and shows its last words."""


class Mark(NamedTuple):
    """One process for certain: a pid alone may be somebody else's by now, its start time is not."""

    pid: int
    started: int  # clock ticks since the machine started

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """Return the mark of a living process, None when there is none (a zombie has ended)."""
        state, _, _, started = _stat(pid)
        return None if state in ("", "Z") else cls(pid, started)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Return the mark that was kept in `path`, None when the file is gone or half written."""
        try:
            pid, started = path.read_text().split()
            return cls(int(pid), int(started))
        except (FileNotFoundError, ValueError):
            return None

    def keep(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{self.pid} {self.started}\n")

    def alive(self) -> bool:
        return Mark.of(self.pid) == self

    def group(self) -> list["Mark"]:
        """Return the living of the process group that this process led or leads."""
        if Mark.of(self.pid) not in (None, self):
            return []  # a stranger has the number now, so nobody of ours is left
        pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
        members = [pid for pid in pids if _stat(pid)[2] == self.pid]
        return [mark for pid in members if (mark := Mark.of(pid)) and mark.started >= self.started]

    def signal(self, number: int) -> bool:
        """Signal exactly this process; False when it has ended."""
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return False
        try:
            if not self.alive():
                return False
            signal.pidfd_send_signal(handle, number)
        except ProcessLookupError:
            return False
        finally:
            os.close(handle)
        return True


def _stat(pid: int) -> tuple[str, int, int, int]:
    """Return state, parent, group and start of a process; a state of "" when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "", 0, 0, 0
    state, *fields = stat.rpartition(")")[2].split()
    return state, int(fields[0]), int(fields[1]), int(fields[18])


class Process:
    """One command of the stack, started and started again under the same name.

    It leads a session of its own, so that Ctrl-C reaches the launcher alone and what it leaves
    behind can be ended with it. What it prints goes to `log`; its mark is kept in `pids`.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        pids: Path,
        replica: int = 0,
        grace: float = 35.0,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.replica = replica
        self.command = list(command)
        self.env = dict(env)
        self.log = log
        self.grace = grace
        self.facts = dict(facts or {})
        self.wanted = False
        self.returncode: int | None = None
        self._mark_file = pids / f"{name}-{replica}"
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.RLock()

    def __repr__(self) -> str:
        return f"<{self.name}-{self.replica} pid {self.pid}>"

    @property
    def pid(self) -> int | None:
        """Where it runs now; None when it does not."""
        child = self._child
        return child.pid if child else None

    def start(self) -> None:
        """Start it unless it runs; from here on it is meant to run."""
        with self._turn:
            self.wanted = True
            if self.alive():
                return
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with self.log.open("ab") as out:
                self._child = _nursery.submit(self._spawn, out.fileno()).result()
            self.returncode = None
            if mark := Mark.of(self._child.pid):
                mark.keep(self._mark_file)

    def _spawn(self, out: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *self.command],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def alive(self) -> bool:
        """Say whether it runs; of one that has ended, the rest of its session is ended too."""
        with self._turn:
            if self._child is None:
                return False
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, self._child.pid, options) is None:
                return True
            self._bury(self._child)
            return False

    def _bury(self, child: subprocess.Popen[bytes]) -> None:
        # Before it is reaped its number cannot be given to anybody else.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        self.returncode = child.wait()
        self._child = None
        self._mark_file.unlink(missing_ok=True)

    def revive(self) -> bool:
        """Start it again if it is meant to run and does not; True when that was done."""
        with self._turn:
            if not self.wanted or self.alive():
                return False
            self.start()
            return True

    def signal(self, number: int) -> None:
        with self._turn:
            if self._child and self.alive():
                self._child.send_signal(number)

    def pause(self) -> None:
        """Freeze it: connections stay open, nothing answers (SIGSTOP); return when it stands."""
        self.signal(signal.SIGSTOP)
        if self._child is not None:
            either = os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
            pid = self._child.pid
            with contextlib.suppress(ChildProcessError):
                until(lambda: os.waitid(os.P_PID, pid, either) is not None, _SECONDS_TO_STAND, 0.01)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def crash(self) -> None:
        """End it without notice (SIGKILL), as a fault would: whoever watches starts it again."""
        self.signal(signal.SIGKILL)

    def kill(self) -> None:
        """End it without notice (SIGKILL); it stays away until `start`."""
        self.wanted = False
        self.crash()
        self.wait(10)

    def ask_to_stop(self) -> None:
        """Ask it to finish (SIGTERM); from here on it is not meant to run."""
        self.wanted = False
        self.signal(signal.SIGTERM)
        self.resume()

    def stop(self) -> None:
        """Ask it to finish and wait; what outstays its grace is ended without notice."""
        self.ask_to_stop()
        if not self.wait(self.grace):
            self.kill()

    def wait(self, seconds: float) -> bool:
        """Wait for it to end; False when it still runs after `seconds`."""
        return until(lambda: not self.alive(), seconds)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log."""
        return last_lines(self.log, lines)


def until(true: Callable[[], object], seconds: float, pause: float = 0.05) -> bool:
    """Wait until something holds; False when it still does not after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def last_lines(path: Path, lines: int) -> str:
    """Return the last lines of a log, an empty text when there is none."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
