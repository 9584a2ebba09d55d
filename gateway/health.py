"""What an orchestrator asks of the gateway: ``/healthz``, ``/readyz``, ``/metrics``."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from common.health import failing
from gateway import metrics as figures
from gateway.parts import parts

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    return jsonify(ready=True, away=[])


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 while broker and database can be reached; else 503, naming what is away."""
    away = failing(
        {
            "broker": lambda: parts().bus.connected,
            "database": parts().store.ping,
        }
    )
    return jsonify(ready=not away, away=away), 503 if away else 200


@health.get("/metrics")
def metrics() -> Response:
    return Response(figures.exposition(), content_type=CONTENT_TYPE_LATEST)
