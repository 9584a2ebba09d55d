"""Which requests change nothing, by their method."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""What only reads: any page may have sent it, and the audit log does not tell of it."""
