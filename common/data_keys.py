"""The keys of personal data as one setting names them: ``2027:<64 hex digits>,2026:<...>``.

The first one seals; the others still open what they sealed.
"""

import re

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")
KEY = re.compile(r"[0-9a-f]{64}")
ROOT = "root"
"""The name of the key that comes of the root secret, and so of no other."""


def keys_of(setting: str) -> dict[str, bytes]:
    """Return the keys by name, in their order; *setting* has no fault."""
    named = (one.partition(":") for one in _told(setting))
    return {name: bytes.fromhex(key) for name, _, key in named}


def fault_of(setting: str) -> str | None:
    """Return what is wrong with *setting*, without a word of any key, or None."""
    names = []
    for place, one in enumerate(_told(setting), start=1):
        name, _, key = one.partition(":")
        if not NAME.fullmatch(name):
            return f"key {place} has no name of 1 to 16 small letters, digits and -"
        if name == ROOT:
            return f"{ROOT} is the name of the key that comes of the secret"
        if not KEY.fullmatch(key):
            return f"the key {name} is not 64 hex digits, as openssl rand -hex 32 draws them"
        names.append(name)
    if len(set(names)) < len(names):
        return "two keys have the same name"
    return None


def _told(setting: str) -> list[str]:
    return [one.strip() for one in setting.split(",")] if setting.strip() else []
