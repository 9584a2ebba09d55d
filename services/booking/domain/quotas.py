"""Lanes kept for some: a channel's share, or a place for those who book ahead (SL-16).

A share is so many lanes, not a number to be counted while others book: the unique index on
ticks keeps it as it keeps everything else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.booking.domain.ticks import span, tick_at, tick_from


@dataclass(frozen=True, slots=True)
class Kept:
    """For whom a lane is kept.

    ``channels`` alone may have it until ``release`` before a visit begins, then everybody.
    Whoever asks must book it ``ahead``.
    """

    channels: frozenset[str] | None = None
    release: timedelta = timedelta()
    ahead: timedelta | None = None

    def is_open(self, channel: str | None, notice: timedelta) -> bool:
        """Say whether *channel* may have it for a visit that begins in *notice*."""
        released = notice <= self.release
        soon = self.ahead is not None and notice < self.ahead
        return (self.is_for(channel) or released) and not soon

    def is_for(self, channel: str | None) -> bool:
        return self.channels is None or channel in self.channels


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for a place *now*, through a channel; None is none in particular."""

    channel: str | None
    now: datetime

    def may_have(self, kept: Kept | None, start: datetime) -> bool:
        """Say whether a visit at *start* may have a lane that is *kept* for some."""
        return kept is None or kept.is_open(self.channel, start - self.now)

    def is_kept(self, kept: Kept | None) -> bool:
        """Say whether a lane is kept for some who ask like this one."""
        return kept is not None and kept.is_for(self.channel)

    def starts(self, kept: Kept | None, base: int, width: int) -> int:
        """Return the bits, counted from tick *base*, of the starts ``may_have`` would grant."""
        first, end = 0, width
        if kept and kept.ahead is not None:
            first = max(first, tick_from(self.now + kept.ahead) - base)
        if kept and not kept.is_for(self.channel):
            end = min(end, tick_at(self.now + kept.release) + 1 - base)
        return span(first, end)
