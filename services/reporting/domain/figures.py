"""What a row counts for, and what changes in the figures when rows change.

A figure belongs to a store, the day of the appointment there, and the channel.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from common.contracts.followup import AFTER_VISIT
from common.contracts.reporting import MEASURES
from services.reporting.domain.rows import Call, Row, Visit, joined

NO_PLACE = ("needs_info", "pending", "to_rebook", "failed")
"""Who stands so is not expected on that day."""


class Key(NamedTuple):
    """Whose figure, of which day, by which channel."""

    store_id: str
    day: date
    channel: str


Counts = Mapping[str, int]
Contribution = Mapping[Key, Counts]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are new, and what they change in the figures."""

    rows: tuple[Row, ...]
    changes: Contribution


def is_cancelled_in_time(visit: Visit) -> bool:
    """Say whether the customer cancelled within the store's limit, as booking judged it."""
    return visit.status == "cancelled" and visit.cancelled_in_time is True


def is_due(visit: Visit) -> bool:
    """Say whether somebody was to come: everybody with a place but timely cancels (RP-01)."""
    return visit.status not in NO_PLACE and not is_cancelled_in_time(visit)


def has_arrived(visit: Visit) -> bool:
    return visit.arrived_at is not None


def is_punctual(visit: Visit) -> bool:
    """Say whether the customer came on time, as booking judged it by the store (PK-17)."""
    return has_arrived(visit) and visit.on_time is True


VISITS: dict[str, Callable[[Visit], bool]] = {
    "bookings": lambda _: True,
    "due": is_due,
    "arrivals": has_arrived,
    "punctual": is_punctual,
    "cancelled_in_time": is_cancelled_in_time,
}
CALLS: dict[str, Callable[[Call], bool]] = {
    "calls_due": lambda call: call.state != "dropped",
    "calls_done": lambda call: call.state == "done",
}
MESSAGES = {
    "messages_sent": "sent",
    "messages_delivered": "delivered",
    "messages_failed": "failed",
}


def behind(row: Row, measure: str) -> tuple[str, ...]:
    """Return the ids of what *row* adds to *measure*: the booking, its calls or its messages.

    This alone decides every figure and every list of rows, so the two cannot differ.
    """
    if row.visit is None:
        return ()
    if measure in CALLS:
        calls = {id: call for id, call in row.calls.items() if call.kind in AFTER_VISIT}
        return tuple(sorted(id for id, call in calls.items() if CALLS[measure](call)))
    if measure in MESSAGES:
        end = MESSAGES[measure]
        return tuple(sorted(id for id, message in row.messages.items() if end in message.ends))
    return (row.booking_id,) if VISITS[measure](row.visit) else ()


def contribution(row: Row) -> Contribution:
    """Return what *row* adds to the figures; nothing while its booking is unknown."""
    if row.visit is None:
        return {}
    counts = {measure: len(behind(row, measure)) for measure in MEASURES}
    key = Key(row.visit.store_id, row.visit.day, row.visit.channel)
    return {key: {measure: n for measure, n in counts.items() if n}}


def folded(kept: Mapping[str, Row], news: Iterable[Row]) -> Fold:
    """Join *news* to the rows *kept* of the same bookings.

    A row that changes adds its contribution and takes away that of the row it replaces.
    What says nothing new changes nothing.
    """
    rows = dict(kept)
    for new in news:
        rows[new.booking_id] = joined(rows.get(new.booking_id, Row(new.booking_id)), new)
    changed = tuple(row for id, row in rows.items() if row != kept.get(id))
    added = total(contribution(row) for row in changed)
    replaced = (kept[row.booking_id] for row in changed if row.booking_id in kept)
    return Fold(changed, difference(added, total(contribution(row) for row in replaced)))


def total(parts: Iterable[Contribution]) -> Contribution:
    """Return the sum of *parts*."""
    sums: dict[Key, Counter[str]] = {}
    for part in parts:
        for key, counts in part.items():
            sums.setdefault(key, Counter()).update(counts)
    return sums


def difference(one: Contribution, other: Contribution) -> Contribution:
    """Return what must be added to *other* to get *one*; what is equal is left out."""
    found: dict[Key, dict[str, int]] = {}
    for key in {**one, **other}:
        left, right = one.get(key, {}), other.get(key, {})
        for measure in {**left, **right}:
            if change := left.get(measure, 0) - right.get(measure, 0):
                found.setdefault(key, {})[measure] = change
    return found
