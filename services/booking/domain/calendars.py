"""Which hours a store keeps on a date: those of the week, or of what is special about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Protocol

Spans = tuple[tuple[time, time], ...]
"""From when to when, in order; none on a day of rest."""

Words = dict[str, str]
"""The same words by language: ``{"zh": "面部护理", "en": "Facial"}``."""

MONDAY = 0


class PublicDays(Protocol):
    """A country's holidays, and the days off that are worked to make up for them."""

    def holiday(self, day: date) -> Words | None:
        """Return what *day* is called when it is a holiday."""

    def made_up(self, day: date) -> bool:
        """Say whether *day* would be off and is worked."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date of which a store says itself what it does; *like* is the weekday that it follows."""

    spans: Spans | None = None
    like: int | None = None
    name: Words = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Calendar:
    """What a store says of a date comes before the public holidays, and those before the week.

    It is closed on the holidays of ``public`` (None: it keeps none), and on a day worked to
    make up for one it does as on weekday ``made_up_as`` (SL-03).
    """

    week: tuple[Spans, ...]
    dates: Mapping[date, SpecialDay] = field(default_factory=dict)
    public: PublicDays | None = None
    made_up_as: int = MONDAY

    def hours(self, day: date) -> Spans:
        special = self.dates.get(day)
        if special and special.spans is not None:
            return special.spans
        if special is None and self.public and self.public.holiday(day):
            return ()
        return self.week[self.weekday(day)]

    def weekday(self, day: date) -> int:
        """Return the weekday whose hours and rosters hold on *day*, Monday being 0."""
        special = self.dates.get(day)
        if special:
            return day.weekday() if special.like is None else special.like
        if self.public and self.public.made_up(day):
            return self.made_up_as
        return day.weekday()

    def occasion(self, day: date) -> Words | None:
        """Return what *day* is called when it is special."""
        special = self.dates.get(day)
        if special:
            return special.name or None
        return self.public.holiday(day) if self.public else None
