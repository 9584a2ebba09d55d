"""``python -m devstack.mails --port 4020 --smtp-port 4025``: until it is told to stop."""

import logging
import signal
import sys
from typing import Any

import click
from aiosmtpd.controller import Controller
from werkzeug.serving import make_server

from devstack.mails.app import create_app
from devstack.mails.box import Box


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), required=True, help="Where they are read.")
@click.option("--smtp-port", type=click.IntRange(1, 65535), required=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def catch(port: int, smtp_port: int, host: str) -> None:
    """Take every e-mail, deliver none, and show them."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    box = Box()
    smtp = Controller(box, hostname=host, port=smtp_port)
    server = make_server(host, port, create_app(box), threaded=True)
    signal.signal(signal.SIGTERM, _leave)
    smtp.start()
    try:
        server.serve_forever()
    finally:
        smtp.stop()


def _leave(number: int, frame: Any) -> None:
    sys.exit(0)


if __name__ == "__main__":
    catch(prog_name="python -m devstack.mails")
