"""The days on which somebody could come, from the free starts as booking lists them (PO-07)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any


def by_day(slots: Iterable[dict[str, Any]], first: date, days: int) -> list[dict[str, Any]]:
    """Return *days* days from *first* on, each with its starts; a day without any is there too."""
    found: dict[str, list[dict[str, Any]]] = {
        (first + timedelta(days=n)).isoformat(): [] for n in range(days)
    }
    for slot in slots:
        day = slot["start"][: len("2026-03-10")]
        if day in found:
            found[day].append({name: slot[name] for name in ("start", "end", "free")})
    return [{"day": day, "times": times} for day, times in found.items()]
