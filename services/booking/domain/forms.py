"""A form: what somebody is asked to record, and what is wrong with the answers, all at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.booking.domain.calendars import Words

Known = Mapping[str, Any]
Faults = dict[str, list[str]]


def _written(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _moment(value: Any) -> bool:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return moment.tzinfo is not None


def _day(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    # kind: (is it one, what it must be)
    "text": (_written, "must be some words"),
    "signature": (_written, "must be signed"),
    "whole": (_whole, "must be a whole number"),
    "money": (_whole, "must be a whole number of fen"),
    "yes_no": (lambda value: isinstance(value, bool), "must be yes or no"),
    "agreed": (lambda value: value is True, "must be agreed to"),
    "moment": (_moment, "must be a time with its offset"),
    "day": (_day, "must be a day such as 2026-03-10"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that somebody records or that the caller knows.

    ``most``, ``least`` bound a number; ``multiple_of`` and ``same_as`` name something known.
    A ``private`` one is masked on boards and left out of logs.
    """

    code: str
    name: Words
    kind: str = "text"
    choices: dict[str, Words] = field(default_factory=dict)
    required: bool = True
    default: Any = None
    least: int = 0
    most: int | None = None
    multiple_of: str = ""
    same_as: str = ""
    private: bool = False
    unit: str = ""

    def fault(self, value: Any, known: Known) -> str | None:
        """Say what is wrong with *value*, or None."""
        is_one, demand = KINDS[self.kind]
        if not is_one(value):
            return demand
        if self.choices and value not in self.choices:
            return f"must be one of {', '.join(self.choices)}"
        if _whole(value) and value < self.least:
            return f"must be {self.least} or more"
        if _whole(value) and self.most is not None and value > self.most:
            return f"must be {self.most} or less"
        if self.multiple_of and value % (unit := known[self.multiple_of]):
            return f"must be a multiple of {unit}"
        if self.same_as and value != known.get(self.same_as):
            return f"must be the same as {self.same_as}"
        return None


def filled(form: Iterable[Field], told: Known, known: Known) -> tuple[dict[str, Any], Faults]:
    """Return the answers that *told* gives to *form*, ready for JSON, and every fault in them."""
    values: dict[str, Any] = {}
    faults: Faults = {}
    for one in form:
        value = told.get(one.code, one.default)
        if value is None:
            if one.required:
                faults[one.code] = ["is missing"]
        elif fault := one.fault(value, known):
            faults[one.code] = [fault]
        else:
            values[one.code] = value.isoformat() if isinstance(value, datetime) else value
    return values, faults
