"""One who waits for a place, and the moves of that wait: each takes a value and returns the next.

The queue of a store is in the order of its ``ticket``s, which are given out one by one as
people join: first come, first served (BK-26).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from common.actor import Actor
from common.consents import dated
from common.contracts.booking import WEEKDAYS, HoldExpired, IllegalTransition
from common.errors import NotFound
from services.booking.domain.calendars import Spans
from services.booking.domain.holds import Hold
from services.booking.domain.stores import Store

WAITING, OFFERED, BOOKED, LAPSED = "waiting", "offered", "booked", "lapsed"
WITHDRAWN, EXPIRED = "withdrawn", "expired"
OPEN = (WAITING, OFFERED)
MOVES = {WAITING: ("offer", "withdraw"), OFFERED: ("accept", "decline", "withdraw")}
MOST_PASSED = 2
"""Offers that one may let pass; with the last of them the wait is over."""
STANDS, ACCEPTED, DECLINED, RAN_OUT, DROPPED = "open", "accepted", "declined", "lapsed", "dropped"


@dataclass(frozen=True, slots=True)
class Window:
    """Starts that one would take: from ``first`` up to, not including, ``end``.

    ``weekdays`` and ``hours`` narrow that by the store's clock; empty they do not.
    """

    first: datetime
    end: datetime
    weekdays: tuple[str, ...] = ()
    hours: Spans = ()

    def takes(self, store: Store, start: datetime) -> bool:
        here = store.local(start)
        return (
            self.first <= start < self.end
            and (not self.weekdays or WEEKDAYS[here.weekday()] in self.weekdays)
            and (not self.hours or any(opens <= here.time() < ends for opens, ends in self.hours))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A place kept for one who waits, by the hold ``hold_id``, until ``until``.

    ``opening`` names what became free: handed on from one to the next it stays the same.
    """

    hold_id: str
    opening: str
    start: datetime
    end: datetime
    at: datetime
    until: datetime
    out_of_turn: bool = False
    outcome: str = STANDS

    def stands(self, now: datetime) -> bool:
        return self.outcome == STANDS and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where one who waits stands.  Moments are aware UTC."""

    id: str
    revision: int
    status: str
    store_id: str
    ticket: int
    items: tuple[str, ...]
    staff: str | None
    window: Window
    party_size: int | None
    customer: dict[str, Any]
    subject: dict[str, str] | None
    channel: str
    partner_id: str | None
    partner_reference: str | None
    consents: dict[str, Any] | None
    note: str
    joined_at: datetime
    created_by: dict[str, Any]
    offers: tuple[Offer, ...] = ()
    booking_id: str | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def offer(self) -> Offer | None:
        """The offer that waits for an answer."""
        return self.offers[-1] if self.status == OFFERED else None

    @property
    def passed(self) -> int:
        """How many offers were let pass."""
        return sum(offer.outcome in (DECLINED, RAN_OUT) for offer in self.offers)

    def takes(self, store: Store, start: datetime) -> bool:
        """Say whether *start* would do, and was not let pass before."""
        return self.window.takes(store, start) and not any(
            offer.start == start and offer.outcome != STANDS for offer in self.offers
        )


def check_may_see(by: Actor, entry: Entry) -> None:
    """Refuse an entry of another store or, to a partner, of anybody else.

    Raises:
        NotFound: what is not yours is not there.
    """
    if not may_see(by, entry):
        raise NotFound(what="waitlist entry", id=entry.id)


def may_see(by: Actor, entry: Entry) -> bool:
    mine = by.kind != "partner" or entry.partner_id == by.id
    return mine and by.sees(entry.store_id)


def joined(store: Store, now: datetime, **facts: Any) -> Entry:
    """Return a new entry; *facts* are its id, its ticket and what ``wished`` read."""
    return Entry(revision=1, status=WAITING, store_id=store.id, joined_at=now, **facts)


def facts_of_booking(entry: Entry, by: Actor) -> dict[str, Any]:
    """Return who, how and for what of the booking that comes of *entry*, made by *by*."""
    kept = ("customer", "subject", "staff", "channel", "partner_id", "partner_reference")
    return {
        **{name: getattr(entry, name) for name in (*kept, "note")},
        "consents": dated(entry.consents, entry.joined_at),
        "privacy_version": (entry.consents or {}).get("privacy_version"),
        "booker": None,
        "origin": "passive",
        "created_by": by.as_json(),
    }


def legal_moves(status: str) -> list[str]:
    return list(MOVES.get(status, ()))


def check_move(entry: Entry, move: str) -> None:
    """Raise IllegalTransition where *entry* cannot make *move*."""
    legal = legal_moves(entry.status)
    if move not in legal:
        raise IllegalTransition(status=entry.status, move=move, legal=legal)


def standing_offer(entry: Entry, move: str, now: datetime) -> Offer:
    """Return the offer that *move* answers.

    Raises:
        IllegalTransition: there is none.
        HoldExpired: there was; its time is over.
    """
    check_move(entry, move)
    offer = entry.offers[-1]
    if not offer.stands(now):
        raise HoldExpired(until=offer.until.isoformat())
    return offer


def offered(
    entry: Entry, hold: Hold, until: datetime, now: datetime, opening: str, out_of_turn: bool
) -> Entry:
    """Return *entry* with the place of *hold* kept for it."""
    offer = Offer(
        hold_id=hold.id,
        opening=opening,
        start=hold.start,
        end=hold.end,
        at=now,
        until=until,
        out_of_turn=out_of_turn,
    )
    stepped = replace(entry, revision=entry.revision + 1, status=OFFERED)
    return replace(stepped, offers=(*entry.offers, offer))


def let_pass(entry: Entry, outcome: str, now: datetime) -> Entry:
    """Return *entry* without its offer, which it declined or let run out; twice, and it lapses."""
    after = _answered(entry, outcome, WAITING)
    return _closed(after, LAPSED, now) if after.passed >= MOST_PASSED else after


def accepted(entry: Entry, booking_id: str, now: datetime) -> Entry:
    return replace(_closed(_answered(entry, ACCEPTED, BOOKED), BOOKED, now), booking_id=booking_id)


def withdrawn(entry: Entry, now: datetime) -> Entry:
    return _closed(_answered(entry, DROPPED, WITHDRAWN), WITHDRAWN, now)


def expired(entry: Entry, now: datetime) -> Entry:
    """Return *entry* closed because its window is over."""
    return _closed(_answered(entry, RAN_OUT, EXPIRED), EXPIRED, now)


def as_of(entry: Entry, now: datetime) -> Entry:
    """Return *entry* as it is read at *now*: an offer that ran out is over, noted or not."""
    if entry.offer and not entry.offer.stands(now):
        return replace(let_pass(entry, RAN_OUT, now), revision=entry.revision)
    return entry


def _answered(entry: Entry, outcome: str, status: str) -> Entry:
    offers = entry.offers
    if entry.offer:
        offers = (*offers[:-1], replace(entry.offer, outcome=outcome))
    return replace(entry, revision=entry.revision + 1, status=status, offers=offers)


def _closed(entry: Entry, status: str, now: datetime) -> Entry:
    return replace(entry, status=status, closed_at=now)
