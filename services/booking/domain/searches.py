"""What one search may ask: of what somebody offers, and no more than leaves others their turn."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from common.errors import Invalid
from services.booking.domain.availability import Found
from services.booking.domain.stores import Store

A_DAY = timedelta(days=1)
MOST_STORE_DAYS = {"soonest": 1600, "emptiest": 500}
"""Stores times days of one search: 200 stores for a week and a day, or for two days and a half.

The emptiest are found by reading every day of every store, the soonest mostly by a few of them.
"""


def check_work(stores: int, first: datetime, end: datetime, order: str) -> None:
    """Refuse a search of so many *stores* from *first* up to *end* that it would hold others up.

    Raises:
        Invalid: it names ``to`` and the most store-days of a search in this *order*.
    """
    most, days = MOST_STORE_DAYS[order], (end - first) / A_DAY
    if stores * days > most:
        raise Invalid.of(
            to=f"{stores} stores for {ceil(days)} days: more than {most} store-days in one search"
        )


def is_one_start(found: Found, limit: int) -> bool:
    """Say whether a page of *limit* of the soonest *found* would part stores of its only start."""
    return len(found) > limit and found[limit][1].start == found[0][1].start


def page_of(found: Found, limit: int) -> tuple[Found, Found]:
    """Return what of the soonest that were *found* makes a page of *limit*, and the rest.

    The next page is asked for by its first start.  So stores that share a start stay together: a
    page is shorter for it; where all share one, it is what was found of that start.
    """
    if len(found) <= limit:
        return found, []
    end = found[limit][1].start
    if is_one_start(found, limit):
        end += 1
    page = [one for one in found if one[1].start < end]
    return page, found[len(page) :]


def check_offered(stores: Iterable[Store], codes: list[str]) -> None:
    """Refuse items that none of the *stores* that were named offers, as a booking would (BK-10).

    An empty answer would look as if all of them were full.

    Raises:
        Invalid: as the first of them refuses the items.
    """
    refusals = []
    for store in stores:
        try:
            store.chosen(codes)
        except Invalid as refusal:
            refusals.append(refusal)
        else:
            return
    if refusals:
        raise refusals[0]
