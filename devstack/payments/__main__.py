"""``python -m devstack.payments --port 4030 --key K --secret S``: until it is told to stop."""

import logging
import signal
import sys
from typing import Any

import click
from werkzeug.serving import make_server

from devstack.payments.app import create_app
from devstack.payments.books import Books
from devstack.payments.callbacks import Callbacks


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--key", envvar="SLIPBOARD_PAYMENTS_KEY", required=True, help="What shops bring.")
@click.option(
    "--secret", envvar="SLIPBOARD_PAYMENTS_SECRET", required=True, help="Signs callbacks."
)
def serve(port: int, host: str, key: str, secret: str) -> None:
    """Take payments that move no money."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_app(Books(), Callbacks(secret), key)
    signal.signal(signal.SIGTERM, _leave)
    make_server(host, port, app, threaded=True).serve_forever()


def _leave(number: int, frame: Any) -> None:
    sys.exit(0)


if __name__ == "__main__":
    serve(prog_name="python -m devstack.payments")
