"""Waiting for a place: joining, reading the queue, and answering an offer."""

import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from random import SystemRandom
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts import booking as contract
from common.errors import Invalid, Stale
from services.booking.documents import cursor_of, history_line, read_place
from services.booking.domain import bookings, holds, joining, waitlist, waitlist_telling
from services.booking.domain.bookings import Chosen
from services.booking.domain.policy import check_channel
from services.booking.domain.requests import fingerprint, id_of, number_of, partner_of
from services.booking.domain.stores import Store as Shop
from services.booking.domain.waitlist import Entry
from services.booking.places import Places
from services.booking.repeats import once

CHANCE = SystemRandom()
TRIES = 10
PAUSE_SECONDS = 0.1
"""Until a change that others have just made can be read: the majority must have it first."""


class WaitingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    _made: Any
    _announce_made: Any
    tell_waiting: Any
    _shop: Any
    _step: Any
    _hand_on: Any

    @serves(contract.waitlist.JOIN)
    def join_waitlist(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key, "w"), fingerprint(asked)
        entry, replayed = once(
            partial(self._join, id_, request_hash, asked),
            partial(self.store.waiting_as_asked, id_) if idempotency_key else None,
            request_hash,
            there=partial(self.store.is_waiting_there, id_),
        )
        return {"entry": self._entry_told(entry), "replayed": replayed}

    @serves(contract.waitlist.GET_WAITING)
    def get_waiting(self, entry_id: str) -> dict[str, Any]:
        return self._entry_told(self._found_waiting(entry_id)[1])

    @serves(contract.waitlist.WAITING_HISTORY)
    def waiting_history(self, entry_id: str) -> dict[str, Any]:
        shop, entry = self._found_waiting(entry_id)
        lines = self.store.waiting_history(entry.id)
        return {"history": [history_line(line, shop) for line in lines]}

    @serves(contract.waitlist.LIST_WAITING)
    def list_waiting(
        self,
        store_id: str | None,
        status: str | None,
        customer_id: str | None,
        partner_reference: str | None,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        """List entries in the order of their queues."""
        if store_id:
            self._shop(store_id)
        seen = [store_id] if store_id else None if self.by.everywhere else sorted(self.by.stores)
        page = self.store.entries(
            seen,
            status,
            read_place(cursor) if cursor else None,
            limit + 1,
            partner_id=partner_of(self.by),
            partner_reference=partner_reference,
            **{"customer.id": customer_id},
        )
        here = page[:limit]
        return {
            "entries": self._entries_told(here),
            "next_cursor": cursor_of(here[-1].store_id, here[-1].ticket) if page[limit:] else None,
        }

    @serves(contract.waitlist.SUMMARISE)
    def summarise_waitlist(self, store_id: str, from_day: date, to_day: date) -> dict[str, Any]:
        """Sum up those who joined on the days from *from_day* to *to_day*, both included."""
        shop = self._shop(store_id)
        if to_day < from_day:
            raise Invalid.of(to="must not be before from")
        window = shop.whole_day(from_day)[0], shop.whole_day(to_day)[1]
        joined = self.store.joined_between(shop.id, *window, partner_of(self.by))
        return waitlist_telling.summary(joined)

    @serves(contract.waitlist.ACCEPT)
    def accept_offer(self, reason: str, **asked: Any) -> dict[str, Any]:
        """Book the place that was offered; asked again, say what was booked."""

        def accept(shop: Shop, entry: Entry, now: datetime) -> None:
            if entry.status != waitlist.BOOKED:
                waitlist.standing_offer(entry, "accept", now)
                self._book_offered(shop, entry, now, reason)

        return self._decided(accept, **asked)

    @serves(contract.waitlist.DECLINE)
    def decline_offer(self, reason: str, **asked: Any) -> dict[str, Any]:
        def decline(shop: Shop, entry: Entry, now: datetime) -> None:
            waitlist.standing_offer(entry, "decline", now)
            after = waitlist.let_pass(entry, waitlist.DECLINED, now)
            self._hand_on(shop, entry, after, "decline", reason, now)

        return self._decided(decline, **asked)

    @serves(contract.waitlist.WITHDRAW)
    def withdraw_waiting(self, reason: str, **asked: Any) -> dict[str, Any]:
        """End a wait; one that was withdrawn stays so."""

        def withdraw(shop: Shop, entry: Entry, now: datetime) -> None:
            if entry.status != waitlist.WITHDRAWN:
                waitlist.check_move(entry, "withdraw")
                after = waitlist.withdrawn(entry, now)
                self._hand_on(shop, entry, after, "withdraw", reason, now)

        return self._decided(withdraw, **asked)

    # how they do it

    def _join(self, id_: str, request_hash: str, asked: dict[str, Any]) -> Entry:
        shop, now = self._shop(asked["store_id"]), self.now()
        counted = partial(self.store.had_words, shop)
        facts = joining.wished(asked, shop, self.by, privacy.customer_id, counted)
        items = shop.chosen(list(facts["items"]), facts["staff"])
        joining.check_can_wait(shop, items, facts["channel"], facts["window"], now)
        like_it = {
            "store_id": shop.id,
            "customer.id": facts["customer"]["id"],
            "items": {"$size": len(facts["items"]), "$all": list(facts["items"])},
        }

        def admit(ticket: int, others: list[Entry]) -> Any:
            joining.check_waits_for_nothing_like_it(self.by, others, facts["window"])
            entry = waitlist.joined(shop, now, id=id_, ticket=ticket, **facts)
            line = waitlist_telling.line_of(now, self.by.as_json(), "join", "", None, entry)
            event = contract.WaitlistJoined
            return entry, line, [waitlist_telling.as_event(event, shop, entry, now, self.by)]

        entry, _, events = self.store.join(like_it, admit, request_hash)
        self.tell_waiting(entry.id, events)
        return entry

    def _found_waiting(self, entry_id: str, if_revision: int | None = None) -> tuple[Shop, Entry]:
        entry = self.store.waiting_entry(entry_id)
        waitlist.check_may_see(self.by, entry)
        if if_revision is not None and if_revision != entry.revision:
            raise Stale(revision=entry.revision)
        return self.store.store(entry.store_id), entry

    def _decided(
        self,
        decide: Callable[[Shop, Entry, datetime], None],
        entry_id: str,
        if_revision: int | None,
    ) -> dict[str, Any]:
        """Do what *decide* does with an entry; where somebody moved it meanwhile, look again."""
        for left in reversed(range(TRIES)):
            shop, entry = self._found_waiting(entry_id, if_revision)
            try:
                decide(shop, entry, self.now())
                break
            except Stale:
                if not left:
                    raise
                time.sleep(PAUSE_SECONDS)
        return self._entry_told(self.store.waiting_entry(entry_id))

    def _book_offered(self, shop: Shop, entry: Entry, now: datetime, reason: str) -> None:
        """Turn the place that is kept for *entry* into a booking: all of it or nothing."""
        hold = self.store.hold(entry.offers[-1].hold_id)
        items = shop.chosen(list(entry.items), entry.staff)
        check_channel(entry.channel, shop.channels)
        facts = waitlist.facts_of_booking(entry, self.by)

        def book(chosen: Chosen) -> None:
            id_, number = id_of(entry.id, None), number_of(CHANCE)
            booking = bookings.booked(
                shop, items, hold.start, chosen, now, id=id_, number=number, **facts
            )
            made = self._made(shop, booking, now, reason)
            after = waitlist.accepted(entry, booking.id, now)
            step = self._step(shop, entry, after, "accept", reason, now)
            with_ = partial(self.store.keep_step, step)
            self.store.turn_into_booking(hold, *made, "", with_)
            self._announce_made(shop, made, now)
            self.tell_waiting(entry.id, step.events)

        Places(self.store, now, entry.channel).keep_held(holds.chosen_by(shop, hold, items), book)

    def _entry_told(self, entry: Entry) -> dict[str, Any]:
        return self._entries_told([entry])[0]

    def _entries_told(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        """Return *entries* as they are read, each with its place and when it could begin."""
        now, entries = self.now(), list(entries)
        places = self.store.places_in_queue({one.store_id for one in entries if one.is_open})
        could_begin: dict[Any, datetime | None] = {}
        told = []
        for entry in entries:
            shop, begins = self.store.store(entry.store_id), None
            if entry.is_open:
                wish = entry.store_id, entry.items, entry.staff, entry.channel
                if wish not in could_begin:
                    places_now = Places(self.store, now, entry.channel)
                    could_begin[wish] = places_now.could_begin(shop, entry.items, entry.staff)
                begins = could_begin[wish]
            told.append(waitlist_telling.as_read(shop, entry, now, places.get(entry.id), begins))
        return told
