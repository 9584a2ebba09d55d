"""Keys derived from the one root secret, and the customer's id that every service derives alone."""

import hashlib
import hmac
from functools import cache

from common.config import settings

PURPOSES = (
    "context",
    "blind",
    "customer",
    "data",
    "session",
    "partner-key",
    "manage-link",
    "callback",
    "webhook",
    "rating",
    "audit",
    "totp",
    "recovery",
    "invitation",
    "device",
    "code",
    "customer-token",
)


@cache
def key_for(purpose: str) -> bytes:
    """Return the key for one of ``PURPOSES``; one key never serves two."""
    if purpose not in PURPOSES:
        raise ValueError(f"no such purpose: {purpose}")
    return hmac.digest(settings().secret.encode(), purpose.encode(), hashlib.sha256)


def sealed(purpose: str, text: str) -> str:
    """Return the keyed hash of *text*: the same in every service, of no use to a thief."""
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).hexdigest()


def blind(text: str) -> str:
    """Return what *text*, sealed where it is kept, is looked up by: only who knows it finds it."""
    return sealed("blind", text)[:24]


def customer_id(phone: str) -> str:
    """Return the id of whoever answers *phone* (E.164)."""
    return f"c-{sealed('customer', phone)[:24]}"
