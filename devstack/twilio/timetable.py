"""Things that happen a little later: a status moves on, a phone stops ringing."""

import heapq
import logging
import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any

log = logging.getLogger(__name__)


class Timetable:
    """Runs quick actions at their time, one after the other, on one thread of its own."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Callable[..., Any], tuple[Any, ...]]] = []
        self._changed = threading.Condition()
        self._order = count()
        threading.Thread(target=self._run, name="timetable", daemon=True).start()

    def after(self, seconds: float, act: Callable[..., Any], *args: Any) -> None:
        with self._changed:
            entry = (time.monotonic() + seconds, next(self._order), act, args)
            heapq.heappush(self._due, entry)
            if self._due[0] is entry:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            act, args = self._next()
            try:
                act(*args)
            except Exception:
                log.exception("%r failed", act)

    def _next(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        with self._changed:
            while True:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    _, _, act, args = heapq.heappop(self._due)
                    return act, args
                self._changed.wait(wait)
