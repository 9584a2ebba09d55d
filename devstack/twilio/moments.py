"""Moments as Twilio writes and reads them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime


def now() -> datetime:
    """The time on the wall: the stand-in lives in real time, whatever the product's clock says."""
    return datetime.now(UTC)


def rfc2822(moment: datetime | None) -> str | None:
    """``Thu, 24 Aug 2023 05:01:45 +0000``: to the second, always in GMT."""
    return None if moment is None else format_datetime(moment.astimezone(UTC))


def read(text: str) -> datetime:
    """A moment in any of the forms Twilio documents; one without an offset is GMT.

    Raises:
        ValueError: the text is neither ISO 8601 nor RFC 2822.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def span(text: str) -> tuple[datetime, datetime]:
    """What a date filter covers, half open: a whole day for a date, one second for a moment."""
    start = read(text).replace(microsecond=0)
    return start, start + (timedelta(days=1) if len(text) == 10 else timedelta(seconds=1))
