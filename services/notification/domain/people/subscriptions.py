"""A device that a person wants to be told on: where its push service listens, and its keys."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from common import outside
from common.outside import Inside

MOST = 10
"""So many devices of a person are told, the latest ones; nobody has more at hand."""

NO_KEY = "is no public key of P-256, as a browser gives it"
NO_SECRET = "is no secret of 16 bytes, as a browser gives it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """``endpoint`` is a secret: whoever knows it may ring.  The keys are base64url."""

    id: str
    customer_id: str
    endpoint: str = field(repr=False)
    p256dh: str
    auth: str = field(repr=False)
    at: datetime

    @property
    def origin(self) -> str:
        """Return whose push service it is, which is what may be shown."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    def as_told(self) -> dict[str, Any]:
        """Return it as a browser would have said it."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}


def id_of(endpoint: str) -> str:
    return f"ps-{hashlib.sha256(endpoint.encode()).hexdigest()[:24]}"


def faults_of(endpoint: str, p256dh: str, auth: str, *, loopback: bool) -> dict[str, list[str]]:
    """Return all that is wrong with a subscription, by its field."""
    faults = {}
    try:
        outside.target(endpoint, loopback=loopback)
    except Inside as fault:
        faults["endpoint"] = [str(fault)]
    if not _is_public_key(_decoded(p256dh)):
        faults["keys.p256dh"] = [NO_KEY]
    if len(_decoded(auth)) != 16:
        faults["keys.auth"] = [NO_SECRET]
    return faults


def _is_public_key(point: bytes) -> bool:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == 65


def _decoded(text: str) -> bytes:
    """Return the bytes that *text* stands for, none where it is no base64url."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
