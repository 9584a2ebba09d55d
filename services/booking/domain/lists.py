"""The next day's list: frozen and sent out before the shift ends, its changes told at once.

It is published on the last day that is worked before the one it is for: on a Friday for
Monday where the weekend is closed, and on a closed day none is (BK-15, RS-03, CON-4).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from services.booking.domain import shifts
from services.booking.domain.bookings import Booking
from services.booking.domain.stores import Store

BEFORE_THE_SHIFT_ENDS = timedelta(minutes=30)
LOOK_AGAIN = timedelta(minutes=5)
OFF_THE_LIST = frozenset({"to_rebook", "cancelled", "failed"})
Row = dict[str, Any]
Delta = dict[str, list[Row]]


def published_on(store: Store, day: date) -> datetime | None:
    """Return when *store* publishes a list on *day*, None where it does not."""
    rule, ends = store.paperwork.lists, shifts.end_on(store, day)
    if rule is None or ends is None:
        return None
    if rule.at:
        return datetime.combine(day, rule.at, store.zone)
    return ends - BEFORE_THE_SHIFT_ENDS


def published_for(store: Store, day: date) -> datetime | None:
    """Return when the list of *day* is published; None where nobody comes that day."""
    before = shifts.worked_before(store, day) if store.open_on(day) else None
    return published_on(store, before) if before else None


def is_due(store: Store, day: date, now: datetime) -> bool:
    """Say whether the list of *day* is to be published: late if it must be, but not after
    the store has opened, when everybody looks at the board."""
    at = published_for(store, day)
    return at is not None and at <= now < store.open_on(day)[0][0]


def is_out(store: Store, day: date, now: datetime) -> bool:
    """Say whether the list of *day* may have been published and its day is not over."""
    at = published_for(store, day)
    return at is not None and at <= now < store.whole_day(day)[1]


def days_watched(store: Store, now: datetime) -> list[date]:
    """Return the days whose lists may need something at *now*: today, and the next one worked."""
    today = store.local(now).date()
    following = shifts.worked_after(store, today)
    return [day for day in (today, following) if day and is_out(store, day, now)]


def next_look(store: Store, now: datetime) -> datetime:
    """Return when to look at the lists again: when one is due, or soon at changes nobody told."""
    today = store.local(now).date()
    following = shifts.worked_after(store, today)
    moments = [published_on(store, day) for day in (today, following) if day]
    return min([now + LOOK_AGAIN, *(at for at in moments if at and at > now)])


def row(booking: Booking) -> Row:
    """Return what a list freezes of *booking*; who comes is read from the booking itself, so
    that what is put right or erased there is so here."""
    return {
        "booking_id": booking.id,
        "number": booking.number,
        "start": booking.start,
        "end": booking.end,
        "items": [item["code"] for item in booking.items],
        "places": [resource["id"] for item in booking.items for resource in item["resources"]],
        "advisor": booking.advisor["id"] if booking.advisor else None,
        "priority": booking.entitlements["priority"]["state"] == "granted",
    }


def rows(bookings: Iterable[Booking]) -> list[Row]:
    return [row(booking) for booking in bookings if booking.status not in OFF_THE_LIST]


def delta(listed: Iterable[Row], bookings: Iterable[Booking]) -> Delta | None:
    """Return how *bookings* of a day differ from what is *listed*, None if they do not.

    Who has come is compared no more: a room that changes during the visit is no news.
    """
    old = {one["booking_id"]: one for one in listed}
    here = {booking.id for booking in bookings if booking.arrived_at}
    new = {one["booking_id"]: one for one in rows(bookings)}
    found = {
        "added": [one for id, one in new.items() if id not in old],
        "changed": [
            one for id, one in new.items() if id in old and id not in here and old[id] != one
        ],
        "removed": [one for id, one in old.items() if id not in new],
    }
    return found if any(found.values()) else None


def applied(listed: Iterable[Row], change: Delta) -> list[Row]:
    """Return what is *listed* once *change* is made, in the order of the day."""
    gone = {one["booking_id"] for one in change["removed"]}
    kept = {one["booking_id"]: one for one in listed if one["booking_id"] not in gone}
    kept |= {one["booking_id"]: one for one in (*change["added"], *change["changed"])}
    return sorted(kept.values(), key=lambda one: (one["start"], one["booking_id"]))


def touched(store: Store, before: Booking | None, after: Booking, now: datetime) -> list[date]:
    """Return the days whose published lists a move from *before* to *after* may change."""
    if store.paperwork.lists is None:
        return []
    was, stands = rows([before] if before else []), rows([after])
    if was == stands:
        return []
    days = {store.local(one["start"]).date() for one in (*was, *stands)}
    return sorted(day for day in days if is_out(store, day, now))
