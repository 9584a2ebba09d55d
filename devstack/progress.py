"""Steps on the screen: what is being done, for how many seconds, and what went wrong."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from devstack import ROOT

_LINES_SHOWN = 20


class StepFailed(Exception):
    """A step did not work; the message shows its last lines and says what to do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something is under way until it is done: one line, with its seconds."""
    live = sys.stdout.isatty()
    began = time.monotonic()
    over = threading.Event()

    def tick() -> None:
        while not over.wait(1 if live else 15):
            line = f"  {title} ... {time.monotonic() - began:.0f} s"
            print(f"\r{line}" if live else line, end="" if live else "\n", flush=True)

    print(f"  {title} ...", end="" if live else "\n", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        over.set()
        ticker.join()
        took = f"  {title}: {outcome} in {time.monotonic() - began:.1f} s"
        print(f"\r{took}" if live else took, flush=True)


def carry_out(
    title: str,
    command: Sequence[str],
    log: Path,
    *,
    advice: str,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a command as one step, its output kept in `log`.

    Raises:
        StepFailed: it ended with another code than 0.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with step(title), log.open("w") as out:
        code = subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        ).returncode
        if code:
            words = "\n".join(log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:])
            raise StepFailed(f"{words}\n\n{title} failed (all of it is in {log}).\n{advice}")
