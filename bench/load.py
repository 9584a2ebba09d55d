"""Load from a process of its own, so that what is measured does not wait for what measures."""

import multiprocessing
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from bench.slices import Slice

Loop = Callable[[int, float], Slice]
"""Keeps a number of clients asking for some seconds."""


class Load:
    """A child process that makes a ``Loop`` once and runs it when told.

    ``make`` is a function of a module, called in the child with *arguments* after *env* has been
    put over its environment.
    """

    def __init__(
        self, make: Callable[..., Loop], *arguments: Any, env: Mapping[str, str] | None = None
    ) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._line, far_end = spawning.Pipe()
        self._child = spawning.Process(
            target=_obey, args=(far_end, dict(env or {}), make, arguments), daemon=True
        )
        self._child.start()
        far_end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()
        self._child.join(10)

    def run(self, clients: int, seconds: float) -> Slice:
        """Return what *clients* got within *seconds*."""
        self._line.send((clients, seconds))
        told: Slice = self._line.recv()
        return told


def _obey(line: Connection, env: dict[str, str], make: Callable[..., Loop], given: Any) -> None:
    os.environ.update(env)
    loop = make(*given)
    while True:
        try:
            clients, seconds = line.recv()
        except EOFError:
            # A client library's threads must not keep a process whose work is done.
            os._exit(0)
        before = time.process_time()
        found = loop(clients, seconds)
        used = time.process_time() - before
        line.send(replace(found, cpu={"load": used}))


def by_threads(act: Callable[[], str]) -> Loop:
    """Return a loop whose clients are threads that do *act*, which returns an outcome."""

    def loop(clients: int, seconds: float) -> Slice:
        found: list[tuple[float, str]] = []
        ends = time.monotonic() + seconds

        def client() -> None:
            began = time.monotonic()
            while began < ends:
                outcome = act()
                done = time.monotonic()
                if done < ends:
                    found.append((done - began, outcome))
                began = done

        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        waits = [wait for wait, _ in found]
        return Slice(seconds, waits, Counter(outcome for _, outcome in found))

    return loop
