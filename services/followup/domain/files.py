"""The customer's file: what it must hold, what is known of it already, how it grows (CU-01..04)."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import Invalid
from services.followup.domain.tasks import Task

KIND = "customer_file"
FILED = "filed"
OF_THE_CUSTOMER = ("name", "address", "phone")
OF_THE_CAR = ("model", "number", "kind", "cycle_months")
OF_THE_VISIT = ("visited_on", "items", "next_on", "wishes")
REQUIRED = (*OF_THE_CUSTOMER, *OF_THE_CAR, *OF_THE_VISIT)
KEPT = (*OF_THE_CUSTOMER, *OF_THE_CAR)
"""What stays true from one visit to the next."""


@dataclass(frozen=True, slots=True)
class FiledVisit:
    """What was done in one visit, and wished for the next."""

    visited_on: date
    booking_id: str | None
    items: tuple[str, ...]
    wishes: str
    at: datetime
    by: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFile:
    """One customer with one car in one store (CU-02)."""

    id: str
    revision: int
    store_id: str
    customer_id: str
    name: str
    address: str
    phone: str
    model: str
    number: str
    kind: str
    cycle_months: int
    next_on: date
    wishes: str
    visits: tuple[FiledVisit, ...]
    updated_at: datetime
    updated_by: dict[str, Any]


def file_id(task: Task) -> str:
    """Return the id of the file that *task* is to make: one a store, customer and car."""
    plate = (task.subject or {}).get("plate", "")
    return f"{task.store_id}|{task.customer['id']}|{plate}"


def known_of(task: Task, before: CustomerFile | None) -> dict[str, Any]:
    """Return what booking and the file *before* say already: nobody is asked twice.

    The next maintenance is proposed one cycle after this visit (CU-03).
    """
    subject = task.subject or {}
    start = task.visited_at or task.start
    told = {
        "name": task.customer.get("name"),
        "phone": task.customer.get("phone"),
        "visited_on": start.astimezone(ZoneInfo(task.timezone)).date() if start else None,
        "model": subject.get("model"),
        "number": subject.get("plate"),
        "items": [_name_of(item) for item in task.items],
    }
    kept = {name: getattr(before, name) for name in KEPT} if before else {}
    known = {**kept, **{name: value for name, value in told.items() if value}}
    if "cycle_months" in known and "visited_on" in known:
        known["next_on"] = months_later(known["visited_on"], known["cycle_months"])
    return known


def missing_of(known: Mapping[str, Any]) -> list[str]:
    return [name for name in REQUIRED if not known.get(name)]


def filed(
    task: Task,
    before: CustomerFile | None,
    told: Mapping[str, Any],
    by: dict[str, Any],
    now: datetime,
) -> CustomerFile:
    """Return the file of *task* with what is *told* over what is known.

    Raises:
        Invalid: something that a file must hold is told nowhere, or the next maintenance is
            not after this visit; every fault at once (CU-02).
    """
    whole = {**known_of(task, before), **told}
    faults = {f"file.{name}": ["is missing"] for name in missing_of(whole)}
    if not faults and whole["next_on"] <= whole["visited_on"]:
        faults["file.next_on"] = ["is not after the visit"]
    if faults:
        raise Invalid(fields=faults)
    visit = FiledVisit(
        visited_on=whole["visited_on"],
        booking_id=task.booking_id,
        items=tuple(whole["items"]),
        wishes=whole["wishes"],
        at=now,
        by=by,
    )
    return CustomerFile(
        id=file_id(task),
        revision=before.revision + 1 if before else 1,
        store_id=task.store_id,
        customer_id=task.customer["id"],
        next_on=whole["next_on"],
        wishes=whole["wishes"],
        visits=(*(before.visits if before else ()), visit),
        updated_at=now,
        updated_by=by,
        **{name: whole[name] for name in KEPT},
    )


def months_later(day: date, months: int) -> date:
    """Return the same day *months* later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _name_of(item: Mapping[str, Any]) -> str:
    name = item.get("name") or {}
    return str(name.get("zh") or item["code"])
