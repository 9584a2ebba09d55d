"""A notice: something that one customer is to be told, from one moment until another.

A rule says all that follows from one thing as it stands now; ``changes`` compares that with
what was said of it before.  So nothing has to know what became of an earlier decision.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from services.followup.domain.customers import Customer

STANDS, WITHDRAWN = "wanted", "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``about`` is the thing that it follows from, ``facts`` what there is to tell of it."""

    id: str
    revision: int = 1
    state: str = STANDS
    about: str
    kind: str
    store_id: str
    customer: dict[str, Any]
    booking_id: str | None
    facts: dict[str, Any]
    from_at: datetime
    until: datetime
    campaign_id: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is to be told *about* one thing, as it stands now; nothing else is any more."""

    about: str
    notices: tuple[Notice, ...] = ()


class Change(NamedTuple):
    """A notice as it stood, None if it is new, and as it then stands."""

    before: Notice | None
    after: Notice


def noticed(
    kind: str,
    about: str,
    customer: dict[str, Any],
    *,
    step: str = "",
    store_id: str,
    from_at: datetime,
    until: datetime,
    booking_id: str | None = None,
    campaign_id: str | None = None,
    **facts: Any,
) -> Notice:
    """Return the notice of *kind* about a thing; *step* tells it from others of its kind."""
    key = f"{about}|{kind}|{step}"
    return Notice(
        id=f"n-{hashlib.sha256(key.encode()).hexdigest()[:24]}",
        about=about,
        kind=kind,
        store_id=store_id,
        customer=customer,
        booking_id=booking_id,
        facts=facts,
        from_at=from_at,
        until=until,
        campaign_id=campaign_id,
    )


def addressee(told: dict[str, Any], known: Customer | None) -> dict[str, Any]:
    """Return whom a notice goes to: as *known* by their latest booking, else as *told*."""
    return {
        "id": told["id"],
        "phone": known.phone if known else told.get("phone"),
        "language": (known.language if known else told.get("language")) or "zh",
        "email": known.email if known else told.get("email"),
    }


def changes(known: Iterable[Notice], wanted: Wanted, now: datetime) -> Iterator[Change]:
    """Yield what becomes of the notices *known* about a thing of which that is *wanted* now.

    Who has no telephone is told nothing.
    What is over is not begun.  What was withdrawn after its moment may have been told, so it
    is not wanted again; what is on its way keeps its words.
    """
    before = {notice.id: notice for notice in known}
    for notice in wanted.notices:
        was = before.pop(notice.id, None)
        if was is None:
            if now < notice.until and notice.customer["phone"]:
                yield Change(None, notice)
        elif _is_anew(was, notice, now):
            yield Change(was, replace(notice, revision=was.revision + 1))
    for was in before.values():
        if was.state == STANDS and now < was.until:
            yield Change(was, replace(was, revision=was.revision + 1, state=WITHDRAWN))


def _is_anew(was: Notice, notice: Notice, now: datetime) -> bool:
    if was.state == WITHDRAWN:
        return now <= notice.from_at
    same = (was.customer, was.facts) == (notice.customer, notice.facts)
    return not same and now < was.from_at
