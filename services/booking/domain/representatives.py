"""Who could take a request: by expertise, region, schedule and workload (EX-63, EX-65)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.booking.domain.stores import Representative, Store


@dataclass(frozen=True, slots=True)
class Candidate:
    """One representative, and what speaks for them."""

    who: Representative
    expert: bool
    in_region: bool
    on_duty: bool
    open_requests: int

    def as_json(self) -> dict[str, Any]:
        told = ("expert", "in_region", "on_duty", "open_requests")
        return {
            "id": self.who.id,
            "name": self.who.name,
            **{name: getattr(self, name) for name in told},
        }


def ranked(
    store: Store, kind: str, region: str | None, now: datetime, loads: Mapping[str, int]
) -> list[Candidate]:
    """Return the store's representatives, the fittest first.

    Who masters the *kind* comes before who is of the *region*, that before who is there *now*,
    and of equals whoever has fewest open requests.
    """
    found = [
        Candidate(
            one,
            expert=kind in one.expertise,
            in_region=not one.regions or region in one.regions,
            on_duty=is_on_duty(store, one, now),
            open_requests=loads.get(one.id, 0),
        )
        for one in store.representatives
    ]
    return sorted(
        found,
        key=lambda x: (not x.expert, not x.in_region, not x.on_duty, x.open_requests, x.who.id),
    )


def is_on_duty(store: Store, who: Representative, now: datetime) -> bool:
    """Say whether *who* is there: in their shift, or without a roster while the store is open."""
    here = store.local(now)
    spans = store.calendar.hours(here.date())
    if who.roster is not None:
        spans = who.roster[store.calendar.weekday(here.date())]
    return any(begins <= here.time() < ends for begins, ends in spans)
