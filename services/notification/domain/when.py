"""When a message is due, and until when it may still be sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.manners import Manners, before_quiet
from services.notification.domain.people.windows import Window, moved_into

REMINDER_GRACE = timedelta(minutes=30)
CANCELLATION_GRACE = timedelta(hours=24)
ALONE_PATIENCE = timedelta(minutes=15)
"""So long somebody tries to hand over what goes in the place of an SMS; then that goes."""


def reminders(
    start: datetime,
    agreed_at: datetime,
    manners: Manners,
    zone: ZoneInfo,
    hours: Window | None = None,
) -> Iterator[tuple[int, datetime]]:
    """Yield ``(lead in minutes, due)`` for each reminder of a visit at *start* (RM-03).

    What would come in the quiet hours comes before them; what would come outside of the
    *hours* that the customer prefers comes within them (RM-09).  A moment that had come when
    the visit was agreed gets none: the confirmation says it all.
    """
    planned = set()
    for lead in manners.leads:
        due = start - timedelta(minutes=lead)
        if hours is None:
            due = before_quiet(manners, due, zone)
        elif due > agreed_at:
            due = moved_into(hours, due, zone, after=agreed_at, before=start)
        if due > agreed_at and due not in planned:
            planned.add(due)
            yield lead, due


def is_too_late(
    kind: str, *, lead_minutes: int, due_at: datetime, start: datetime, now: datetime
) -> bool:
    """Say whether a message that was due at *due_at* would only confuse at *now*.

    A reminder waits for the shorter of 30 minutes and half its lead (RM-03), and nothing
    announces a visit whose time has come.  A cancellation is worth telling for a day (CX-04).
    """
    late = now - due_at
    if kind == "cancellation":
        return late > CANCELLATION_GRACE
    if kind == "reminder" and late > min(REMINDER_GRACE, timedelta(minutes=lead_minutes) / 2):
        return True
    return now >= start
