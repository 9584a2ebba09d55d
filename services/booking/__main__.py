"""``python -m services.booking``: the jobs a person does on this service's data."""

from pathlib import Path

import click

from common import clock, mongo
from common.bus.due import DueWork
from common.bus.forgetting import add_forgetting
from common.bus.mending import add_mending
from common.contracts.booking import SERVICE
from common.resealing import add_resealing
from services.booking.calls.watching import plan_looks
from services.booking.commands.configs import config, configuring_by_command, faults_told
from services.booking.commands.days import disruption, list_waiting, print_list
from services.booking.commands.drafts import list_journeys, list_registers
from services.booking.packs import texts
from services.booking.personal import PLACES
from services.booking.store import BookingStore

OUTBOXES = "bookings", "lists", "arrivals", "waitlist", "series", "orders"


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = BookingStore(mongo.database(SERVICE))


add_mending(cli, SERVICE, *OUTBOXES)
add_resealing(cli, SERVICE, PLACES)
add_forgetting(cli, SERVICE)
for command in (config, print_list, list_waiting, disruption, list_journeys, list_registers):
    cli.add_command(command)


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def load(store: BookingStore, folder: Path) -> None:
    """Load every store file (*.yaml) of FOLDER; what is unchanged stays as it is."""
    store.ensure_indexes()
    due = DueWork(mongo.database(SERVICE)["due"])
    configuring, now = configuring_by_command(store), clock.clock_of(SERVICE)()
    for path in sorted(folder.glob("*.yaml")):
        with faults_told(path.name):
            own = texts.read(path.read_text(encoding="utf-8"), ours=True)
            version = configuring.load(path.stem, own)
        plan_looks(due, path.stem, now)
        click.echo(f"{path.stem}: version {version}")


@cli.command()
@click.pass_obj
def verify(store: BookingStore) -> None:
    """Derive anew what every booking and hold claims; fail where one differs."""
    seen, found = 0, 0
    for findings in store.findings():
        seen, found = seen + 1, found + len(findings)
        for finding in findings:
            click.echo(f"{finding.id} {finding.what}")
    if not store.has_the_index():
        found += 1
        click.echo("the unique index on ticks is missing: nothing keeps two from one place")
    click.echo(f"{seen} looked at, {found} findings")
    if found:
        raise SystemExit(1)


if __name__ == "__main__":
    cli()
