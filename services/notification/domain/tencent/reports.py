"""What Tencent tells of a message that it took: that it arrived, or by which code it did not.

Reports get lost, so it is asked as well, three times over six hours.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from common.sms_routes import TENCENT

SUCCESS = "SUCCESS"
UNTOLD = "UNKNOWN"
LONGEST_CODE = 64
ASKED: Mapping[str, tuple[timedelta, ...]] = {
    TENCENT: (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)),
}
"""How long after an attempt a provider is asked what came of it, if it has not told; real time."""

ASKED_AGAIN = timedelta(minutes=5)
"""How long to wait where it does not answer."""


def status_of(report: str, said: str | None) -> tuple[str, str | None]:
    """Return how far a message came, in the words of ``status``, and the carrier's code."""
    if report == SUCCESS:
        return "delivered", None
    return "undelivered", (said or UNTOLD)[:LONGEST_CODE]


def until_asked(provider: str, begun: datetime | None, real_now: datetime) -> timedelta | None:
    """Return how long to wait until *provider* is next asked of an attempt; None: no more."""
    begun = begun or real_now
    to_come = (begun + after - real_now for after in ASKED.get(provider, ()))
    return next((wait for wait in to_come if wait > timedelta()), None)
