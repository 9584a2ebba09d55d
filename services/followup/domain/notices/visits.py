"""What a customer is told because of how a visit went, or did not."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.followup.domain.notices.notice import Notice, Wanted, addressee, noticed
from services.followup.domain.notices.shops import Shop

MISSED = "missed_visit"
NO_SHOW, NO_SHOW_CALL = "no_show", "no_show_call"
TOLD_OF = frozenset({NO_SHOW})
MISSED_DAYS = 3
"""As long as the adviser asks for them, counted from the day after (NS-02)."""


def is_told_of(*statuses: str | None) -> bool:
    """Say whether anything is to be told, or was, of a visit that went through *statuses*."""
    return not TOLD_OF.isdisjoint(statuses)


def after(fact: dict[str, Any], shop: Shop, now: datetime) -> Wanted:
    """Return what the customer of a booking is to be told as its *fact* says that it stands."""
    return Wanted(f"booking:{fact['booking_id']}", _missed(fact, shop, now))


def _missed(fact: dict[str, Any], shop: Shop, now: datetime) -> tuple[Notice, ...]:
    """Return the word to somebody who was expected and did not come."""
    if fact["status"] != NO_SHOW or not shop.tells(MISSED):
        return ()
    days = shop.figure(NO_SHOW_CALL, "days", MISSED_DAYS)
    last = fact["start"].astimezone(ZoneInfo(shop.timezone)).date() + timedelta(days=days)
    return (
        noticed(
            MISSED,
            f"booking:{fact['booking_id']}",
            addressee(fact["customer"], None),
            store_id=fact["store_id"],
            from_at=now,
            until=shop.moment(last + timedelta(days=1), time.min),
            booking_id=fact["booking_id"],
            number=fact["number"],
            start=fact["start"].isoformat(),
        ),
    )
