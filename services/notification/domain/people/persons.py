"""A person as far as messages go: what they prefer and what they said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.notification.domain.people import acts
from services.notification.domain.people.acts import (
    ALL,
    BOOKING,
    CHANNELS,
    MARKETING,
    REMINDER,
    SURVEY,
    Act,
)
from services.notification.domain.people.windows import Window

PURPOSES = (REMINDER, SURVEY, MARKETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """``channel`` is the way that comes first, ``hours`` when to contact them; None: any."""

    channel: str | None = None
    hours: Window | None = None
    set_at: datetime | None = None
    set_by: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``id`` is the customer's; nobody of whom nothing is known has revision 0."""

    id: str
    revision: int = 0
    preferences: Preferences = Preferences()
    acts: tuple[Act, ...] = ()

    def knows(self, act: Act) -> bool:
        return any(known.id == act.id for known in self.acts)

    def latest(self, purpose: str, channel: str) -> Act | None:
        return acts.latest(self.acts, purpose, channel)

    def agreed(self, purpose: str, channel: str) -> bool | None:
        """Say whether they agreed when last asked, None if nobody asked."""
        act = self.latest(purpose, channel)
        return act.given if act else None

    def has_said(self, given: bool, purposes: Iterable[str], channels: Iterable[str]) -> bool:
        """Say whether just that counts already, for each of *purposes* by each of *channels*."""
        by_which = tuple(channels)
        return all(self.agreed(one, by) is given for one in purposes for by in by_which)

    def has_opted_out(self, channel: str) -> bool:
        return self.agreed(ALL, channel) is False

    def refused_at(self, purpose: str, channel: str) -> datetime | None:
        """Return since when they want nothing for *purpose* by *channel*, None if they do.

        Who did not agree with a booking has not refused for good.
        """
        act = self.latest(purpose, channel)
        return None if act is None or act.given or act.source == BOOKING else act.at

    def consents(self) -> Iterator[tuple[str, str, Act]]:
        """Yield purpose, channel and the act that counts, of all that was spoken of."""
        for purpose in PURPOSES:
            for channel in CHANNELS:
                if act := self.latest(purpose, channel):
                    yield purpose, channel, act


NOBODY = Person(id="")
"""Of whom nothing is known."""
