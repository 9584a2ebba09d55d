"""A series: visits of one customer that come again, each a booking of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.actor import Actor
from common.contracts.booking import (
    ChannelClosed,
    Horizon,
    LeadTime,
    NotASlot,
    OutsideHours,
    SeriesConflict,
    SlotTaken,
)
from common.errors import Invalid, NotFound, SlipboardError, Stale
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.explaining import MANAGER, Reason, told
from services.booking.domain.stores import Store

FREE, BOOKED, PLANNED, CONFLICT = "free", "booked", "planned", "conflict"
MOVED, CANCELLED, KEPT = "moved", "cancelled", "kept"

REFUSALS: dict[str | None, type[SlipboardError]] = {
    one.code: one for one in (ChannelClosed, OutsideHours, NotASlot, LeadTime, Horizon, SlotTaken)
}
NOT_OFFERED = Reason(
    Invalid.code,
    None,
    {
        "zh": "门店已不再提供所选的项目或人员。",
        "en": "The store offers that, or who was asked for, no more.",
    },
    MANAGER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One visit: ``booked``, ``planned`` for when the store books so far ahead, in ``conflict``
    with a rule or with others (``code`` and ``reasons`` say which), or ``cancelled``."""

    number: int
    start: datetime
    state: str
    code: str | None = None
    reasons: tuple[dict[str, Any], ...] = ()
    alternatives: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """``facts`` are who comes, how and for what, as each of its bookings begins with them."""

    id: str
    revision: int
    store_id: str
    items: tuple[str, ...]
    rule: dict[str, Any]
    facts: dict[str, Any]
    occurrences: tuple[Occurrence, ...]
    history: tuple[dict[str, Any], ...]
    created_at: datetime

    @property
    def staff(self) -> str | None:
        return self.facts["staff"]

    def from_(self, number: int) -> list[Occurrence]:
        """Return visit *number* and those that follow.

        Raises:
            Invalid: it has no such visit.
        """
        following = [one for one in self.occurrences if one.number >= number]
        if not following:
            raise Invalid.of(number=f"the series has {len(self.occurrences)} visits")
        return following


@dataclass(frozen=True, slots=True)
class Look:
    """What a start looks like just now: the lanes that it would have, or why it cannot be had.

    A ``firm`` one is a booking already: it cannot wait until the store books so far ahead.
    """

    number: int
    start: datetime
    chosen: Chosen | None
    reasons: tuple[Reason, ...] = ()
    alternatives: tuple[dict[str, Any], ...] = ()
    firm: bool = False

    @property
    def state(self) -> str:
        if self.chosen is not None:
            return FREE
        far = any(reason.code == Horizon.code for reason in self.reasons)
        return PLANNED if far and not self.firm else CONFLICT

    @property
    def code(self) -> str | None:
        if self.state == PLANNED:
            return Horizon.code
        return self.reasons[0].code if self.reasons else None

    def occurrence(self, free_becomes: str = BOOKED) -> Occurrence:
        return Occurrence(
            number=self.number,
            start=self.start,
            state=free_becomes if self.state == FREE else self.state,
            code=self.code,
            reasons=tuple(told(reason) for reason in self.reasons),
            alternatives=self.alternatives,
        )


def numbered(starts: list[datetime], instead: dict[str, datetime]) -> dict[int, datetime]:
    """Return *starts* by number from 1 on, some of them given otherwise.

    Raises:
        Invalid: a number that there is not.
    """
    unknown = [number for number in instead if int(number) > len(starts)]
    if unknown:
        faults = {number: ["there is no such visit"] for number in unknown}
        raise Invalid(fields={"instead": faults})
    return {n: instead.get(str(n), start) for n, start in enumerate(starts, 1)}


def booking_id(series_id: str, number: int) -> str:
    """Return the id of the booking of a visit: the same whoever books it and however often."""
    return f"b-{hashlib.sha256(f'{series_id}|{number}'.encode()).hexdigest()[:24]}"


