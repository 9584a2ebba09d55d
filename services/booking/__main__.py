"""``python -m services.booking``: the jobs a person does on this service's data."""

from pathlib import Path

import click
import yaml

from common import mongo
from common.bus.mending import add_mending
from common.contracts.booking import SERVICE
from services.booking.packs import configured
from services.booking.store import BookingStore


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = BookingStore(mongo.database(SERVICE))


add_mending(cli, SERVICE, "bookings")


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def load(store: BookingStore, folder: Path) -> None:
    """Load every store file (*.yaml) of FOLDER; what is unchanged stays as it is."""
    store.ensure_indexes()
    for path in sorted(folder.glob("*.yaml")):
        own = yaml.safe_load(path.read_text())
        version = store.save_store(path.stem, configured(own))
        click.echo(f"{path.stem}: version {version}")


if __name__ == "__main__":
    cli()
