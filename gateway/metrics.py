"""How many requests the gateway answers, with what, and how fast (Prometheus)."""

import time

from flask import Flask, Response, g, request
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Histogram(
    "slipboard_http_seconds",
    "Time from taking a request to its answer",
    ["view", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

TURNED_AWAY = Counter(
    "slipboard_http_turned_away_total", "Requests that had waited too long for a thread"
)

UNSIGNED = Counter(
    "slipboard_callbacks_unsigned_total", "Callbacks refused for want of a signature", ["of"]
)
UNWRITTEN = Counter(
    "slipboard_audit_unwritten_total",
    "What strangers asked for that is not in the audit log: their address had filled its minute",
    ["act"],
)

CODES = Counter("slipboard_codes_total", "One-time codes asked for", ["outcome"])
CODES_BUDGET = Gauge(
    "slipboard_codes_budget_used", "Share of the day's codes sent", multiprocess_mode="mostrecent"
)


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def exposition() -> bytes:
    """Return the figures of every worker of this gateway, whichever is asked."""
    if values.ValueClass is values.MutexValue:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return generate_latest(together)


def _begin() -> None:
    g.began = time.monotonic()


def _end(response: Response) -> Response:
    view = request.endpoint or "none"
    REQUESTS.labels(view, response.status_code).observe(time.monotonic() - g.began)
    return response
