"""Whether what a booking or hold claims is what it should: derived anew, compared.

The unique index keeps two from claiming one tick; that each claims what its items need, and
lets go when it ends, is proved here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.booking.domain.availability import MARGIN, Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import HELD, Hold
from services.booking.domain.lifecycle import LIVE
from services.booking.domain.ticks import TICK_MINUTES, claim_keys, tick_at, tick_from, ticks_in


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the document *id*."""

    id: str
    what: str


def of_booking(booking: Booking, ticks: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with the claims of *booking*, whose document has *ticks*."""
    if booking.status not in LIVE:
        if booking.claims or ticks:
            yield Finding(booking.id, f"is {booking.status} and still claims something")
        return
    yield from _of_claims(booking.id, booking.claims, ticks)
    for item in booking.items:
        whole = range(tick_at(item["start"]), tick_from(item["end"]))
        for resource in item["resources"]:
            needed = _but(resource.get("pauses", ()), whole.start, _served(resource, whole))
            if not all(_covered(resource["id"], part, booking.claims) for part in needed):
                yield Finding(booking.id, f"does not claim {resource['id']} for {item['code']}")
    yield from _of_length(booking.id, booking.start, booking.end, booking.claims)


def of_hold(hold: Hold, ticks: list[str]) -> Iterator[Finding]:
    """Yield what is wrong with *hold*; an expired one may have been taken over."""
    if hold.state == HELD:
        if ticks:
            yield from _of_claims(hold.id, hold.claims, ticks)
    elif ticks:
        yield Finding(hold.id, f"is {hold.state} and still claims something")


def _served(resource: dict[str, Any], whole: range) -> range:
    """Return for which of the ticks *resource* serves: from when it came, until it was let go."""
    first, end = whole.start, whole.stop
    if "since" in resource:
        first = min(max(first, tick_at(datetime.fromisoformat(resource["since"]))), end - 1)
    if "until" in resource:
        end = max(min(end, tick_from(datetime.fromisoformat(resource["until"]))), first + 1)
    return range(first, end)


def _but(pauses: Iterable[list[int]], start: int, whole: range) -> Iterator[range]:
    """Yield what of *whole* is no pause; those are minutes from tick *start* on."""
    first = whole.start
    for begins, ends in pauses:
        yield range(first, max(first, start + ticks_in(begins)))
        first = max(first, start + ends // TICK_MINUTES)
    yield range(first, max(first, whole.stop))


def _of_claims(id_: str, claims: Iterable[Claim], ticks: list[str]) -> Iterator[Finding]:
    derived = {key for claim in claims for key in claim_keys(*claim)}
    if missing := derived - set(ticks):
        yield Finding(id_, f"lacks {len(missing)} of its ticks, from {min(missing)} on")
    if extra := set(ticks) - derived:
        yield Finding(id_, f"has {len(extra)} ticks too many, from {min(extra)} on")
    if not derived:
        yield Finding(id_, "claims nothing")


def _covered(lane: str, needed: range, claims: Iterable[Claim]) -> bool:
    return not needed or any(
        lane == claimed and first <= needed.start and needed.stop <= end
        for claimed, first, end in claims
    )


def _of_length(
    id_: str, start: datetime, end: datetime, claims: Iterable[Claim]
) -> Iterator[Finding]:
    for lane, first, last in claims:
        if first < tick_at(start) or last > tick_from(end) + MARGIN:
            yield Finding(id_, f"claims {lane} outside of its visit")
