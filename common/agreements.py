"""Until when a partner's signed agreement lasts (PV-06): to the end of its last day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HEAD_OFFICE = ZoneInfo("Asia/Shanghai")


def in_date(until: date | None, now: datetime) -> bool:
    """Say whether an agreement that lasts *until* is in date at head office; None is none."""
    return until is not None and now.astimezone(HEAD_OFFICE).date() <= until
