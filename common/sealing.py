"""What lies in a database of ours and says who somebody is: sealed with AES-256-GCM.

A sealed text is ``<key's name>.<base64 of nonce, ciphertext and tag>``.  It opens only for
what it was sealed about, so nobody can move it to where it would mean something else.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common.config import settings
from common.data_keys import ROOT, keys_of
from common.privacy import key_for

NONCE = 12


class Unreadable(Exception):
    """A sealed text that does not open here."""


class UnknownKey(Unreadable):
    """No key that we have has the name of the one that sealed it."""

    def __init__(self, key: str) -> None:
        super().__init__(f"sealed with the key {key!r}, which SLIPBOARD_DATA_KEYS does not name")


class Tampered(Unreadable):
    """It was changed, moved from elsewhere, or sealed with another key of the same name."""

    def __init__(self, about: str) -> None:
        super().__init__(f"what is sealed of {about} is not as we wrote it")


class Keyring:
    """Keys by name; the first one seals, each opens what it sealed."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self.current = next(iter(keys))

    def seal(self, content: bytes, about: str) -> str:
        """Return *content* sealed with the current key; *about* is needed to open it."""
        nonce = secrets.token_bytes(NONCE)
        ciphertext = self._ciphers[self.current].encrypt(nonce, content, about.encode())
        return f"{self.current}.{urlsafe_b64encode(nonce + ciphertext).decode()}"

    def open(self, sealed: str, about: str) -> bytes:
        """Return what ``seal`` was given.

        Raises:
            UnknownKey, Tampered
        """
        key, _, text = sealed.partition(".")
        if key not in self._ciphers:
            raise UnknownKey(key)
        try:
            told = urlsafe_b64decode(text)
            return self._ciphers[key].decrypt(told[:NONCE], told[NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise Tampered(about) from error

    def is_current(self, sealed: str) -> bool:
        """Say whether the key that seals now sealed it."""
        return sealed.partition(".")[0] == self.current


@cache
def keyring() -> Keyring:
    """Return this process's keys: those of the settings, then the one that comes of the secret."""
    return Keyring({**keys_of(settings().data_keys), ROOT: key_for("data")})
