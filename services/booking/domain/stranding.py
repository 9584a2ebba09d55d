"""Whom a change of a store's configuration would leave without what they booked."""

from datetime import datetime

from services.booking.domain.bookings import Booking
from services.booking.domain.openings import days_between
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import Store

ITEM_GONE, LANE_GONE, LANE_OFF, CLOSED = "item_gone", "lane_gone", "lane_off", "outside_hours"
REASONS = (ITEM_GONE, LANE_GONE, LANE_OFF, CLOSED)


def newly_stranded(before: Store | None, after: Store, booking: Booking) -> list[str]:
    """Return why *booking* could not be met *after*, as far as it could be *before*."""
    had = stranded(before, booking) if before else []
    return [reason for reason in stranded(after, booking) if reason not in had]


def stranded(store: Store, booking: Booking) -> list[str]:
    """Return why *store* as it is cannot meet *booking*; mostly nothing."""
    lanes = {lane.id for lane in store.lanes}
    found = []
    if any(item["code"] not in store.items for item in booking.items):
        found.append(ITEM_GONE)
    if any(lane not in lanes for lane, _, _ in booking.claims):
        found.append(LANE_GONE)
    if _is_off(store, booking):
        found.append(LANE_OFF)
    if not is_open(store, booking.start, booking.end):
        found.append(CLOSED)
    return found


def is_open(store: Store, start: datetime, end: datetime) -> bool:
    """Say whether *store* is open from *start* to *end* without a break."""
    days = days_between(store, start, end)
    return any(
        opens <= start and end <= closes for day in days for opens, closes in store.open_on(day)
    )


def _is_off(store: Store, booking: Booking) -> bool:
    """Say whether a lane that *booking* claims is off duty for some of that time."""
    if not booking.claims:
        return False
    first = min(first for _, first, _ in booking.claims)
    end = max(end for _, _, end in booking.claims)
    return any(
        lane == claimed and max(begins, first) < min(ends, end)
        for lane, begins, ends in off_duty(store, first, end)
        for claimed, first, end in booking.claims
    )
