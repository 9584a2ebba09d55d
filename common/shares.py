"""Shares without rounding: whole basis points inside, percent as people write it outside."""

import re

ALL = 10_000
NO_PERCENTAGE = "must be a percentage from 0 to 100, two decimals at most"
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?").fullmatch


def basis_points(percent: str) -> int | None:
    """Return ``49.9`` as 4990; None for anything but 0 to 100 with two decimals at most."""
    written = _PERCENT(percent)
    if written is None:
        return None
    whole, decimals = written.groups(default="")
    points = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return points if points <= ALL else None


def as_percent(points: int) -> float:
    return points / 100
