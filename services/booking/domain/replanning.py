"""What a disruption does to a booking: the store moves it, so nothing is lost by it.

It keeps what was agreed and when, its prices and its policy; it is never late, costs nothing
and forfeits nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from common.consents import dated
from services.booking.domain.amending import failed
from services.booking.domain.availability import Claim
from services.booking.domain.bookings import Booking, Chosen, booked, judged, placed, stepped
from services.booking.domain.proposing import MOVABLE
from services.booking.domain.stores import Item, Store

BY = "disruption"
"""The flag that says which plan has moved a booking, so that none moves it twice."""
KEPT_FACTS = (
    "customer", "subject", "booker", "channel", "origin", "partner_id", "partner_reference",
    "consents", "privacy_version", "note", "created_by",
)  # fmt: skip


def was_moved_by(booking: Booking, plan_id: str) -> bool:
    return booking.flags.get(BY) == plan_id


def stands_as_planned(booking: Booking, claims: tuple[Claim, ...]) -> bool:
    """Say whether *booking* can be moved and still has the place that the plan knows of."""
    return booking.status in MOVABLE and booking.claims == claims


def replanned(
    store: Store,
    booking: Booking,
    items: list[Item],
    start: datetime,
    chosen: Chosen,
    plan_id: str | None,
) -> Booking:
    """Return *booking* at another place of *store*, moved by a plan (None: put back by it)."""
    moved = replace(stepped(booking, "reschedule"), status=booking.status)
    after = placed(store, moved, items, start, chosen)
    items_as_agreed = tuple(
        {**new, "labour": old["labour"], "parts": old["parts"]}
        for new, old in zip(after.items, booking.items, strict=True)
    )
    after = replace(after, items=items_as_agreed, flags=_flags(booking, plan_id))
    return judged(store, after)


def moved_over(
    store: Store,
    booking: Booking,
    items: list[Item],
    start: datetime,
    chosen: Chosen,
    now: datetime,
    **identity: str,
) -> Booking:
    """Return the booking of a sister *store* that takes the place of *booking*."""
    facts: dict[str, Any] = {name: getattr(booking, name) for name in KEPT_FACTS}
    facts["consents"] = dated(booking.consents, booking.created_at)
    new = booked(store, items, start, chosen, now, moved_from=booking.id, **facts, **identity)
    return judged(store, replace(new, agreed_at=booking.agreed_at))


def given_up(booking: Booking, plan_id: str, new_id: str, now: datetime) -> Booking:
    """Return *booking* ended by the store, with a link to what takes its place (BK-20)."""
    return replace(failed(booking, now), moved_to=new_id, flags=_flags(booking, plan_id))


def ended(booking: Booking, now: datetime) -> Booking:
    """Return the booking of a sister store ended, for the old one has its place again."""
    return failed(booking, now)


def restored(
    store: Store, booking: Booking, items: list[Item], start: datetime, chosen: Chosen, status: str
) -> Booking:
    """Return a booking that was given up as it stood before."""
    again = replace(
        booking,
        revision=booking.revision + 1,
        status=status,
        cancelled_at=None,
        moved_to=None,
        flags=_flags(booking, None),
    )
    return judged(store, placed(store, again, items, start, chosen))


def still_needed(claims: Iterable[Claim], own: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return what of *claims* a hold must keep: what is not the booking's *own* already."""
    left = list(claims)
    for lane, first, end in own:
        left = [part for claim in left for part in _cut(claim, lane, first, end)]
    return tuple(left)


def _cut(claim: Claim, lane: str, first: int, end: int) -> list[Claim]:
    if claim[0] != lane or claim[2] <= first or claim[1] >= end:
        return [claim]
    parts = [(lane, claim[1], first), (lane, end, claim[2])]
    return [part for part in parts if part[1] < part[2]]


def _flags(booking: Booking, plan_id: str | None) -> dict[str, Any]:
    others = {name: value for name, value in booking.flags.items() if name != BY}
    return others if plan_id is None else {**others, BY: plan_id}
