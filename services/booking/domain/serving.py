"""A booking during its visit: more time in its places, another person or room (EX-20 to EX-25).

What a journey's effects ask for is done to the booking in the write that keeps the visit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from common.errors import Invalid
from services.booking.domain.availability import Busy, Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.journeys import Journey
from services.booking.domain.stores import Lane, Store
from services.booking.domain.ticks import TICK, span, tick_at, ticks_in
from services.booking.domain.visits import Deed

LANE_FREE, EVENING, UNIT, EXTRA = "lane_free", "evening", "unit_minutes", "extra_minutes"
EVENING_FROM = time(19)
AN_HOUR = 60
EXTENDS = "extend_minutes"
ASSIGNS = {"assign_staff": ("technician", "staff"), "assign_room": ("room", "room")}
"""What each effect assigns: the field that names it, and the kind of lane it is."""


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
        for lane, _, end in booking.claims
    )


def is_evening(store: Store, now: datetime) -> bool:
    return store.local(now).time() >= EVENING_FROM


def changed(store: Store, booking: Booking, deeds: Iterable[Deed], now: datetime) -> Booking:
    """Return *booking* as *deeds* have it, at its revision; itself if they change nothing.

    Raises:
        Invalid: nobody and nothing here is called what a field says.
    """
    for deed in deeds:
        if EXTENDS in deed.effects:
            booking = _prolonged(booking, deed.fields[EXTRA])
        for effect in deed.effects:
            if effect in ASSIGNS:
                field, kind = ASSIGNS[effect]
                lane = _named(store, booking, kind, field, deed.fields[field])
                booking = _assigned(store, booking, lane, now)
    return booking


def _prolonged(booking: Booking, minutes: int) -> Booking:
    """Return *booking* with *minutes* more of its last item, charged by its price (EX-25)."""
    *others, last = booking.items
    more = TICK * ticks_in(minutes)
    labour = last["labour"] + round(last["labour"] * (more / (last["end"] - last["start"])))
    item = {**last, "end": last["end"] + more, "labour": labour}
    claims = tuple((lane, first, end + ticks_in(minutes)) for lane, first, end in booking.claims)
    return replace(booking, end=booking.end + more, items=(*others, item), claims=claims)


def _named(store: Store, booking: Booking, kind: str, field: str, told: str) -> Lane:
    """Return the lane that the desk calls *told*: by its id, or by the number at its end."""
    had = {resource["id"] for item in booking.items for resource in item["resources"]}
    pools = {lane.pool for lane in store.lanes if lane.id in had and lane.kind == kind}
    could = [lane for lane in store.lanes if lane.kind == kind and lane.pool in pools]
    for lane in could:
        if told in (lane.id, _number(lane)):
            return lane
    raise Invalid(fields={field: [f"must be one of {', '.join(map(_number, could))}"]})


def _assigned(store: Store, booking: Booking, lane: Lane, now: datetime) -> Booking:
    """Return *booking* on *lane* from *now* on, instead of on whichever of its pool it was."""
    if any(claimed == lane.id for claimed, _, _ in booking.claims):
        return booking
    mates = {one.id for one in store.pools[lane.pool].lanes}
    claims = tuple(_handed_over(claim, lane, mates, now) for claim in booking.claims)
    since = max(now, booking.start).isoformat()
    resource = {
        "kind": lane.kind,
        "id": lane.id,
        "name": lane.name,
        **({"grade": lane.grade} if lane.grade else {}),
        "chosen": {"why": "assigned", "among": 1},
        "since": since,
    }
    items = tuple(
        {**item, "resources": [resource if x["id"] in mates else x for x in item["resources"]]}
        for item in booking.items
    )
    return replace(booking, claims=claims, items=items)


def _handed_over(claim: Claim, lane: Lane, mates: set[str], now: datetime) -> Claim:
    claimed, first, end = claim
    return (lane.id, min(max(first, tick_at(now)), end - 1), end) if claimed in mates else claim


def _number(lane: Lane) -> str:
    return lane.id.rpartition("-")[2]
