"""What puts lanes out of order for a while: a broken lift, a sick technician, no power."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from common.contracts.booking import MAX_WINDOW_DAYS
from common.errors import Invalid
from services.booking.domain.availability import Claim
from services.booking.domain.stores import Absence, Lane, Pool, Store
from services.booking.domain.ticks import tick_at, tick_from

LANE, PERSON, STORE = "lane", "person", "store"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Outage:
    """*lanes* are away from ``first`` up to ``end``; no lanes are all lanes."""

    id: str
    lanes: tuple[str, ...]
    first: datetime
    end: datetime
    reason: str = ""

    def concerns(self, lane: str) -> bool:
        return not self.lanes or lane in self.lanes

    def hits(self, claims: Iterable[Claim]) -> bool:
        """Say whether one of *claims* can no longer be kept."""
        first, end = tick_at(self.first), tick_from(self.end)
        return any(
            self.concerns(lane) and begins < end and ends > first for lane, begins, ends in claims
        )


def out_of_order(store: Store, outages: Iterable[Outage]) -> Store:
    """Return *store* with its lanes away in *outages*, as if their absences stood in its file."""
    known = list(outages)

    def lane_of(lane: Lane) -> Lane:
        away = [Absence(x.first, x.end, x.reason) for x in known if x.concerns(lane.id)]
        return replace(lane, absences=(*lane.absences, *away)) if away else lane

    def pool_of(pool: Pool) -> Pool:
        return replace(pool, lanes=tuple(lane_of(lane) for lane in pool.lanes))

    return replace(store, pools={key: pool_of(pool) for key, pool in store.pools.items()})


def check_outage(store: Store, what: str, outage: Outage, now: datetime) -> None:
    """Refuse what is over, too long, or names lanes that *store* has not.

    Raises:
        Invalid: every fault at once.
    """
    faults: dict[str, list[str]] = {}
    if outage.end <= outage.first:
        faults["to"] = ["must be after from"]
    elif outage.end <= now:
        faults["to"] = ["is over"]
    elif outage.end - outage.first > timedelta(days=MAX_WINDOW_DAYS):
        faults["to"] = [f"more than {MAX_WINDOW_DAYS} days after from"]
    kinds = {lane.id: lane.kind for lane in store.lanes}
    unknown = [lane for lane in outage.lanes if lane not in kinds]
    if unknown:
        faults["lanes"] = ["nobody here has that name"]
    elif what == PERSON and any(kinds[lane] != STAFF for lane in outage.lanes):
        faults["lanes"] = ["is no person"]
    elif (what == STORE) == bool(outage.lanes):
        faults["lanes"] = ["name some lanes, or none for the whole store"]
    if faults:
        raise Invalid(fields=faults)
