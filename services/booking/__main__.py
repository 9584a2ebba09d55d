"""``python -m services.booking``: the jobs a person does on this service's data."""

from datetime import datetime
from pathlib import Path

import click
import yaml

from common import clock, mongo
from common.bus.due import DueWork
from common.bus.mending import add_mending
from common.context import service_actor
from common.contracts.booking import SERVICE
from common.errors import Invalid, NotFound, SlipboardError
from services.booking import journeys, registers
from services.booking.calls.listing import day_list, plan_list
from services.booking.calls.planning import Planner
from services.booking.calls.watching import plan_watch
from services.booking.domain import plans, recurring
from services.booking.domain.outages import LANE, STORE, Outage, check_outage
from services.booking.packs import configured
from services.booking.store import BookingStore

EVERY_LANE = "all"


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = BookingStore(mongo.database(SERVICE))


add_mending(cli, SERVICE, "bookings", "lists", "arrivals", "waitlist")


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def load(store: BookingStore, folder: Path) -> None:
    """Load every store file (*.yaml) of FOLDER; what is unchanged stays as it is."""
    store.ensure_indexes()
    due, now = DueWork(mongo.database(SERVICE)["due"]), clock.clock_of(SERVICE)()
    for path in sorted(folder.glob("*.yaml")):
        own = yaml.safe_load(path.read_text())
        version = store.save_store(path.stem, configured(own))
        plan_watch(due, path.stem, now)
        if store.store(path.stem).paperwork.lists:
            plan_list(due, path.stem, now)
        click.echo(f"{path.stem}: version {version}")


@cli.command()
@click.argument("store_id", metavar="STORE")
@click.argument("lane")
@click.argument("first", metavar="FROM", type=datetime.fromisoformat)
@click.argument("end", metavar="TO", type=datetime.fromisoformat)
@click.pass_obj
def disruption(
    store: BookingStore, store_id: str, lane: str, first: datetime, end: datetime
) -> None:
    """Print whom it would hit if LANE (or ``all``) were away, and what they could have instead.

    FROM and TO are times of the store, as in 2026-03-10T14:00.  Nothing is written.
    """
    now = clock.clock_of(SERVICE)()
    try:
        shop = store.store(store_id)
        lanes = () if lane == EVERY_LANE else (lane,)
        first, end = recurring.at_local(first, shop.zone), recurring.at_local(end, shop.zone)
        outage = Outage("", lanes, first, end)
        check_outage(shop, STORE if lane == EVERY_LANE else LANE, outage, now)
    except SlipboardError as error:
        raise click.ClickException(str(error)) from error
    plan = plans.begun("", shop, LANE, outage, now, service_actor(SERVICE))
    told = plans.as_read(shop, Planner(store, now).renewed(shop, plan), now)
    for one in told["bookings"]:
        click.echo(f"{one['number']} {one['start']} {one['status']}")
        for offer in one["proposals"]:
            lanes_told = ", ".join(offer["lanes"])
            because = offer["because"]["en"]
            click.echo(
                f"  {offer['rank']}. {offer['start']} {offer['store_id']} {lanes_told}: {because}"
            )
    click.echo(f"{len(told['bookings'])} bookings hit")


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


@cli.command("lists")
@click.argument("store_id")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.pass_obj
def print_list(store: BookingStore, store_id: str, day: datetime) -> None:
    """Print the list of STORE_ID's DAY as it stands: who comes when, for what, to whom."""
    try:
        shop = store.store(store_id)
    except NotFound as error:
        raise click.ClickException(f"no store is called {store_id}") from error
    told = day_list(store, shop, day.date(), with_phone=False)
    said = f"version {told['version']}" if told["version"] else "not published yet"
    click.echo(f"{store_id} {told['day']}: {said}, {len(told['current'])} bookings")
    for row in told["current"]:
        items = ", ".join(one["en"] if isinstance(one, dict) else one for one in row["items"])
        mark = "priority" if row["priority"] else ""
        cells = (row["start"][11:16], row["number"], row["customer"], row["phone"], items, mark)
        click.echo("  ".join(filter(None, cells)))


@cli.command("waitlist")
@click.argument("store_id")
@click.pass_obj
def list_waiting(store: BookingStore, store_id: str) -> None:
    """List who waits at STORE_ID, whoever is next first, and what they are offered until when."""
    try:
        shop = store.store(store_id)
    except NotFound as error:
        raise click.ClickException(f"there is no store {store_id}") from error
    queue = store.queue(store_id)
    for place, entry in enumerate(queue, 1):
        first, end = shop.local(entry.window.first), shop.local(entry.window.end)
        line = f"{place}  {entry.id}  {','.join(entry.items)}  {first:%F %H:%M} to {end:%F %H:%M}"
        if entry.offer:
            start, until = shop.local(entry.offer.start), shop.local(entry.offer.until)
            line += f"  offered {start:%F %H:%M} until {until:%F %H:%M}"
        click.echo(line)
    click.echo(f"{len(queue)} waiting")


@cli.command("journeys")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def list_journeys(file: Path | None) -> None:
    """List the journeys that visits follow, or say everything that is wrong with FILE."""
    if file is None:
        for name in journeys.names():
            journey = journeys.journey(name)
            click.echo(f"{name}: version {journey.version}, {len(journey.steps)} steps")
        return
    try:
        journey = journeys.read(file.read_text(encoding="utf-8"))
    except Invalid as error:
        for place, faults in error.details["fields"].items():
            click.echo(f"{place}: {'; '.join(faults)}", err=True)
        raise click.ClickException(f"{file.name} cannot be followed") from error
    click.echo(f"{journey.code}: version {journey.version}, {len(journey.steps)} steps")


@cli.command("registers")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def list_registers(file: Path | None) -> None:
    """List the registers that stores may keep, or say everything that is wrong with FILE."""
    if file is None:
        for name in registers.names():
            register = registers.register(name)
            click.echo(f"{name}: version {register.version}, {len(register.fields)} fields")
        return
    try:
        register = registers.read(file.read_text(encoding="utf-8"))
    except Invalid as error:
        for place, faults in error.details["fields"].items():
            click.echo(f"{place}: {'; '.join(faults)}", err=True)
        raise click.ClickException(f"{file.name} cannot be kept") from error
    click.echo(f"{register.code}: version {register.version}, {len(register.fields)} fields")


if __name__ == "__main__":
    cli()
