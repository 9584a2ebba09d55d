"""``broadcasts``: what goes out to many people, and holding it."""

import click

from common import clock, mongo
from common.bus.due import DueWork
from common.contracts.notification.broadcasts import BROADCAST_STATES, SERVICE
from services.notification.broadcaster import Broadcaster
from services.notification.commands.telling import told
from services.notification.domain.broadcasts.broadcast import Broadcast
from services.notification.domain.broadcasts.progress import progress
from services.notification.store import NotificationStore

OPERATOR = {"id": "command line", "kind": "operator", "role": ""}
of_broadcast = click.argument("broadcast_id", metavar="BROADCAST")


@click.group()
def broadcasts() -> None:
    """See to broadcasts."""


@broadcasts.command("list")
@click.option("--state", type=click.Choice(BROADCAST_STATES))
@click.option("--limit", default=50, show_default=True)
def list_broadcasts(state: str | None, limit: int) -> None:
    """List broadcasts, the latest first."""
    found, _ = _store().broadcasts(stores=None, state=state, limit=limit)
    for one in found:
        stores = "the whole chain" if one.stores is None else ",".join(one.stores)
        urgent = "  emergency" if one.emergency else ""
        click.echo(f"{one.id}  {one.begun_at:%F %T}  {one.state:<9}  {one.kind}  {stores}{urgent}")


@broadcasts.command()
@of_broadcast
def show(broadcast_id: str) -> None:
    """Show how many people of BROADCAST stand where, and why."""
    with told():
        one, store = _store().broadcast(broadcast_id), _store()
        shown = progress(one, store.count_waiting(one.recipients), store.counts_of(one.id))
    click.echo(f"{one.id}  {one.state}  {one.rate_per_minute} a minute  {one.name}")
    for state, people in shown["people"].items():
        if people:
            click.echo(f"{people:>8}  {state}")
    for reason in shown["reasons"]:
        click.echo(f"{reason['people']:>8}  {reason['state']}: {reason['why']}")


@broadcasts.command()
@of_broadcast
def pause(broadcast_id: str) -> None:
    """Let nothing more of BROADCAST out until it is resumed."""
    with told():
        _say(_broadcaster().pause(_store().broadcast(broadcast_id), OPERATOR))


@broadcasts.command()
@of_broadcast
@click.option("--reason", default="", help="Why, for those who ask later.")
def stop(broadcast_id: str, reason: str) -> None:
    """End BROADCAST: nobody is written to any more who was not yet."""
    with told():
        _say(_broadcaster().stop(_store().broadcast(broadcast_id), OPERATOR, reason))


def _say(broadcast: Broadcast) -> None:
    click.echo(f"{broadcast.id} is {broadcast.state}")


def _store() -> NotificationStore:
    return NotificationStore(mongo.database(SERVICE))


def _broadcaster() -> Broadcaster:
    return Broadcaster(_store(), DueWork(mongo.database(SERVICE)["due"]), clock.clock_of(SERVICE))
