"""Whose turn it is when a place is free, and how long it may be kept for them (BK-26)."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from services.booking.domain.policy import Notice
from services.booking.domain.stores import Store
from services.booking.domain.waitlist import WAITING, Entry

DAY_BEGINS, DAY_ENDS = time(8), time(21)
"""Between these, by the store's clock, people are told of places; not in the night."""
SHORTEST = timedelta(minutes=1)
"""An offer that would end sooner is not made: nobody could answer it."""
HANDING_ON = timedelta(minutes=1)
"""How much longer the place is held than offered, so that nobody slips in before the next."""


def notice_of(store: Store, entry: Entry) -> Notice:
    """Return how far ahead *entry*'s channel must book its items."""
    items = [store.items[code] for code in entry.items if code in store.items]
    return store.notice(entry.channel, items)


def offer_until(
    lasting: timedelta, notice: Notice, start: datetime, now: datetime
) -> datetime | None:
    """Return until when a place at *start* may be offered at *now*, to the second: *lasting*
    so long, and never beyond the moment from which it could not be booked any more; None where
    too little time would be left.
    """
    until = min(now + lasting, notice.book_until(start))
    if until - now < SHORTEST:
        return None
    return until.replace(microsecond=0)


def may_tell(store: Store, notice: Notice, start: datetime, now: datetime) -> bool:
    """Say whether people may be told of a place at *start*: by day, or if it cannot wait."""
    here = store.local(now)
    if DAY_BEGINS <= here.time() < DAY_ENDS:
        return True
    day = here.date() if here.time() < DAY_BEGINS else here.date() + timedelta(days=1)
    return notice.book_until(start) <= datetime.combine(day, DAY_BEGINS, store.zone)


def could_be_offered(store: Store, entry: Entry, start: datetime, now: datetime) -> bool:
    """Say whether *entry* may be offered *start* at *now*, if there is a place."""
    if entry.status != WAITING or not entry.takes(store, start):
        return False
    notice = notice_of(store, entry)
    until = offer_until(store.policy.offered_for, notice, start, now)
    return until is not None and may_tell(store, notice, start, now)


def passed_over(store: Store, entry: Entry, start: datetime, queue: Iterable[Entry]) -> list[Entry]:
    """Return those of *queue* who came before *entry*, still wait, and would take *start*."""
    return [
        other
        for other in queue
        if other.status == WAITING and other.ticket < entry.ticket and other.takes(store, start)
    ]
