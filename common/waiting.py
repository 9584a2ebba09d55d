"""How long a request has waited for the thread that serves it.

This is apart from the gateway because gunicorn's master reads it before there are workers: what
the gateway itself imports must be imported in a worker.
"""

import threading
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Waited(threading.local):
    """``seconds`` from when this thread's request came in to when it had the thread."""

    seconds = 0.0


waited = Waited()


class WaitingWorker(ThreadWorker):
    """gunicorn's worker with threads, telling each of them how long its request has waited."""

    def enqueue_req(self, conn: Any) -> None:
        conn.queued_at = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        waited.seconds = time.monotonic() - conn.queued_at
        return super().handle(conn)
