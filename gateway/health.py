"""What an orchestrator asks of the gateway: ``/healthz``, ``/readyz``, ``/metrics``."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from common.health import failing
from gateway import metrics as figures
from gateway.parts import parts

health = Blueprint("health", __name__)


def away() -> list[str]:
    """Return what of that which the gateway needs cannot be reached just now."""
    return failing(
        {
            "broker": lambda: parts().bus.connected,
            "database": parts().store.ping,
        }
    )


@health.get("/healthz")
def healthz() -> Response:
    return jsonify(ready=True, away=[])


@health.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 while broker and database can be reached; else 503, naming what is away."""
    missing = away()
    return jsonify(ready=not missing, away=missing), 503 if missing else 200


@health.get("/metrics")
def metrics() -> Response:
    return Response(figures.exposition(), content_type=CONTENT_TYPE_LATEST)
