"""What a store promises and demands: notice, limits, windows.  Stamped on each booking."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from common.contracts.booking import (
    CancelWindowPassed,
    ChangeWindowPassed,
    ChannelClosed,
    Horizon,
    LeadTime,
)
from services.booking.domain.gifts import GiftRule

AN_INSTANT = timedelta.resolution


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """Labour at ``labour_percent`` when agreed ``days_ahead`` calendar days before and arriving
    within a window; None stands for the store's opening or closing (PK-02, PK-03)."""

    labour_percent: int
    days_ahead: int
    windows: tuple[tuple[time | None, time | None], ...]


@dataclass(frozen=True, slots=True)
class PerkRule:
    """One perk by arrival: from ``first`` on, before ``before``, up to and with ``last``."""

    code: str
    name: dict[str, str]
    first: time | None = None
    before: time | None = None
    last: time | None = None

    def fits(self, at: time) -> bool:
        return (
            (self.first is None or at >= self.first)
            and (self.before is None or at < self.before)
            and (self.last is None or at <= self.last)
        )


@dataclass(frozen=True, slots=True)
class PerkTerms:
    """Whether a perk is for what was agreed the same day, by the arrival, for all items
    (PK-07, PK-08)."""

    excludes_same_day: bool = True
    by_arrival: bool = True
    maintenance_only: bool = True


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """A sum, or a part of the booking's price, for *occasion* with less notice than ``under``.

    ``under`` of None applies whatever the notice; ``cap`` is the most that it can come to.
    ``earlier`` spares those who missed fewer visits than that in the past year.
    """

    occasion: str
    under: timedelta | None
    fixed: int = 0
    percent: int = 0
    cap: int | None = None
    earlier: int = 0

    def applies(self, occasion: str, notice: timedelta, missed: int) -> bool:
        """Say whether it fits *occasion*, so long before the start, after so many *missed*."""
        near = self.under is None or notice < self.under
        return self.occasion == occasion and near and missed >= self.earlier

    def amount(self, price: int) -> int:
        """Return what it comes to for a booking of *price* fen, half a fen rounded up."""
        due = self.fixed + (price * self.percent + 50) // 100
        return due if self.cap is None else min(due, self.cap)


@dataclass(frozen=True, slots=True)
class Notice:
    """How soon, and how far off, a visit may begin that is booked now."""

    lead: timedelta
    horizon: timedelta

    def after(self, lead: timedelta) -> "Notice":
        """Return this notice, or the longer one that *lead* asks for."""
        return replace(self, lead=lead) if lead > self.lead else self

    def check(self, start: datetime, now: datetime) -> None:
        """Refuse a start that is too soon or too far off.

        Raises:
            LeadTime: less than the store's notice is left.
            Horizon: the store does not book that far ahead.
        """
        if start < now + self.lead or start <= now:
            raise LeadTime(earliest=(now + self.lead).isoformat())
        if start > now + self.horizon:
            raise Horizon(latest=(now + self.horizon).isoformat())

    def book_until(self, start: datetime) -> datetime:
        """Return the moment up to which a visit at *start* may be booked."""
        return start - self.lead

    def bookable(self, now: datetime) -> tuple[datetime, datetime]:
        """Return the first moment that may be booked at *now*, and the first that may not again."""
        return max(now + self.lead, now + AN_INSTANT), now + self.horizon + AN_INSTANT


@dataclass(frozen=True, slots=True)
class Policy:
    """``channels`` has the notice of those that differ; ``most_changes`` binds customers.

    ``care`` is what the store says of its own about tasks, by kind; followup reads it.
    ``messages`` is what it says about messages; notification reads that.
    ``deposit_percent`` of the price is paid before a visit that a customer orders.
    """

    version: int
    change_notice: timedelta
    cancel_notice: timedelta
    lead: timedelta
    horizon: timedelta
    priority_lead: timedelta | None
    on_time: timedelta
    late_after: timedelta
    no_show_after: timedelta
    discount: DiscountRule | None
    perks: tuple[PerkRule, ...]
    penalties: tuple[PenaltyRule, ...] = ()
    gift: GiftRule | None = None
    channels: dict[str, Notice] = field(default_factory=dict)
    most_changes: int | None = None
    care: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Any] = field(default_factory=dict)
    offered_for: timedelta = timedelta(minutes=15)
    replan_hold: timedelta = timedelta(minutes=30)
    perk_terms: PerkTerms = PerkTerms()
    deposit_percent: int = 0

    def notice(self, channel: str | None) -> Notice:
        return self.channels.get(channel or "") or Notice(self.lead, self.horizon)

    @property
    def looks_back(self) -> bool:
        """Whether what a customer missed before decides anything."""
        return any(rule.earlier for rule in self.penalties)

    def may_change_again(self, changes: int, is_staff: bool) -> bool:
        """Say whether a booking that was moved so often may be moved once more."""
        return is_staff or self.most_changes is None or changes < self.most_changes

    def change_until(self, start: datetime) -> datetime:
        """Return the last moment at which a customer may move it; that moment included."""
        return start - self.change_notice

    def cancel_until(self, start: datetime) -> datetime:
        return start - self.cancel_notice

    def check_change(self, start: datetime, now: datetime, may_be_late: bool) -> bool:
        """Say whether moving away from *start* is late (CX-01, CX-09).

        Raises:
            ChangeWindowPassed: it is, and who asks may not be late.
        """
        late = now > self.change_until(start)
        if late and not may_be_late:
            raise ChangeWindowPassed(until=self.change_until(start).isoformat())
        return late

    def check_cancel(self, start: datetime, now: datetime, may_be_late: bool) -> bool:
        """Say whether cancelling at *now* is late (CX-03, CX-09).

        Raises:
            CancelWindowPassed: it is, and who asks may not be late.
        """
        late = now > self.cancel_until(start)
        if late and not may_be_late:
            raise CancelWindowPassed(until=self.cancel_until(start).isoformat())
        return late


def check_channel(channel: str | None, open_channels: frozenset[str]) -> None:
    """Refuse a channel that the store has switched off (CH-17); None is none in particular."""
    if channel is not None and channel not in open_channels:
        raise ChannelClosed(channel=channel, open=sorted(open_channels))
