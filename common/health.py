"""What an orchestrator asks of a service process: ``/healthz``, ``/readyz``, ``/metrics``."""

import json
import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

Check = Callable[[], bool]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Leave probes out of the log."""


def serve(host: str, port: int, checks: dict[str, Check]) -> None:
    """Answer on *port* from a thread of its own.

    ``/healthz`` is 200 while this process can answer at all; ``/readyz`` is 200 while every
    one of *checks* holds, and names the ones that do not.
    """
    metrics = make_wsgi_app()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            return metrics(environ, start_response)
        if path not in ("/healthz", "/readyz"):
            start_response("404 Not Found", [])
            return [b""]
        away = [] if path == "/healthz" else failing(checks)
        status = "503 Service Unavailable" if away else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps({"ready": not away, "away": away}).encode()]

    server = make_server(host, port, answer, server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, name="ops", daemon=True).start()


def failing(checks: dict[str, Check]) -> list[str]:
    """Return the names of the checks that do not hold; one that raises does not hold."""
    away = []
    for name, check in checks.items():
        try:
            held = check()
        except Exception:  # a check may fail in any way; the answer is the same
            held = False
        if not held:
            away.append(name)
    return away
