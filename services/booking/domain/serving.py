"""A booking during its visit: more time in its places, another person or room (EX-20 to EX-25).

What a journey's effects ask for is done to the booking in the write that keeps the visit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from typing import Any

from common.errors import Invalid
from services.booking.domain.availability import Busy, Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.journeys import Journey
from services.booking.domain.stores import Lane, Store
from services.booking.domain.ticks import TICK, span, tick_at, tick_from, ticks_in
from services.booking.domain.visits import Deed

LANE_FREE, EVENING, UNIT, EXTRA = "lane_free", "evening", "unit_minutes", "extra_minutes"
EVENING_FROM = time(19)
AN_HOUR = 60
UNIT_LOCK = "unit"


def minutes_asked(journey: Journey, known: Mapping[str, Any]) -> int | None:
    """Return how long the places must be free after the visit, if *journey* wants to know it."""
    facts = {one.code: one.default for one in journey.facts}
    if LANE_FREE not in facts:
        return None
    return int(known.get(EXTRA) or known.get(UNIT) or facts.get(UNIT) or AN_HOUR)


def window_after(booking: Booking, minutes: int) -> tuple[int, int]:
    """Return the ticks that must be known to judge *minutes* more."""
    ends = [end for _, _, end in booking.claims]
    return min(ends), max(ends) + ticks_in(minutes)


def is_free_after(store: Store, booking: Booking, busy: Busy, minutes: int) -> bool:
    """Say whether every lane of *booking* is free for *minutes* more."""
    lanes = {lane.id: lane for lane in store.lanes}
    more = ticks_in(minutes)
    return all(
        lane in lanes and busy.has_room(lanes[lane], span(end - busy.base, end + more - busy.base))
        for lane, end in _last_ends(booking).items()
    )


def _last_ends(booking: Booking) -> dict[str, int]:
    """Return the tick at which each lane is let go of for good: it may be claimed in parts."""
    return {lane: end for lane, _, end in sorted(booking.claims, key=lambda claim: claim[2])}


def is_evening(store: Store, now: datetime) -> bool:
    return store.local(now).time() >= EVENING_FROM


@dataclass(frozen=True, slots=True)
class Doing:
    """A deed that changes the booking, in its surroundings; *known* is all that was recorded."""

    store: Store
    deed: Deed
    known: Mapping[str, Any]
    now: datetime


def changed(
    store: Store, booking: Booking, deeds: Iterable[Deed], known: Mapping[str, Any], now: datetime
) -> Booking:
    """Return *booking* as *deeds* have it, at its revision; itself if they change nothing.

    Raises:
        Invalid: nobody and nothing here is called what a field says.
    """
    for deed in deeds:
        for effect in deed.effects:
            if effect in EFFECTS:
                booking = EFFECTS[effect](booking, Doing(store, deed, known, now))
    return booking


def _prolonged(booking: Booking, doing: Doing) -> Booking:
    """Return *booking* with more minutes of its last item, charged by its price (EX-25)."""
    *others, last = booking.items
    ticks = ticks_in(doing.deed.fields[EXTRA])
    more = TICK * ticks
    labour = last["labour"] + round(last["labour"] * (more / (last["end"] - last["start"])))
    item = {**last, "end": last["end"] + more, "labour": labour}
    last = _last_ends(booking)
    claims = tuple(
        (lane, first, end + ticks if end == last[lane] else end)
        for lane, first, end in booking.claims
    )
    return replace(booking, end=booking.end + more, items=(*others, item), claims=claims)


def _assigned(kind: str, fields: tuple[str, ...], booking: Booking, doing: Doing) -> Booking:
    """Return *booking* on the lane that one of *fields* names, instead of one of its pool.

    It is there from now on (EX-20, EX-50); who booked no place of that *kind* gets one more.
    """
    field = next(one for one in fields if one in doing.deed.fields)
    lane = _named(doing, booking, kind, field)
    if any(claimed == lane.id for claimed, _, _ in booking.claims):
        return booking
    mates = {one.id for one in doing.store.pools[lane.pool].lanes}
    since = max(doing.now, booking.start).isoformat()
    chosen = {"why": "assigned", "among": 1}
    told = {"kind": lane.kind, "id": lane.id, "name": lane.name, "chosen": chosen, "since": since}
    if lane.grade:
        told["grade"] = lane.grade
    if mates.isdisjoint(claimed for claimed, _, _ in booking.claims):
        return _with_one_more(booking, doing, lane, told)
    claims = tuple(_handed_over(claim, lane, mates, doing.now) for claim in booking.claims)
    items = tuple(
        {**item, "resources": [told if x["id"] in mates else x for x in item["resources"]]}
        for item in booking.items
    )
    return replace(booking, claims=claims, items=items)


def _with_one_more(booking: Booking, doing: Doing, lane: Lane, told: dict[str, Any]) -> Booking:
    """Return *booking* with *lane* beside what it has, from now to its end (EX-34)."""
    end = tick_from(booking.end)
    first = min(max(tick_at(booking.start), tick_at(doing.now)), end - 1)
    after = ticks_in(doing.store.pools[lane.pool].after_minutes)
    *others, last = booking.items
    items = (*others, {**last, "resources": [*last["resources"], told]})
    return replace(booking, items=items, claims=(*booking.claims, (lane.id, first, end + after)))


def _let_go(kind: str, booking: Booking, doing: Doing) -> Booking:
    """Return *booking* without its places of *kind* from now on: clean, and free (RS-28)."""
    gone = {x["id"] for item in booking.items for x in item["resources"] if x["kind"] == kind}
    now = tick_from(doing.now)
    claims = tuple(
        (lane, first, max(first + 1, now)) if lane in gone and now < end else (lane, first, end)
        for lane, first, end in booking.claims
    )
    if claims == booking.claims:
        return booking
    until = {"until": doing.now.isoformat()}
    items = tuple(
        {**item, "resources": [x | until if x["id"] in gone else x for x in item["resources"]]}
        for item in booking.items
    )
    return replace(booking, claims=claims, items=items)


def _locked(booking: Booking, doing: Doing) -> Booking:
    """Return *booking* with the unit that was asked for its own: nobody else gets it (VX-23)."""
    return replace(booking, locks=(*booking.locks, f"{UNIT_LOCK}|{doing.known[UNIT_LOCK]}"))


def _unlocked(booking: Booking, _: Doing) -> Booking:
    return replace(booking, locks=()) if booking.locks else booking


EFFECTS: dict[str, Callable[[Booking, Doing], Booking]] = {
    "extend_minutes": _prolonged,
    "assign_staff": partial(_assigned, "staff", ("technician", "beautician")),
    "assign_room": partial(_assigned, "room", ("room",)),
    "release_room": partial(_let_go, "room"),
    "release_table": partial(_let_go, "table"),
    "lock_unit": _locked,
    "release_unit": _unlocked,
}
"""What a journey's effects do to the booking itself."""


def _named(doing: Doing, booking: Booking, kind: str, field: str) -> Lane:
    """Return the lane that the desk names: by its id, the number at its end, or its name."""
    told = doing.deed.fields[field]
    had = {resource["id"] for item in booking.items for resource in item["resources"]}
    lanes = [lane for lane in doing.store.lanes if lane.kind == kind]
    pools = {lane.pool for lane in lanes if lane.id in had}
    could = [lane for lane in lanes if lane.pool in pools] or lanes
    for lane in could:
        if lane.is_called(told):
            return lane
    raise Invalid(fields={field: [f"must be one of {', '.join(lane.number for lane in could)}"]})


def _handed_over(claim: Claim, lane: Lane, mates: set[str], now: datetime) -> Claim:
    claimed, first, end = claim
    return (lane.id, min(max(first, tick_at(now)), end - 1), end) if claimed in mates else claim
