"""Whatever of ours dies comes back within a second; what keeps dying waits longer and longer."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from devstack.processes import Process

_LOOKS_EVERY = 0.1
_SETTLED_AFTER = 10.0  # seconds; one that has lived this long died for a new reason
_FIRST_DELAY, _LONGEST_DELAY = 0.5, 30.0


def delay_before(deaths: int) -> float:
    """Return how many seconds one waits that died so often in a row: 0, then 0.5, 1, 2 ... 30."""
    return 0.0 if deaths <= 1 else min(_FIRST_DELAY * 2.0 ** (deaths - 2), _LONGEST_DELAY)


@dataclass
class _Watch:
    process: Process
    deaths: int = 0  # in a row
    started: float = 0.0
    due: float | None = None  # when to start it again


class Supervisor:
    """Watches processes from a thread of its own, between `start` and `stop`."""

    def __init__(
        self, processes: Sequence[Process], *, on_restart: Callable[[Process, int | None], None]
    ) -> None:
        """`on_restart` is called with the process and the exit code it had died with."""
        self._watched = [_Watch(process) for process in processes]
        self._on_restart = on_restart
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        now = time.monotonic()
        for watch in self._watched:
            watch.started = now
        self._thread.start()

    def stop(self) -> None:
        """Start nothing again from here on."""
        self._over.set()
        if self._thread.ident:
            self._thread.join()

    def deaths(self, process: Process) -> int:
        """Return how often in a row this one has died young."""
        return next(watch.deaths for watch in self._watched if watch.process is process)

    def _run(self) -> None:
        while not self._over.wait(_LOOKS_EVERY):
            for watch in self._watched:
                # A full disk is no reason to stop watching: the next look tries again.
                with contextlib.suppress(OSError):
                    self._look_after(watch, time.monotonic())

    def _look_after(self, watch: _Watch, now: float) -> None:
        process = watch.process
        if not process.wanted or process.alive():
            if watch.due is not None:  # somebody else has started or stopped it meanwhile
                watch.due, watch.started = None, now
            return
        if watch.due is None:
            watch.deaths = 1 if now - watch.started > _SETTLED_AFTER else watch.deaths + 1
            watch.due = now + delay_before(watch.deaths)
        if now >= watch.due:
            code = process.returncode
            watch.due, watch.started = None, now
            if process.revive():
                self._on_restart(process, code)
