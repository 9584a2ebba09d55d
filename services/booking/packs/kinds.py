"""The kinds of value that a configuration holds, and what is wrong with one that is told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from common import phones
from common.errors import Invalid
from services.booking.domain.ticks import TICK_MINUTES
from services.booking.packs.holidays import public_days
from services.booking.packs.moments import clock, day, local_moment, span

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}").fullmatch
EMAIL = re.compile(r"[!-?A-~]{1,64}@(?:[^\W_]|[.-]){1,250}\.[^\W_]{2,60}").fullmatch
UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]").search
MISSING = "is missing"
UNKNOWN = "is no key of a store"

Faults = Iterator[tuple[str, str]]
"""Where in the value, as ``.0.from``, and what is wrong there."""


class Kind(Protocol):
    @property
    def said(self) -> str:
        """What it may be, in the words of the guide."""

    def faults(self, told: Any) -> Faults:
        """Yield all that is wrong with *told*."""


@dataclass(frozen=True)
class Text:
    longest: int = 100
    said: str = "words"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str) or not told.strip() or UNFIT(told):
            yield "", "must be some words"
        elif len(told) > self.longest:
            yield "", f"is longer than {self.longest} characters"


@dataclass(frozen=True)
class BothLanguages:
    """The same words in Chinese and in English."""

    longest: int = 200
    said: str = "words in zh and en"

    def faults(self, told: Any) -> Faults:
        yield from Shape({"zh": Text(self.longest), "en": Text(self.longest)}).faults(told)


@dataclass(frozen=True)
class YesNo:
    said: str = "yes or no"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, bool):
            yield "", "must be yes or no"


@dataclass(frozen=True)
class Whole:
    least: int
    most: int
    multiple_of: int = 1

    @property
    def said(self) -> str:
        steps = f", by {self.multiple_of}" if self.multiple_of > 1 else ""
        return f"{self.least} to {self.most}{steps}"

    def faults(self, told: Any) -> Faults:
        if isinstance(told, bool) or not isinstance(told, int):
            yield "", "must be a whole number"
        elif told < self.least:
            yield "", f"must be {self.least} or more"
        elif told > self.most:
            yield "", f"must be {self.most} or less"
        elif told % self.multiple_of:
            yield "", f"must be a multiple of {self.multiple_of}"


@dataclass(frozen=True)
class Percent:
    """A part of a hundred, which may be a fraction."""

    said: str = "0 to 100"

    def faults(self, told: Any) -> Faults:
        if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= 100:
            yield "", "must be a number from 0 to 100"


@dataclass(frozen=True)
class OneOf:
    choices: tuple[str, ...]

    @property
    def said(self) -> str:
        return ", ".join(self.choices)

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str) or told not in self.choices:
            yield "", f"must be one of {', '.join(self.choices)}"


@dataclass(frozen=True)
class Code:
    said: str = "a code"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str) or not CODE(told):
            yield "", "must be letters, digits, - and _, 64 at the most"


@dataclass(frozen=True)
class Zone:
    said: str = "an IANA zone"

    def faults(self, told: Any) -> Faults:
        try:
            ZoneInfo(told)
        except (KeyError, ValueError, TypeError, OSError):
            yield "", "is no time zone"


@dataclass(frozen=True)
class Country:
    said: str = "a country or a part of one"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str):
            yield "", "must be some words"
            return
        try:
            public_days(told)
        except Invalid as error:
            yield "", error.details["fields"]["holidays"][0]


@dataclass(frozen=True)
class Phone:
    said: str = "a number that can be called"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str) or phones.e164(told) is None:
            yield "", "not a telephone number that can be called"


@dataclass(frozen=True)
class Address:
    """A telephone number or an e-mail address: where messages go."""

    said: str = "a number that can be called, or an e-mail address"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, str) or "@" not in told:
            yield from Phone().faults(told)
        elif not EMAIL(told):
            yield "", "not an e-mail address"


@dataclass(frozen=True)
class TimeOfDay:
    said: str = "HH:MM, whole five minutes"

    def faults(self, told: Any) -> Faults:
        at = clock(told)
        if at is None:
            yield "", "must be a time as 08:30"
        elif at.minute % TICK_MINUTES:
            yield "", "must be on five minutes"


@dataclass(frozen=True)
class Spans:
    """From when to when, in order; none overlaps the next."""

    said: str = "HH:MM-HH:MM in order"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, list):
            yield "", "must be a list"
            return
        spans = [span(text) for text in told]
        for number, one in enumerate(spans):
            if one is None:
                yield f".{number}", "must be two times as 08:30-17:30, on five minutes"
            elif one[0] >= one[1]:
                yield f".{number}", "must end after it begins"
        for number, (before, after) in enumerate(pairwise(spans), start=1):
            if before and after and after[0] < before[1]:
                yield f".{number}", "must begin after the one before it has ended"


@dataclass(frozen=True)
class Week:
    """Spans by weekday or ``daily``, where a list has one for each of its own."""

    days: tuple[str, ...]
    said: str = "HH:MM-HH:MM in order, by weekday or daily"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, dict):
            yield "", "is not a mapping"
            return
        for name, spans in told.items():
            if name not in self.days:
                yield f".{name}", UNKNOWN
                continue
            for where, fault in Spans().faults(spans):
                yield f".{name}{where}", fault


@dataclass(frozen=True)
class Day:
    said: str = "YYYY-MM-DD"

    def faults(self, told: Any) -> Faults:
        if day(told) is None:
            yield "", "must be a date as 2026-03-10"


@dataclass(frozen=True)
class LocalMoment:
    said: str = "YYYY-MM-DDTHH:MM of the store's clock"

    def faults(self, told: Any) -> Faults:
        if local_moment(told) is None:
            yield "", "must be a time of the store as 2026-03-10T14:00"


@dataclass(frozen=True)
class ListOf:
    each: Kind
    least: int = 0
    most: int = 200
    once: bool = False

    @property
    def said(self) -> str:
        return f"a list: {self.each.said}"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, list):
            yield "", "must be a list"
            return
        if not self.least <= len(told) <= self.most:
            yield "", f"must have {self.least} to {self.most} entries"
        for number, one in enumerate(told[: self.most]):
            for where, fault in self.each.faults(one):
                yield f".{number}{where}", fault
            if self.once and one in told[:number]:
                yield f".{number}", "is there twice"


@dataclass(frozen=True)
class Shape:
    """A mapping with these keys and no others; all but *optional* must be there."""

    keys: Mapping[str, Kind]
    optional: frozenset[str] = field(default_factory=frozenset)

    @property
    def said(self) -> str:
        return "{" + ", ".join(self.keys) + "}"

    def faults(self, told: Any) -> Faults:
        if not isinstance(told, dict):
            yield "", "is not a mapping"
            return
        for name in told:
            if name not in self.keys:
                yield f".{name}", UNKNOWN
        for name, kind in self.keys.items():
            if name in told:
                for where, fault in kind.faults(told[name]):
                    yield f".{name}{where}", fault
            elif name not in self.optional:
                yield f".{name}", MISSING
