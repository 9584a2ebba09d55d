"""A store's list of what happened: one number after the other, the same for every reader.

A reader finds its own bookings' facts as they are posted to it, and in the place of anybody
else's that something about the store's free time changed, and when.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.contracts.base import Told
from common.contracts.notification.feed import AVAILABILITY_CHANGED
from common.errors import Gone
from services.notification.domain.bookings import Booking
from services.notification.domain.webhooks import payloads
from services.notification.domain.webhooks.payloads import Customer

AN_INSTANT = timedelta(microseconds=1)
EVERYBODY = None
"""The reader who sees every booking as its own: staff of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact; ``told`` is its payload without the customer, ``number`` comes when it has one.

    ``left`` is the time that the booking had before and no more, as ISO texts, where it moved.
    """

    id: str
    store_id: str
    event_type: str
    booking_id: str
    partner_id: str | None
    occurred_at: datetime
    told: dict[str, Any]
    left: dict[str, str] | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest number that a store still keeps, and the highest that anybody may read."""

    oldest: int = 1
    last: int = 0


def entry_of(told: Told, known: Booking | None = None) -> Entry:
    """Return what is listed of a booking's fact; *known* is how it stood before, if it moved."""
    return Entry(
        id=told.id,
        store_id=told.store_id,
        event_type=told.type,
        booking_id=told.data["booking_id"],
        partner_id=told.data["partner_id"],
        occurred_at=told.occurred_at,
        told=payloads.without_person(told.data),
        left=_left(told.data, known),
    )


def start_after(bounds: Bounds, after: int | None) -> int:
    """Return the number after which to read.

    Raises:
        Gone: what came right after *after* is kept no longer, or *after* never was.
    """
    if after is None:
        return bounds.oldest - 1
    if not bounds.oldest - 1 <= after <= bounds.last:
        raise gone(bounds)
    return after


def gone(bounds: Bounds) -> Gone:
    return Gone(what="events", oldest=bounds.oldest, last=bounds.last)


def is_whole(entries: Sequence[Entry], after: int, upto: int) -> bool:
    """Say whether *entries* are all after *after* up to *upto*: what is old may go as one reads."""
    return [one.number for one in entries] == list(range(after + 1, upto + 1))


def is_own(entry: Entry, reader: str | None) -> bool:
    return reader is EVERYBODY or entry.partner_id == reader


def own(entry: Entry, customer: Customer | None) -> dict[str, Any]:
    """Return *entry* as whoever made the booking reads it: what a webhook says of it now.

    *customer* is there only while the reader may know who that is (PV-06).
    """
    told = payloads.named(entry.told, customer)
    return _listed(entry, entry.id, entry.event_type, told)


def somebody_elses(entry: Entry) -> dict[str, Any]:
    """Return *entry* as others read it: on which days something changed, not what or whose."""
    id = f"{AVAILABILITY_CHANGED}:{entry.store_id}:{entry.number}"
    return _listed(entry, id, AVAILABILITY_CHANGED, as_change(entry))


def as_change(entry: Entry) -> dict[str, Any]:
    """Return what anybody may know of *entry*: the days with more or less room than before."""
    spans = [entry.told, entry.left] if entry.left else [entry.told]
    return {
        "store_id": entry.store_id,
        "timezone": entry.told["timezone"],
        "days": sorted({day for one in spans for day in _days(one["start"], one["end"])}),
        "sequence": entry.number,
    }


def _listed(entry: Entry, id: str, type: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sequence": entry.number,
        "id": id,
        "type": type,
        "timestamp": entry.occurred_at.isoformat(),
        "data": told,
    }


def _days(start: str, end: str) -> list[str]:
    """Return the store's days that a visit touches; midnight is the end of the day before."""
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end) - AN_INSTANT
    count = max((last.date() - first.date()).days, 0) + 1
    return [(first.date() + timedelta(days=n)).isoformat() for n in range(count)]


def _left(fact: Mapping[str, Any], known: Booking | None) -> dict[str, str] | None:
    if known is None or known.end is None or known.revision >= fact["revision"]:
        return None
    if (known.start, known.end) == (fact["start"], fact["end"]):
        return None
    zone = ZoneInfo(fact["timezone"])
    ends = {"start": known.start, "end": known.end}
    return {name: moment.astimezone(zone).isoformat() for name, moment in ends.items()}
