"""A hold keeps a place for a few minutes while somebody makes up their mind.

It claims the same lanes as the booking that may come of it.  Whether it still stands is
judged when it is looked at, never by whoever tidies up: at ``expires_at`` it is gone.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from common.actor import Actor
from common.contracts.booking import HoldExpired, IllegalTransition
from common.errors import NotFound
from services.booking.domain.availability import Claim, Pick, claims_of
from services.booking.domain.bookings import Chosen
from services.booking.domain.stores import Item, Store, demands, visit_ticks
from services.booking.domain.ticks import TICK

HELD, EXPIRED, RELEASED, USED = "held", "expired", "released", "used"
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Where one hold stands.  Moments are aware UTC."""

    id: str
    state: str
    store_id: str
    items: tuple[str, ...]
    staff: str | None = None
    start: datetime
    end: datetime
    claims: tuple[Claim, ...]
    channel: str
    lifetime: timedelta
    expires_at: datetime
    extended: bool
    created_at: datetime
    created_by: dict[str, Any]

    def stands(self, now: datetime) -> bool:
        return self.state == HELD and now < self.expires_at


def held(
    store: Store,
    items: list[Item],
    start: datetime,
    chosen: Chosen,
    now: datetime,
    lifetime: timedelta,
    **facts: Any,
) -> Hold:
    """Return a hold of *chosen* lanes that stands for *lifetime*; *facts* are who and how."""
    return Hold(
        state=HELD,
        store_id=store.id,
        items=tuple(item.code for item in items),
        start=start,
        end=start + TICK * visit_ticks(items),
        claims=tuple(claims_of(chosen, start)),
        lifetime=lifetime,
        expires_at=_whole(now + lifetime),
        extended=False,
        created_at=now,
        **facts,
    )


def extended(hold: Hold, now: datetime) -> Hold:
    """Return *hold* for its lifetime again, from *now* on; that can be had once.

    Raises:
        HoldExpired: it does not stand any more.
        IllegalTransition: it has been extended before.
    """
    check_stands(hold, now)
    if hold.extended:
        raise IllegalTransition(status=HELD, move="extend", legal=["book", "release"])
    return replace(hold, expires_at=_whole(now + hold.lifetime), extended=True)


def check_stands(hold: Hold, now: datetime) -> None:
    """Refuse a hold whose time is over, or that was released or used.

    Raises:
        HoldExpired
    """
    if not hold.stands(now):
        raise HoldExpired(until=hold.expires_at.isoformat())


def check_may_use(by: Actor, hold: Hold) -> None:
    """Refuse a hold of another store, of another partner or customer or, to those, of the desk.

    Raises:
        NotFound: what is not yours is not there.
    """
    mine = by.id == hold.created_by["id"] and by.kind == hold.created_by["kind"]
    of_the_desk = not {by.kind, hold.created_by["kind"]} & {"partner", "customer"}
    if not (by.sees(hold.store_id) and (mine or of_the_desk)):
        raise NotFound(what="hold", id=hold.id)


def released(hold: Hold) -> Hold:
    """Return *hold* without a claim on anything; one that is over stays as it is."""
    return replace(hold, state=RELEASED) if hold.state == HELD else hold


def standing_as(hold: Hold, now: datetime) -> str:
    """Return ``held``, ``expired``, ``released`` or ``used``."""
    return EXPIRED if hold.state == HELD and not hold.stands(now) else hold.state


def chosen_by(store: Store, hold: Hold, items: list[Item]) -> Chosen:
    """Return the lanes that *hold* claims, each with the demand that it meets.

    Raises:
        HoldExpired: the store has since changed what *items* need, or lost a lane.
    """
    lanes = {lane.id: lane for lane in store.lanes}
    needed = demands(store, items)
    # A demand with a pause claims its lane more than once.
    claimed = [lanes.get(lane) for lane in dict.fromkeys(lane for lane, _, _ in hold.claims)]
    pairs = zip(needed, claimed, strict=False)
    chosen = [Pick(demand, lane, "held") for demand, lane in pairs if lane]
    if tuple(claims_of(chosen, hold.start)) != hold.claims or len(chosen) != len(needed):
        raise HoldExpired(until=hold.expires_at.isoformat())
    return chosen


def _whole(moment: datetime) -> datetime:
    """Return *moment* up to the next whole second: an index keeps it as a number of them."""
    return moment.replace(microsecond=0) + A_SECOND if moment.microsecond else moment
