"""``webhooks``: partners' endpoints, what was sent there, and setting it right."""

from datetime import datetime

import click

from common import clock, mongo
from common.bus.due import DueWork
from common.contracts.notification.webhooks import ENDPOINT_STATES, SERVICE
from services.notification.commands.telling import told
from services.notification.courier import Courier
from services.notification.domain.webhooks.deliveries import DELIVERED, FAILED, PENDING
from services.notification.webhook_store import WebhookStore

of_endpoint = click.argument("endpoint_id", metavar="ENDPOINT")


@click.group()
def webhooks() -> None:
    """See to partners' webhooks."""


@webhooks.command("list")
@click.option("--partner", help="One partner's only.")
@click.option("--state", "states", multiple=True, type=click.Choice(ENDPOINT_STATES))
def list_endpoints(partner: str | None, states: tuple[str, ...]) -> None:
    """List endpoints with how much is owed to each."""
    store = _store()
    for one in store.endpoints(partner, states or None):
        failing = f"failing since {one.failing_since:%F %T}" if one.failing_since else ""
        click.echo(
            f"{one.id}  {one.partner_id}  {one.state:<8}  {one.because or '-':<10}  "
            f"owed {store.owed_to(one.id)}  {one.url}  {','.join(one.events)}  {failing}".rstrip()
        )


@webhooks.command()
@of_endpoint
@click.option("--state", type=click.Choice((PENDING, DELIVERED, FAILED)))
@click.option("--limit", default=50, show_default=True)
def deliveries(endpoint_id: str, state: str | None, limit: int) -> None:
    """List what was sent to ENDPOINT or is to be, the latest first, with the last try."""
    page, _ = _store().deliveries(endpoint_id, state=state, limit=limit)
    for one in page:
        last = one.tries[-1] if one.tries else {"status": None, "error": "-"}
        said = last["status"] or last["error"]
        click.echo(
            f"{one.id}  {one.occurred_at:%F %T}  {one.state:<9}  {len(one.tries)} tries  "
            f"{said}  {one.event_id}"
        )


@webhooks.command()
@of_endpoint
@click.option("--delivery", help="One delivery by its id.")
@click.option("--since", type=datetime.fromisoformat, help="From when on it happened, with offset.")
@click.option("--until", type=datetime.fromisoformat, help="Before when it happened.")
def replay(
    endpoint_id: str, delivery: str | None, since: datetime | None, until: datetime | None
) -> None:
    """Send to ENDPOINT once more: one delivery, or whatever happened within a while."""
    with told():
        if delivery:
            _courier().replay(endpoint_id, delivery)
            count = 1
        elif since and until and since.tzinfo and until.tzinfo and since < until:
            count = _courier().replay_between(endpoint_id, since, until)
        else:
            raise click.UsageError("name a delivery, or since and until with their offsets")
    click.echo(f"{count} sent once more")


@webhooks.command()
@of_endpoint
def pause(endpoint_id: str) -> None:
    """Send nothing to ENDPOINT; what happens meanwhile waits."""
    with told():
        click.echo(f"{endpoint_id} is {_courier().pause(endpoint_id).state}")


@webhooks.command()
@of_endpoint
def resume(endpoint_id: str) -> None:
    """Go on sending to ENDPOINT, whatever it was stopped for."""
    with told():
        click.echo(f"{endpoint_id} is {_courier().resume(endpoint_id).state}")


def _store() -> WebhookStore:
    return WebhookStore(mongo.database(SERVICE))


def _courier() -> Courier:
    return Courier(_store(), DueWork(mongo.database(SERVICE)["due"]), clock.clock_of(SERVICE))
