"""``python -m devstack.tencent --port 4020 ...``: the stand-in, until it is told to stop."""

import logging
from pathlib import Path

import click
from werkzeug.serving import make_server

from devstack.tencent.app import create_app
from devstack.tencent.books import account_of


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), required=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--secret-id", envvar="SLIPBOARD_TENCENT_SECRET_ID", required=True)
@click.option("--secret-key", envvar="SLIPBOARD_TENCENT_SECRET_KEY", required=True)
@click.option("--app-id", envvar="SLIPBOARD_TENCENT_APP_ID", required=True)
@click.option(
    "--templates",
    envvar="SLIPBOARD_TENCENT_TEMPLATES",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="What is approved; the same file as notification's.",
)
@click.option("--callback", default="", help="Where reports are posted.")
def stand_in(
    port: int,
    host: str,
    secret_id: str,
    secret_key: str,
    app_id: str,
    templates: Path,
    callback: str,
) -> None:
    """Answer as Tencent Cloud SMS does, for one application."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    account = account_of(secret_id, secret_key, app_id, templates)
    make_server(host, port, create_app(account, callback), threaded=True).serve_forever()


if __name__ == "__main__":
    stand_in(prog_name="python -m devstack.tencent")
