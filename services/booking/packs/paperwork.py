"""What a store's file says of its paperwork, read into values; what cannot be is told."""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any

from common.errors import Invalid
from services.booking.domain.calendars import Spans
from services.booking.domain.list_rows import COLUMNS
from services.booking.domain.paperwork import (
    DEPENDENCIES,
    DUE,
    LEVELS,
    SIDES,
    Advisor,
    Entry,
    ListRule,
    Paperwork,
    Treatment,
)

Week = Callable[[dict[str, list[str]]], tuple[Spans, ...]]
Moment = Callable[[str], datetime]


def paperwork_of(told: dict[str, Any], week: Week, moment: Moment) -> Paperwork:
    """Return what *told*, a store's configuration, says; *week* and *moment* read its hours.

    Raises:
        Invalid: a word stands where only certain ones may.
    """
    form = told.get("brand_form", {})
    _only("brand_form", form, COLUMNS)
    return Paperwork(
        advisors=tuple(_advisor(one, week, moment) for one in told.get("advisors", [])),
        entries={code: _entry(code, one) for code, one in told.get("preparation", {}).items()},
        treatment={code: _treatment(code, x) for code, x in told.get("treatment", {}).items()},
        work_orders=told.get("work_orders", False),
        shift_end=_at(told.get("shift_end")),
        lists=_list_rule(told),
        brand_form=form,
        script=told.get("script", {}),
        faq=told.get("faq", {}),
    )


def _advisor(told: dict[str, Any], week: Week, moment: Moment) -> Advisor:
    return Advisor(
        id=told["id"],
        name=told["name"],
        team=told.get("team", ""),
        roster=week(told["roster"]) if "roster" in told else None,
        absences=tuple((moment(x["from"]), moment(x["to"])) for x in told.get("absences", [])),
    )


def _entry(code: str, told: dict[str, Any]) -> Entry:
    entry = Entry(
        code=code,
        **{
            **told,
            "depends_on": frozenset(told.get("depends_on", ())),
            "waits_with": frozenset(told.get("waits_with", ())),
        },
    )
    where = f"preparation.{code}"
    _only(f"{where}.depends_on", entry.depends_on, DEPENDENCIES)
    _only(f"{where}.side", [entry.side], SIDES)
    _only(f"{where}.due", [entry.due], DUE)
    _only(f"{where}.waits_with", entry.waits_with, entry.choices)
    return entry


def _treatment(code: str, told: dict[str, Any]) -> Treatment:
    _only(f"treatment.{code}.level", [told.get("level", LEVELS[-1])], LEVELS)
    return Treatment(code, **told)


def _list_rule(told: dict[str, Any]) -> ListRule | None:
    to = told.get("next_day_list_to")
    if to is None:
        return None
    return ListRule(
        roles=tuple(to.get("roles", [])),
        departments=to.get("departments", {}),
        at=_at(told.get("next_day_list_time")),
    )


def _only(where: str, said: Iterable[str], known: Iterable[str]) -> None:
    if not set(said) <= set(known):
        raise Invalid(fields={where: [f"must be one of {', '.join(known)}"]})


def _at(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
