"""An account at the stand-in: drawn anew with each stack, unless a provider is named."""

import secrets
from collections.abc import Mapping


def is_wanted(env: Mapping[str, str]) -> bool:
    return not env.get("SLIPBOARD_PAYMENTS_URL")


def account_at(url: str) -> dict[str, str]:
    """Return the settings of a newly drawn account at a stand-in at *url*."""
    return {
        "SLIPBOARD_PAYMENTS_URL": url,
        "SLIPBOARD_PAYMENTS_KEY": secrets.token_hex(16),
        "SLIPBOARD_PAYMENTS_SECRET": secrets.token_hex(32),
    }


def command(port: int) -> list[str]:
    """Return how the stand-in is started on *port*; its account it finds in the environment."""
    return ["devstack.payments", "--port", str(port)]
