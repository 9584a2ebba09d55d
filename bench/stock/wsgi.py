"""The empty call behind Flask, served as the gateway is: ``bench.stock.wsgi:app``."""

import threading

from flask import Flask, Response, jsonify

from bench.stock.client import StockClient
from common.config import settings

app = Flask(__name__)
_making = threading.Lock()
_made: list[StockClient] = []


def _client() -> StockClient:
    if not _made:
        with _making:
            if not _made:
                _made.append(StockClient(settings().amqp_uri))
    return _made[0]


@app.get("/echo")
def echo() -> Response:
    return jsonify(_client().call("echo", "echo"))
