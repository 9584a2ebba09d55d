"""Where messages go, telephone numbers and e-mail addresses alike, as others may see them."""

from common import phones


def masked(address: str) -> str:
    """Return *address* for a board that others can see: ``l***@example.com`` (PV-09)."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***@{domain}" if at else phones.masked(address)
