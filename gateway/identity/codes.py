"""Codes of a second factor: a new one every half minute (TOTP, RFC 6238), and ten for need.

A secret is kept encrypted, as it is needed again; recovery codes only as keyed hashes.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from common.privacy import key_for, sealed

STEP_SECONDS = 30
AROUND = 1
"""How many steps a clock may be fast or slow."""
ISSUER = "Slipboard"
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for another when they are read from paper."""
HALF = 5


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """Return the ``otpauth:`` address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def as_svg(address: str) -> str:
    """Return *address* as a QR code that can stand in a page."""
    return str(segno.make(address, error="m").svg_inline(scale=4, border=4, light="#fff"))


def as_picture(address: str) -> str:
    """Return the same as the address of an image."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="#fff"))


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return which half minute *code* belongs to, if to one around *now*; else None."""
    here = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    given = code.strip().replace(" ", "").encode()
    return next(
        (
            step
            for step in range(here - AROUND, here + AROUND + 1)
            if hmac.compare_digest(totp.generate_otp(step).encode(), given)
        ),
        None,
    )


def new_recovery_codes() -> list[str]:
    """Draw ten codes of fifty bits each: ``k7m2p-x9c4w``."""
    return [f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES)]


def recovery_hash(login: str, code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    letters = "".join(one for one in code.casefold() if one.isalnum())
    return sealed("recovery", f"{login}:{letters}")


def locked(secret: str) -> str:
    """Return *secret* as it may lie in the database."""
    return _lock().encrypt(secret.encode()).decode()


def unlocked(kept: str) -> str | None:
    """Return the secret that was *kept*; None where the root secret has changed since."""
    try:
        return _lock().decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _lock() -> Fernet:
    return Fernet(urlsafe_b64encode(key_for("totp")))


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(HALF))
