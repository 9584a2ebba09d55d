"""A day's bookings in one hash, by a recipe that partners follow too."""

import hashlib
from collections.abc import Iterable

Revision = tuple[str, int]
"""A booking's id, and how often it has moved."""


def digest(revisions: Iterable[Revision]) -> str:
    """Return the SHA-256 over a line ``id:revision`` for each, in the order of ids."""
    lines = "".join(f"{id}:{revision}\n" for id, revision in sorted(revisions))
    return hashlib.sha256(lines.encode()).hexdigest()
