"""What a message is for: who asked for it, how much of it one person bears, what it needs.

One budget a person, over all stores: the more a message is for them, the more may have
come before it.  What answers their own act is never counted nor held back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Purpose:
    """``per_day`` and ``per_week`` say how many uninvited messages may have come before.

    What is ``urgent`` waits neither for the morning nor for money.
    ``ends_visit`` says that it ends what was written about a visit, which does not count then.
    """

    name: str
    own_act: bool = False
    needs_consent: bool = False
    urgent: bool = False
    per_day: int | None = None
    per_week: int | None = None
    ends_visit: bool = False


ANSWER = Purpose("answer", own_act=True)
REMINDER = Purpose("reminder", per_day=6, per_week=20)
SERVICE = Purpose("service", per_day=4, per_week=12)
"""What followed from a visit or a complaint: nobody asked for it, and it is no advertisement."""
SURVEY = Purpose("survey", per_day=1, per_week=2, ends_visit=True)
MARKETING = Purpose("marketing", needs_consent=True, per_day=1, per_week=2)
CODE = Purpose("code", own_act=True)
"""What proves that whoever asks has the telephone; nobody but them hears of it."""
STAFF = Purpose("staff", own_act=True)
"""To the store's own people: no customer's budget, consent or quiet hours are touched by it."""
NOTICE = Purpose("notice", per_day=8, per_week=30)
EMERGENCY = Purpose("emergency", urgent=True)
_ALL = (ANSWER, REMINDER, SERVICE, SURVEY, MARKETING, CODE, STAFF, NOTICE, EMERGENCY)
PURPOSES = {one.name: one for one in _ALL}

OF_KIND = {
    "confirmation": ANSWER,
    "change": ANSWER,
    "cancellation": ANSWER,
    "offer": ANSWER,
    "not_reached": REMINDER,
    "reminder": REMINDER,
    "call": REMINDER,
    "confirm_call": REMINDER,
    "next_day_list": STAFF,
    "vip_change": STAFF,
    "vip_arrival": STAFF,
    "departure": STAFF,
    "maintenance_due": REMINDER,
    "missed_visit": SERVICE,
    "after_call": SERVICE,
    "case_answered": SERVICE,
    "refund": SERVICE,
    "survey": SURVEY,
    "campaign": MARKETING,
    "code": CODE,
}


@dataclass(frozen=True, slots=True)
class OverBudget:
    """So many uninvited messages came within ``days``; the next one may come ``again_at``."""

    came: int
    days: int
    again_at: datetime


def over_budget(purpose: Purpose, sent: Iterable[datetime], now: datetime) -> OverBudget | None:
    """Say whether one more message of *purpose* is too much after those *sent* to that person."""
    if purpose.own_act:
        return None
    before = sorted(sent)
    for most, span in ((purpose.per_day, A_DAY), (purpose.per_week, A_WEEK)):
        if most is None:
            continue
        lately = [moment for moment in before if moment > now - span]
        if len(lately) >= most:
            return OverBudget(len(lately), span.days, lately[len(lately) - most] + span)
    return None
