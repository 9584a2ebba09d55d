"""``vapid-keys``: the key by which push services know us."""

import click
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from services.notification.push_sender import public_key_of


@click.command("vapid-keys")
def vapid_keys() -> None:
    """Draw a pair of keys for Web Push: one to set and to keep, one that browsers are told."""
    vapid = Vapid02()
    vapid.generate_keys()
    number = vapid.private_key.private_numbers().private_value
    click.echo(f"SLIPBOARD_VAPID_PRIVATE_KEY={b64urlencode(number.to_bytes(32, 'big'))}")
    click.echo(f"public key: {public_key_of(vapid)}")
