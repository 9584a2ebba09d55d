"""Where people slip: who did not come, who wants another day, and moves that are taken back."""

from dataclasses import replace
from datetime import datetime

from common.errors import Invalid
from services.booking.domain import lifecycle
from services.booking.domain.availability import Pick
from services.booking.domain.bookings import Booking, Chosen, judged, placed, stepped
from services.booking.domain.entitlements import forfeited
from services.booking.domain.penalties import NO_SHOW, with_penalty
from services.booking.domain.stores import Item, Store, demands
from services.booking.domain.stranding import stranded


def arrival_undone(store: Store, booking: Booking) -> Booking:
    """Return *booking* as if nobody had come; perk, discount and gift are open again.

    Raises:
        IllegalTransition: something has been handed over for the arrival.
    """
    if booking.issued:
        raise lifecycle.refused(booking.status, "undo_arrive")
    return judged(store, replace(stepped(booking, "undo_arrive"), arrived_at=None))


def no_show_at(store: Store, booking: Booking) -> datetime:
    """Return when *booking* is a no-show by the clock: an hour late, or at closing (NS-01)."""
    waited = booking.start + store.policies[booking.policy_version].no_show_after
    closing = [
        closes
        for _, closes in store.open_on(store.local(booking.start).date())
        if closes > booking.start
    ]
    return min([waited, *closing])


def missed(store: Store, booking: Booking, now: datetime, before: int = 0) -> Booking:
    """Return *booking* as a no-show: its lanes let go, perk and discount forfeit (NS-01, NS-09).

    *before* are the visits that the customer missed in the year before.

    Raises:
        IllegalTransition: the customer is not late yet, or the booking stands elsewhere.
    """
    late_from = booking.start + store.policies[booking.policy_version].late_after
    after = stepped(booking, "no_show")
    if now <= late_from and now < no_show_at(store, booking):
        earliest = store.local(late_from).isoformat()
        raise lifecycle.refused(booking.status, "no_show", earliest=earliest)
    forfeit = replace(after, claims=(), entitlements=forfeited(booking.entitlements))
    policy = store.policies[booking.policy_version]
    return with_penalty(forfeit, booking, policy, NO_SHOW, now, before)


def found_again(store: Store, booking: Booking, chosen: Chosen) -> Booking:
    """Return a no-show as it was agreed, on *chosen* lanes."""
    items = [store.items[item["code"]] for item in booking.items]
    again = replace(stepped(booking, "undo_no_show"), penalty=None)
    return judged(store, placed(store, again, items, booking.start, chosen))


def lanes_before(store: Store, booking: Booking) -> Chosen | None:
    """Return the lanes that *booking* had, or None where the store has them no more."""
    items = [store.items[item["code"]] for item in booking.items if item["code"] in store.items]
    had = {resource["id"] for item in booking.items for resource in item["resources"]}
    chosen = [
        Pick(demand, lane, "kept")
        for demand in demands(store, items)
        for lane in demand.pool.lanes
        if lane.id in had
    ]
    whole = len(items) == len(booking.items) and len(chosen) == len(demands(store, items))
    return chosen if whole else None


def staff_kept(store: Store, booking: Booking, codes: list[str]) -> str | None:
    """Return who the customer asked for, if they are still here and serve all of *codes*."""
    try:
        store.chosen(codes, booking.staff)
    except Invalid:
        return None
    return booking.staff


def stays(store: Store, booking: Booking, items: list[Item], start: datetime) -> bool:
    """Say whether a move to *start* for *items* changes nothing of a firm *booking* (CX-02).

    One that the store cannot meet as it stands is given other lanes at the same time.
    """
    staff = next((item.staff.id for item in items if item.staff), None)
    return (
        booking.status == "confirmed"
        and booking.start == start
        and booking.staff == staff
        and [item["code"] for item in booking.items] == [item.code for item in items]
        and not stranded(store, booking)
    )


def to_rebook(booking: Booking) -> Booking:
    """Return *booking* waiting for another day, its lanes let go: never a no-show (CX-08)."""
    return replace(stepped(booking, "to_rebook"), claims=())
