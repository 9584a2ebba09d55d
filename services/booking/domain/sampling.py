"""Which bookings are looked at when somebody checks how they were handled (PL-05)."""

from collections.abc import Iterable
from hashlib import sha256


def drawn(ids: Iterable[str], count: int, seed: str) -> list[str]:
    """Return *count* of *ids* as *seed* draws them, or all where there are fewer.

    The same seed draws the same again; nobody can tell beforehand what another will draw.
    """
    return sorted(ids, key=lambda id: sha256(f"{seed}|{id}".encode()).digest())[:count]
