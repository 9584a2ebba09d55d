"""``python -m services.notification``: what was sent, what went astray, and setting it right.

messages    those that went astray, or all of a booking or a customer, and why
texts       what customers wrote
templates   the words that count in place of ours
parked      facts and due work that failed too often
replay      try one of those again
reseal      seal what is personal with the first of our keys
reconcile   ask the carrier about all that has not ended
contact     what one person wants and agreed to
opt-outs    who hears nothing any more
vapid-keys  a pair of keys for Web Push
webhooks    partners' endpoints: list, deliveries, replay, pause, resume
feed        each store's numbered list: list, check, restart
broadcasts  what goes out to many people: list, show, pause, stop
"""

import click

from common import clock, mongo
from common.bus.forgetting import add_forgetting
from common.bus.mending import add_mending
from common.contracts.notification import SERVICE
from common.resealing import add_resealing
from services.notification.commands.broadcasts import broadcasts
from services.notification.commands.contacts import contact, opt_outs
from services.notification.commands.feed import feed
from services.notification.commands.keys import vapid_keys
from services.notification.commands.reading import messages, templates, texts
from services.notification.commands.webhooks import webhooks
from services.notification.personal import PLACES
from services.notification.store import NotificationStore


@click.group(help=__doc__)
def main() -> None:
    pass


add_mending(main, SERVICE, "messages")
add_resealing(main, SERVICE, PLACES)
add_forgetting(main, SERVICE)
main.add_command(messages)
main.add_command(texts)
main.add_command(templates)
main.add_command(webhooks)
main.add_command(feed)
main.add_command(contact)
main.add_command(opt_outs)
main.add_command(vapid_keys)
main.add_command(broadcasts)


@main.command()
def reconcile() -> None:
    """Have the carrier asked about every message sent over an hour ago that has not ended."""
    store = NotificationStore(mongo.database(SERVICE))
    count = store.look_now(clock.clock_of(SERVICE)(), clock.real())
    click.echo(f"{count} messages are asked about, by whoever of the service runs")


if __name__ == "__main__":
    main()