def check_may_see(by: Actor, series: Series) -> None:
    """Refuse a series of another store or, to a partner, of anybody else.

    Raises:
        NotFound
    """
    mine = by.kind != "partner" or series.facts["partner_id"] == by.id
    if not (mine and by.sees(series.store_id)):
        raise NotFound(what="series", id=series.id)


def check_revision(series: Series, wanted: int | None) -> None:
    """Raise Stale if *series* is not at the revision *wanted*."""
    if wanted is not None and wanted != series.revision:
        raise Stale(revision=series.revision)


def changed(
    series: Series, after: Iterable[Occurrence], move: str, now: datetime, by: Actor, reason: str
) -> Series:
    """Return *series* one revision on with some occurrences otherwise, and who did it and why."""
    new = {one.number: one for one in after}
    entry = {
        "at": now,
        "actor": by.as_json(),
        "move": move,
        "reason": reason,
        "revision": series.revision + 1,
        "numbers": sorted(new),
    }
    return replace(
        series,
        revision=series.revision + 1,
        occurrences=tuple(new.get(one.number, one) for one in series.occurrences),
        history=(*series.history, entry),
    )


def next_look(store: Store, series: Series) -> datetime | None:
    """Return when the store books far enough ahead for the next planned visit, if there is one."""
    planned = [one.start for one in series.occurrences if one.state == PLANNED]
    return min(planned) - store.notice(series.facts["channel"], []).horizon if planned else None


def line(store: Store, one: Occurrence, booking_id: str | None = None) -> dict[str, Any]:
    """Return one visit of a report, in the store's time."""
    start = store.local(one.start)
    return {
        "number": one.number,
        "day": start.date().isoformat(),
        "start": start.isoformat(),
        "state": one.state,
        "code": one.code,
        "reasons": list(one.reasons),
        "alternatives": list(one.alternatives),
        "booking_id": booking_id,
    }


def refusal(report: list[dict[str, Any]]) -> SlipboardError:
    """Return the refusal of a series in which something stands in the way, visit by visit.

    It has the code of what stands in the way where that is one thing (SL-05).
    """
    hindered = [line for line in report if line["state"] == CONFLICT]
    codes = {line["code"] for line in hindered}
    kind = REFUSALS.get(codes.pop(), SlotTaken) if len(codes) == 1 else SlotTaken
    others = hindered[0]["alternatives"] if hindered else []
    return kind(alternatives=others, occurrences=report)


def as_read(store: Store, series: Series, bookings: dict[str, Booking]) -> dict[str, Any]:
    """Return *series* as it stands, each visit with its booking."""

    def read(one: Occurrence) -> dict[str, Any]:
        id_ = booking_id(series.id, one.number)
        booking = bookings.get(id_)
        start = booking.start if booking else one.start
        return {
            **{k: v for k, v in line(store, one).items() if k != "day"},
            "start": store.local(start).isoformat(),
            "booking_id": id_ if booking else None,
            "status": booking.status if booking else None,
        }

    return {
        "id": series.id,
        "revision": series.revision,
        "store_id": series.store_id,
        "timezone": store.zone.key,
        "items": list(series.items),
        "staff": series.staff,
        "rule": series.rule,
        "customer_id": series.facts["customer"]["id"],
        "channel": series.facts["channel"],
        "partner_id": series.facts["partner_id"],
        "occurrences": [read(one) for one in series.occurrences],
        "history": [
            {**entry, "at": store.local(entry["at"]).isoformat()} for entry in series.history
        ],
        "created_at": store.local(series.created_at).isoformat(),
    }


def conflict_event(series: Series, one: Occurrence, now: datetime, by: Actor) -> dict[str, Any]:
    """Return the envelope that tells of a visit that could not be booked."""
    return SeriesConflict.happened(
        f"{series.id}:{one.number}:{series.revision}",
        at=now,
        store_id=series.store_id,
        correlation_id=by.correlation_id,
        data={
            "series_id": series.id,
            "number": one.number,
            "store_id": series.store_id,
            "customer_id": series.facts["customer"]["id"],
            "start": one.start.isoformat(),
            "code": one.code,
            "sentence": one.reasons[0]["sentence"],
            "alternatives": list(one.alternatives),
        },
    )
