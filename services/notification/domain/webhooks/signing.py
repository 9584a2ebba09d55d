"""Signing by Standard Webhooks 1.0: HMAC-SHA256 over id, time and body, a signature a secret."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"


def as_secret(key: bytes) -> str:
    """Return *key* as partners get it."""
    return PREFIX + base64.b64encode(key).decode()


def headers(id: str, at: datetime, body: bytes, keys: Iterable[bytes]) -> dict[str, str]:
    """Return the headers by which a receiver knows who sent *body*, and when."""
    moment = str(int(at.timestamp()))
    return {
        "webhook-id": id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(key, id, moment, body) for key in keys),
    }


def _signature(key: bytes, id: str, moment: str, body: bytes) -> str:
    signed = hmac.digest(key, f"{id}.{moment}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"
