"""One who waits in words for others: what a reader gets, what an event carries, what it sums to."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from common.actor import Actor
from common.contracts.booking import WaitlistClosed, WaitlistFact, WaitlistOffered
from services.booking.domain.stores import Store
from services.booking.domain.waitlist import (
    ACCEPTED,
    BOOKED,
    DECLINED,
    EXPIRED,
    LAPSED,
    OFFERED,
    WITHDRAWN,
    Entry,
    Offer,
    as_of,
    legal_moves,
)

A_MINUTE = timedelta(minutes=1)


def as_read(
    store: Store,
    entry: Entry,
    now: datetime,
    place: int | None,
    could_begin_at: datetime | None,
) -> dict[str, Any]:
    """Return *entry* as everybody reads it; times carry the store's offset.

    ``place`` is its place in the queue; an offer that ran out is not told any more.
    """
    stored, entry = entry, as_of(entry, now)
    return {
        "id": entry.id,
        "revision": stored.revision,
        "status": entry.status,
        "store_id": store.id,
        "store_name": store.name,
        "timezone": store.zone.key,
        "ticket": entry.ticket,
        "place": place if entry.is_open else None,
        "could_begin_at": _local(store, could_begin_at),
        "items": list(entry.items),
        "staff": entry.staff,
        "from": _local(store, entry.window.first),
        "to": _local(store, entry.window.end),
        "weekdays": list(entry.window.weekdays),
        "hours": [f"{opens:%H:%M}-{ends:%H:%M}" for opens, ends in entry.window.hours],
        "party_size": entry.party_size,
        "customer": entry.customer,
        "subject": entry.subject,
        "channel": entry.channel,
        "partner_id": entry.partner_id,
        "partner_reference": entry.partner_reference,
        "consents": entry.consents,
        "note": entry.note,
        "offer": _offer_as_read(store, entry.offer) if entry.offer else None,
        "offers_passed": entry.passed,
        "booking_id": entry.booking_id,
        "legal_moves": legal_moves(entry.status),
        "joined_at": _local(store, entry.joined_at),
        "closed_at": _local(store, entry.closed_at),
        "created_by": entry.created_by,
    }


def events_of(
    store: Store, after: Entry, now: datetime, by: Actor, reason: str
) -> list[dict[str, Any]]:
    """Return what is told of a move: an offer, or the end of a wait; of others nothing."""
    if after.status == OFFERED:
        return [as_event(WaitlistOffered, store, after, now, by, reason)]
    return [] if after.is_open else [as_event(WaitlistClosed, store, after, now, by, reason)]


def as_event(
    event: type[WaitlistFact],
    store: Store,
    entry: Entry,
    now: datetime,
    by: Actor,
    reason: str = "",
) -> dict[str, Any]:
    """Return the envelope that tells one move of *entry*."""
    fact = {
        "entry_id": entry.id,
        "revision": entry.revision,
        "status": entry.status,
        "store_id": store.id,
        "store_name": store.name,
        "store_phone": store.phone,
        "timezone": store.zone.key,
        "ticket": entry.ticket,
        "items": list(entry.items),
        "party_size": entry.party_size,
        "customer": entry.customer,
        "channel": entry.channel,
        "partner_id": entry.partner_id,
        "first": entry.window.first.isoformat(),
        "end": entry.window.end.isoformat(),
        "offer": _offer_as_told(entry.offer) if entry.offer else None,
        "booking_id": entry.booking_id,
        "joined_at": entry.joined_at.isoformat(),
        "reason": reason,
    }
    return event.happened(
        f"{entry.id}:{entry.revision}",
        at=now,
        store_id=store.id,
        correlation_id=by.correlation_id,
        data=fact,
    )


def line_of(
    at: datetime,
    actor: dict[str, Any],
    move: str,
    reason: str,
    before: Entry | None,
    after: Entry,
    passed_over: Iterable[Entry] = (),
) -> dict[str, Any]:
    """Return one line of an entry's history: who, when, why, before and after.

    An offer out of turn names those whom it *passed over* (BK-26).
    """
    over = [other.id for other in passed_over]
    return {
        "at": at,
        "actor": actor,
        "move": move,
        "reason": reason,
        "revision": after.revision,
        "before": _outline(before) if before else None,
        "after": {**_outline(after), **({"passed_over": over} if over else {})},
    }


def summary(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what became of *entries*.

    ``offers`` counts what each was offered, ``offered`` the openings behind them: one that was
    handed on is counted once.  ``filled_share`` is the accepted part of the openings.
    """
    entries = list(entries)
    offers = [offer for entry in entries for offer in entry.offers]
    became = Counter(entry.status for entry in entries)
    outcomes = Counter(offer.outcome for offer in offers)
    openings = len({offer.opening for offer in offers})
    waits = [
        (entry.closed_at - entry.joined_at) / A_MINUTE
        for entry in entries
        if entry.status == BOOKED and entry.closed_at
    ]
    return {
        "joined": len(entries),
        "offers": len(offers),
        "offered": openings,
        "accepted": outcomes[ACCEPTED],
        "declined": outcomes[DECLINED],
        "lapsed": became[LAPSED],
        "withdrawn": became[WITHDRAWN],
        "expired": became[EXPIRED],
        "waiting": sum(entry.is_open for entry in entries),
        "filled_share": round(outcomes[ACCEPTED] / openings, 4) if openings else None,
        "median_wait_minutes": round(median(waits), 1) if waits else None,
    }


def _outline(entry: Entry) -> dict[str, Any]:
    offer = entry.offers[-1] if entry.offers else None
    told = {"start": offer.start, "until": offer.until, "outcome": offer.outcome} if offer else None
    return {"status": entry.status, "offer": told, "booking_id": entry.booking_id}


def _offer_as_read(store: Store, offer: Offer) -> dict[str, Any]:
    return {
        "start": _local(store, offer.start),
        "end": _local(store, offer.end),
        "offered_at": _local(store, offer.at),
        "until": _local(store, offer.until),
        "out_of_turn": offer.out_of_turn,
    }


def _offer_as_told(offer: Offer) -> dict[str, Any]:
    return {
        "start": offer.start.isoformat(),
        "end": offer.end.isoformat(),
        "offered_at": offer.at.isoformat(),
        "until": offer.until.isoformat(),
        "out_of_turn": offer.out_of_turn,
    }


def _local(store: Store, moment: datetime | None) -> str | None:
    return store.local(moment).isoformat() if moment else None
