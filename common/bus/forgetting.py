"""What an operator does about data that is kept too long: look at what would go, let it go."""

import click

from common import clock, mongo
from common.bus.client import RpcClient
from common.bus.due import DueWork
from common.context import service_actor
from common.contracts.erasing import preview_retention
from common.retaining import RETAIN

COMMAND = "command"


def add_forgetting(cli: click.Group, service: str) -> None:
    """Give *service*'s command line ``retain``, done by the service as it runs."""

    @cli.command()
    @click.option("--dry-run", is_flag=True, help="Only say what would go.")
    def retain(dry_run: bool) -> None:
        """Let go at once of what has been kept as long as it may be; it is done once a day."""
        if dry_run:
            _tell(service)
            return
        now = clock.clock_of(service)()
        due = DueWork(mongo.database(service)["due"])
        due.plan(f"{RETAIN}:{now.isoformat()}", RETAIN, now, {})
        click.echo(f"{service} lets go of it as soon as one of its processes is free")


def _tell(service: str) -> None:
    call = preview_retention(service)
    classes = RpcClient().call(call, service_actor(COMMAND, call.needs))["classes"]
    for one in classes:
        where = one["store_id"] or "no store"
        kept = f"{one['period']}, before {one['before']}"
        click.echo(f"{one['class']:20} {where:12} {one['documents']:8}  {kept}")
    click.echo(f"{sum(one['documents'] for one in classes)} would go")
