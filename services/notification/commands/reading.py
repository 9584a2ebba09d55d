"""What was sent and why not, what customers wrote, and whose words count."""

import click

from common import mongo
from common.addresses import masked
from common.contracts.notification import MESSAGE_STATES, SERVICE
from common.phones import masked as masked_phone
from services.notification.domain.templates import CHAIN
from services.notification.store import NotificationStore

ASTRAY = ("unknown", "failed", "undelivered")


@click.command()
@click.option("--state", "states", multiple=True, type=click.Choice(MESSAGE_STATES))
@click.option("--booking", "booking_id", help="Only those about this booking, in every state.")
@click.option("--customer", "customer_id", help="Only those to this customer, in every state.")
@click.option("--limit", default=50, show_default=True)
def messages(
    states: tuple[str, ...], booking_id: str | None, customer_id: str | None, limit: int
) -> None:
    """List messages, newest first, with why they stand so: unless told, those that went astray."""
    wanted = states or (None if booking_id or customer_id else ASTRAY)
    found, _ = _store().newest(
        stores=None, states=wanted, booking_id=booking_id, customer_id=customer_id, limit=limit
    )
    for message in found:
        click.echo(
            f"{message.id}  {message.state:<12} {message.why:<14} {message.error_code or '-':<6} "
            f"{message.kind:<13} {masked(message.to)}  {message.store_id}  {message.booking_id}"
        )
        if message.sentence and (booking_id or customer_id):
            click.echo(f"    {message.sentence['en']}")


@click.command()
@click.option("--store", "store_id", help="Only what was written to this store.")
@click.option("--limit", default=50, show_default=True)
def texts(store_id: str | None, limit: int) -> None:
    """List what customers wrote, the latest first, and what was made of it."""
    stores = {store_id} if store_id else None
    for text in _store().texts(stores=stores, customer_id=None, meaning=None, limit=limit):
        click.echo(
            f"{text.at:%Y-%m-%d %H:%M}Z  {masked_phone(text.phone)}  {text.meaning:<10} "
            f"{text.booking_id or '-'}  {text.body}"
        )


@click.command()
@click.option("--store", "store_id", help="Those that count there: its own, or the chain's.")
def templates(store_id: str | None) -> None:
    """List the kept words that count in place of ours."""
    for key, text in sorted(_store().texts_of(store_id or CHAIN).items()):
        click.echo(f"{' '.join(key)}\n{text}\n")


def _store() -> NotificationStore:
    return NotificationStore(mongo.database(SERVICE))
