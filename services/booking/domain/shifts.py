"""When a store's people go home, and which days are worked around one that is not."""

from datetime import date, datetime, timedelta

from services.booking.domain.stores import Store

A_DAY = timedelta(days=1)
FARTHEST = 31
"""Days that are looked through for one that is worked; longer nobody is closed."""


def end_on(store: Store, day: date) -> datetime | None:
    """Return when the shift of *day* ends, at closing unless the store says otherwise."""
    hours = store.open_on(day)
    if not hours:
        return None
    if store.paperwork.shift_end is None:
        return hours[-1][1]
    return datetime.combine(day, store.paperwork.shift_end, store.zone)


def worked_before(store: Store, day: date) -> date | None:
    """Return the last day before *day* on which the store is open."""
    days = (day - A_DAY * back for back in range(1, FARTHEST + 1))
    return next((one for one in days if store.open_on(one)), None)


def worked_after(store: Store, day: date) -> date | None:
    """Return the first day after *day* on which the store is open."""
    days = (day + A_DAY * ahead for ahead in range(1, FARTHEST + 1))
    return next((one for one in days if store.open_on(one)), None)


def end_before(store: Store, day: date) -> datetime | None:
    """Return when the last shift before *day* ends."""
    before = worked_before(store, day)
    return end_on(store, before) if before else None
