"""A store's day in lines: the list of it, who waits, and whom an outage would hit."""

from datetime import datetime

import click

from common import clock
from common.context import service_actor
from common.contracts.booking import SERVICE
from common.errors import NotFound, SlipboardError
from services.booking.calls.listing import day_list
from services.booking.calls.planning import Planner
from services.booking.domain import plans, recurring
from services.booking.domain.outages import LANE, STORE, Outage, check_outage
from services.booking.store import BookingStore

EVERY_LANE = "all"


@click.command("lists")
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


@click.command("waitlist")
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


@click.command()
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
