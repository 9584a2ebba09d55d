"""What a customer is told because of how a visit went, or did not."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.followup.domain.notices.notice import Notice, Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

MISSED, SURVEY = "missed_visit", "survey"
NO_SHOW, NO_SHOW_CALL, COMPLETED = "no_show", "no_show_call", "completed"
TOLD_OF = frozenset({NO_SHOW, COMPLETED})
MISSED_DAYS = 3
"""As long as the adviser asks for them, counted from the day after (NS-02)."""
SURVEY_MINUTES = 120
SURVEY_DAYS = 7
"""A visit can be rated from two hours after it on, for a week (SV-13)."""


def is_told_of(*statuses: str | None) -> bool:
    """Say whether anything is to be told, or was, of a visit that went through *statuses*."""
    return not TOLD_OF.isdisjoint(statuses)


def about(booking_id: str) -> str:
    return f"booking:{booking_id}"


def after(fact: dict[str, Any], shop: Shop, now: datetime, token: str) -> Wanted:
    """Return what the customer of a booking is to be told as its *fact* says that it stands.

    *token* is the end of the link by which they may rate the visit.
    """
    told = (*_missed(fact, shop, now), *_survey(fact, shop, token))
    return Wanted(about(fact["booking_id"]), told)


def _missed(fact: dict[str, Any], shop: Shop, now: datetime) -> tuple[Notice, ...]:
    """Return the word to somebody who was expected and did not come."""
    if fact["status"] != NO_SHOW or not shop.tells(MISSED):
        return ()
    days = shop.figure(NO_SHOW_CALL, "days", MISSED_DAYS)
    last = fact["start"].astimezone(ZoneInfo(shop.timezone)).date() + timedelta(days=days)
    return (
        noticed(
            MISSED,
            about(fact["booking_id"]),
            addressee(fact["customer"], None),
            store_id=fact["store_id"],
            from_at=now,
            until=shop.moment(last + timedelta(days=1), time.min),
            booking_id=fact["booking_id"],
            number=fact["number"],
            start=fact["start"].isoformat(),
        ),
    )


def _survey(fact: dict[str, Any], shop: Shop, token: str) -> tuple[Notice, ...]:
    """Return the invitation to rate a visit that is over: one a booking (SV-02, SV-13)."""
    if fact["status"] != COMPLETED or not shop.tells(SURVEY):
        return ()
    wait = timedelta(minutes=shop.figure(SURVEY, "minutes", SURVEY_MINUTES))
    days = timedelta(days=shop.figure(SURVEY, "days", SURVEY_DAYS))
    from_at = fact["completed_at"] + wait
    return (
        noticed(
            SURVEY,
            about(fact["booking_id"]),
            addressee(fact["customer"], None),
            store_id=fact["store_id"],
            from_at=from_at,
            until=from_at + days,
            booking_id=fact["booking_id"],
            start=fact["start"].isoformat(),
            token=token,
        ),
    )
