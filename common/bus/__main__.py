"""``python -m common.bus SERVICE``: run one service until SIGTERM, then drain and leave."""

import os

os.environ["EVENTLET_NO_GREENDNS"] = "yes"  # noqa: TID251
import eventlet

eventlet.monkey_patch()

from importlib import import_module

import click

from common.bus.running import run
from common.contracts import SERVICES


@click.command(help=__doc__)
@click.argument("service", type=click.Choice(SERVICES))
def main(service: str) -> None:
    module = import_module(f"services.{service}.service")
    run(getattr(module, f"{service.title()}Service"))


if __name__ == "__main__":
    main()
