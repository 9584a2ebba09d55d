"""``contact`` and ``opt-outs``: what people want, and who hears nothing any more."""

import click

from common import mongo
from common.contracts.notification import SERVICE
from services.notification.domain.people import shown
from services.notification.store import NotificationStore


@click.command()
@click.argument("customer_id", metavar="CUSTOMER")
def contact(customer_id: str) -> None:
    """Show what CUSTOMER prefers, agreed to and took back, the latest first."""
    store = _store()
    told = shown.contact(store.person(customer_id), store.opted_out(customer_id))
    wanted = told["preferences"]
    hours = wanted["contact_hours"]
    click.echo(
        f"prefers {wanted['channel'] or 'any channel'}, "
        + (f"{hours['from']}-{hours['until']}" if hours else "at any time")
    )
    if told["opted_out"]:
        click.echo(f"opted out  {_opt_out(told['opted_out'])}")
    for act in told["history"]:
        click.echo(
            f"{act['at']}  {'given' if act['given'] else 'withdrawn':<9}  "
            f"{','.join(act['purposes'])}  {','.join(act['channels'])}  {act['source']}  "
            f"{act['proof'] or '-'}  {act['reason']}".rstrip()
        )


@click.command("opt-outs")
@click.option("--store", "store_id", help="Of people whose last booking is there.")
@click.option("--limit", default=50, show_default=True)
def opt_outs(store_id: str | None, limit: int) -> None:
    """List who opted out, the latest first, with the store of their last booking."""
    stores = {store_id} if store_id else None
    for one, store in _store().list_opt_outs(stores=stores, limit=limit):
        click.echo(f"{one.id}  {_opt_out(shown.opt_out(one))}  {store or '-'}")


def _opt_out(told: dict[str, str]) -> str:
    return (
        f"{told['since']}  {','.join(told['channels'])}  {told['source']}  {told['proof'] or '-'}"
    )


def _store() -> NotificationStore:
    return NotificationStore(mongo.database(SERVICE))
