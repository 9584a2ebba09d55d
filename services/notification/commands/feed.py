"""``feed``: each store's numbered list of what happened, as partners catch up by it."""

import click

from common import mongo
from common.contracts.notification.feed import SERVICE
from services.notification.webhook_store import WebhookStore


@click.group()
def feed() -> None:
    """See to stores' numbered lists."""


@feed.command("list")
def list_stores() -> None:
    """List stores with the numbers they keep, and how much waits for one."""
    store = WebhookStore(mongo.database(SERVICE))
    for store_id in sorted({*store.numbered_stores(), *store.stores_that_wait()}):
        bounds = store.bounds(store_id)
        waits = store.waiting_in(store_id)
        click.echo(f"{store_id}  {bounds.oldest} to {bounds.last}  {waits} wait")


@feed.command()
def restart() -> None:
    """Begin all numbers anew, after a back-up was restored: they were others' since it was made.

    Partners who ask for what came after an old number are told that it is gone, and read
    their bookings again.
    """
    store = WebhookStore(mongo.database(SERVICE))
    for store_id in store.numbered_stores():
        store.begin_anew(store_id)
        click.echo(f"{store_id}  from {store.bounds(store_id).oldest}")


@feed.command()
@click.argument("store_ids", metavar="[STORE]...", nargs=-1)
def check(store_ids: tuple[str, ...]) -> None:
    """Prove that no number is missing, of each STORE or of all; fail if one is."""
    store = WebhookStore(mongo.database(SERVICE))
    wrong = 0
    for store_id in store_ids or store.numbered_stores():
        bounds = store.bounds(store_id)
        missing = bounds.last - bounds.oldest + 1 - store.kept_of(store_id, bounds)
        wrong += missing != 0
        click.echo(f"{store_id}  {bounds.oldest} to {bounds.last}  {missing} missing")
    raise SystemExit(1 if wrong else 0)
