"""What an operator does about work that nobody tries any more: list it, try it again, refill."""

import click

from common import mongo
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.bus.outbox import Outbox
from common.bus.publishing import Publisher


def add_mending(cli: click.Group, service: str, *outboxes: str) -> None:
    """Give *service*'s command line ``parked``, ``replay`` and ``refill``.

    *outboxes* are the collections whose documents promise events.
    """

    @cli.command()
    def parked() -> None:
        """List the facts and the due work that nobody tries any more."""
        for entry in _inbox(service).parked():
            click.echo(f"fact  {entry['_id']}  {entry['error']}  heard {entry['heard_at']:%F %T}")
        for piece in _due(service).parked():
            click.echo(f"work  {piece['_id']}  {piece['error']}  due {piece['at']:%F %T}")

    @cli.command()
    @click.argument("key")
    def replay(key: str) -> None:
        """Try the parked fact or piece of work KEY again, from the first try on."""
        if not (_inbox(service).replay(key) or _due(service).replay(key)):
            raise click.ClickException(f"nothing is parked as {key}")
        click.echo(f"{key} is tried again")

    @cli.command()
    def refill() -> None:
        """Tell again what was told within 72 h, after the broker lost its disk."""
        publisher = Publisher()
        database = mongo.database(service)
        promised = sum(Outbox(database[name], publisher).refill() for name in outboxes)
        click.echo(f"{promised} documents promise their events again")


def _inbox(service: str) -> Inbox:
    return Inbox(mongo.database(service)["inbox"])


def _due(service: str) -> DueWork:
    return DueWork(mongo.database(service)["due"])
