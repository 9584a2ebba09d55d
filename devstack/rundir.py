"""A directory in which one launcher at a time keeps what it runs."""

import fcntl
import signal
from pathlib import Path
from typing import IO

from devstack.processes import Mark, NotReady, until


def claim(run_dir: Path) -> IO[str]:
    """Take a run directory for this process; closing the answer, or ending, gives it back.

    Raises:
        NotReady: another process has it.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    lock = (run_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise NotReady(f"{run_dir} is in use by another process.") from None
    return lock


def sweep(pids: Path) -> list[int]:
    """End what an earlier run in this directory left behind; return the pids ended."""
    ended = []
    for path in sorted(pids.glob("*")):
        led = Mark.read(path)
        ended += [one for one in (led.group() if led else []) if one.signal(signal.SIGKILL)]
        path.unlink(missing_ok=True)
    until(lambda: not any(mark.alive() for mark in ended), 10)
    return [mark.pid for mark in ended]
