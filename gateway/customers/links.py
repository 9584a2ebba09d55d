"""The link by which a customer looks after one visit: whoever holds it needs nothing else.

The token is 128 bits that only we can make.  It is made of the booking, so that a request that
is sent twice gets the same link; what is kept is its hash.  A link that is issued anew ends the
one before it.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from common.privacy import key_for, sealed

BITS = 128
AFTERWARDS = timedelta(days=7)
"""How long after the visit its link still shows it, and takes a rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What is kept of a link: whose visit it is, and whether another has taken its place."""

    booking_id: str
    customer_id: str
    version: int
    replaced: bool = False


def token_of(booking_id: str, version: int) -> str:
    made = hmac.digest(key_for("manage-link"), f"{booking_id}|{version}".encode(), "sha256")
    return base64.urlsafe_b64encode(made[: BITS // 8]).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    return sealed("manage-link", f"link|{token}")


def is_over(ends: datetime, now: datetime) -> bool:
    """Say whether a visit that *ends* then has been over for so long that its link is too."""
    return now >= ends + AFTERWARDS
