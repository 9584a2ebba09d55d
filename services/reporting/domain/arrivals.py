"""The store's own booking-service rate: of those who came, how many had booked (RP-09)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from common.shares import ALL
from services.reporting.domain.rows import NO_TEAM, Visit


@dataclass(frozen=True, slots=True)
class WalkIn:
    """One who came without a booking; ``team`` is that of the adviser who received them."""

    day: date
    at: datetime
    customer_id: str | None = None
    team: str = NO_TEAM


@dataclass(frozen=True, slots=True)
class Share:
    """Booked arrivals of all arrivals; ``arrivals`` is None where it cannot be known."""

    booked: int
    arrivals: int | None

    @property
    def rate(self) -> int | None:
        """The share in basis points, cut off rather than rounded up to a target."""
        return self.booked * ALL // self.arrivals if self.arrivals else None


@dataclass(frozen=True, slots=True)
class Local:
    """A store's share and its teams', with how many arrivals could be any team's."""

    store: Share
    teams: Mapping[str, Share]
    without_team: int

    def of(self, team: str) -> Share:
        """Return the share of *team*, which need not have had anybody come."""
        return self.teams.get(team, Share(0, None if self.without_team else 0))


def local(visits: Iterable[Visit], walk_ins: Iterable[WalkIn]) -> Local:
    """Count who came: *visits* by booking, and *walk_ins*.

    A booking made for somebody after they walked in is that walk-in, as booking counts it,
    and says its team.  While anybody came of whom no team is known, no team's arrivals are:
    leaving them out would make every team look better than it is.
    """
    came = list(walk_ins)
    first: dict[tuple[date, str | None], WalkIn] = {
        (one.day, one.customer_id): one
        for one in sorted(came, key=lambda one: one.at, reverse=True)
        if one.customer_id
    }
    booked: Counter[str] = Counter()
    booked_on_the_spot: dict[WalkIn, str] = {}
    for visit in visits:
        walked_in = first.get((visit.day, visit.customer_id))
        if walked_in and visit.made_at and visit.made_at >= walked_in.at:
            booked_on_the_spot[walked_in] = visit.team
        else:
            booked[visit.team] += 1
    unbooked = Counter(one.team or booked_on_the_spot.get(one, NO_TEAM) for one in came)
    everybody = booked + unbooked
    unknown = everybody.pop(NO_TEAM, 0)
    return Local(
        store=Share(booked.total(), booked.total() + unbooked.total()),
        teams={
            team: Share(booked[team], None if unknown else arrivals)
            for team, arrivals in everybody.items()
        },
        without_team=unknown,
    )
