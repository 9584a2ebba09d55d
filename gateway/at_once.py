"""How much one caller has under way at once in this process, so that others get their turn."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from common.actor import Actor
from gateway.problems import RateLimited

SOON = 1
"""Seconds until whoever has too much under way may ask again: some of it is done by then."""


class AtOnce:
    """Lets each caller have up to ``most`` under way; it is for threads, and waits for nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def one_more(self, by: Actor) -> Iterator[None]:
        """Count one more of *by*, for as long as it takes.

        Raises:
            RateLimited: as many are under way as may be; ``retry_after`` is in seconds.
        """
        who = by.kind, by.id
        with self._lock:
            if self._under_way[who] >= self._most:
                raise RateLimited(retry_after=SOON)
            self._under_way[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[who] -= 1
                if not self._under_way[who]:
                    del self._under_way[who]
