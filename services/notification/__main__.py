"""``python -m services.notification``: what went astray, and setting it right.

messages    those whose fate is unknown, or that failed
parked      facts and due work that failed too often
replay      try one of those again
webhooks    partners' endpoints: list, deliveries, replay, pause, resume
broadcasts  what goes out to many people: list, show, pause, stop
"""

import click

from common import mongo
from common.addresses import masked
from common.bus.mending import add_mending
from common.contracts.notification import MESSAGE_STATES, SERVICE
from services.notification.commands.broadcasts import broadcasts
from services.notification.commands.webhooks import webhooks
from services.notification.store import NotificationStore


@click.group(help=__doc__)
def main() -> None:
    pass


add_mending(main, SERVICE, "messages")
main.add_command(webhooks)
main.add_command(broadcasts)


@main.command()
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(MESSAGE_STATES),
    default=("unknown", "failed", "undelivered"),
    show_default=True,
)
@click.option("--limit", default=50, show_default=True)
def messages(states: tuple[str, ...], limit: int) -> None:
    """List messages, newest first."""
    store = NotificationStore(mongo.database(SERVICE))
    found, _ = store.newest(stores=None, states=states, limit=limit)
    for message in found:
        click.echo(
            f"{message.id}  {message.state:<12} {message.why:<14} {message.error_code or '-':<6} "
            f"{message.kind:<13} {masked(message.to)}  {message.store_id}  {message.booking_id}"
        )


if __name__ == "__main__":
    main()
