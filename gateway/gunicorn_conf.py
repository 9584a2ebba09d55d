"""How the gateway is served: threads, since each request waits for a service most of the time."""

import os
import shutil
import tempfile
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi

from common.config import settings
from common.tuning import tune
from common.waiting import WaitingWorker

SHARED_MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder that the workers' figures share."""

bind = settings().gateway_bind
workers = settings().gateway_workers
threads = settings().gateway_threads
worker_class = WaitingWorker
worker_tmp_dir = SHARED_MEMORY
graceful_timeout = 30
timeout = 60
keepalive = 75
worker_connections = 4000
"""More than wait in any rush: those beyond it would wait in the kernel, where no wait is seen."""
control_socket_disable = True
accesslog = None
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190
"""More than any browser or partner sends is 431 before anything is done for it."""
forwarded_allow_ips = ""
"""What a proxy says of itself counts nowhere; the app looks at addresses alone."""


class Nameless(wsgi.Response):
    """An answer that does not say what serves it."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


def answer_unread(*given: Any) -> None:
    """Answer what is no request.  What is the gateway's is imported in a worker, not before it:
    its figures look for the folder that ``on_starting`` makes when they are imported."""
    from gateway.unread import write_problem

    write_problem(*given)


wsgi.Response = Nameless
util.write_error = answer_unread


def on_starting(server: Any) -> None:
    tune()
    os.environ[FIGURES] = tempfile.mkdtemp(prefix="slipboard-figures-")  # noqa: TID251


def child_exit(server: Any, worker: Any) -> None:
    """Leave the figures of a worker that has gone, and no file that says it lives."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[FIGURES], ignore_errors=True)  # noqa: TID251
