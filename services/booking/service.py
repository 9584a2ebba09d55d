"""Booking's entrypoints: ask the store, apply a rule, keep the outcome."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import SystemRandom
from typing import Any

from common import privacy
from common.bus.providers import By, Now, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.sandbox import Pulse, SandboxCalls
from common.contracts import booking as contract
from common.errors import SlipboardError, Stale
from services.booking.amending import AmendingCalls
from services.booking.documents import cursor_of, entry_of, history_line
from services.booking.domain import bookings, holds, lifecycle, penalties, slips, telling
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.policy import check_channel
from services.booking.domain.requests import Wish, fingerprint, id_of, number_of, partner_of
from services.booking.domain.stores import Store as Shop
from services.booking.holding import HoldingCalls
from services.booking.issuing import IssuingCalls
from services.booking.offering import OfferingCalls
from services.booking.places import Places
from services.booking.store import AlreadyThere, BookingStore
from services.booking.visiting import VisitingCalls
from services.booking.watching import WatchingWork

CHANCE = SystemRandom()


class BookingService(
    OfferingCalls,
    HoldingCalls,
    AmendingCalls,
    IssuingCalls,
    VisitingCalls,
    WatchingWork,
    SandboxCalls,
):
    name = contract.SERVICE

    store = Store(BookingStore)
    now = Now()
    by = By()
    trace = Trace()
    tell = Tells("bookings")
    quiet = Pulse("bookings")

    # a booking's life

    @serves(contract.CREATE)
    def create(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key), fingerprint(asked)
        try:
            return {"booking": self._create(id_, request_hash, asked), "replayed": False}
        except (AlreadyThere, SlipboardError):
            # A repeat meets its own booking, or a rule that did not stand in the way then.
            first = self.store.as_first_answered(id_) if idempotency_key else None
            if first is None:
                raise
        booking, hash_then = first
        bookings.check_same_request(request_hash, hash_then)
        shop = self.store.store(booking.store_id)
        return {"booking": telling.as_read(shop, booking), "replayed": True}

    @serves(contract.RESCHEDULE)
    def reschedule(
        self,
        booking_id: str,
        start: datetime,
        items: list[str] | None,
        if_revision: int | None,
        reason: str,
        staff: str | None = None,
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now, start = self.now(), start.astimezone(UTC)
        lifecycle.after(before.status, "reschedule")
        codes = items or [item["code"] for item in before.items]
        wanted = shop.chosen(codes, staff or slips.staff_kept(shop, before, codes))
        policy = shop.policies[before.policy_version]
        # Who holds no place any more cannot be late in giving it back (CX-08).
        late = bool(before.claims) and policy.check_change(
            before.start, now, "bookings:late" in self.by.may
        )
        places = Places(self.store, now)
        places.check(shop, wanted, start, before.channel)

        def move(chosen: Chosen) -> Booking:
            after = bookings.rescheduled(shop, before, wanted, start, chosen, now, late)
            after = penalties.with_penalty(after, before, policy, penalties.CHANGE, now)
            return self._keep("reschedule", shop, before, after, now, reason)

        return telling.as_read(shop, places.claim(shop, wanted, start, move, letting_go=before))

    @serves(contract.CANCEL)
    def cancel(
        self, booking_id: str, reason_code: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        lifecycle.after(before.status, "cancel")
        policy = shop.policies[before.policy_version]
        late = bool(before.claims) and policy.check_cancel(
            before.start, now, "bookings:late" in self.by.may
        )
        why = f"{reason_code}: {reason}" if reason else reason_code
        after = bookings.cancelled(before, now, late)
        if reason_code != penalties.STORE_SIDE:
            after = penalties.with_penalty(after, before, policy, penalties.CANCEL, now)
        return telling.as_read(shop, self._keep("cancel", shop, before, after, now, why))

    @serves(contract.RECONFIRM)
    def reconfirm(self, **asked: Any) -> dict[str, Any]:
        return self._move(
            "confirm", lambda _, booking, now: bookings.reconfirmed(booking, now), **asked
        )

    @serves(contract.ARRIVE)
    def arrive(self, **asked: Any) -> dict[str, Any]:
        def rule(shop: Shop, booking: Booking, now: datetime) -> Booking:
            return bookings.arrived(shop, booking, now, self._streak(shop, booking))

        return self._move("arrive", rule, **asked)

    @serves(contract.UNDO_ARRIVE)
    def undo_arrive(self, **asked: Any) -> dict[str, Any]:
        return self._move(
            "undo_arrive", lambda shop, booking, _: slips.arrival_undone(shop, booking), **asked
        )

    @serves(contract.NO_SHOW)
    def no_show(self, **asked: Any) -> dict[str, Any]:
        return self._move("no_show", slips.missed, **asked)

    @serves(contract.UNDO_NO_SHOW)
    def undo_no_show(self, booking_id: str, if_revision: int | None, reason: str) -> dict[str, Any]:
        """Give the booking its place again, on the same lanes if nobody has them by now."""
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        lifecycle.after(before.status, "undo_no_show")
        wanted = shop.chosen([item["code"] for item in before.items])

        def move(chosen: Chosen) -> Booking:
            after = slips.found_again(shop, before, chosen)
            return self._keep("undo_no_show", shop, before, after, now, reason)

        had = slips.lanes_before(shop, before)
        after = Places(self.store, now).claim(shop, wanted, before.start, move, rather=had)
        return telling.as_read(shop, after)

    @serves(contract.TO_REBOOK)
    def to_rebook(self, **asked: Any) -> dict[str, Any]:
        def rule(shop: Shop, booking: Booking, now: datetime) -> Booking:
            policy = shop.policies[booking.policy_version]
            policy.check_change(booking.start, now, "bookings:late" in self.by.may)
            return slips.to_rebook(booking)

        return self._move("to_rebook", rule, **asked)

    @serves(contract.START)
    def start(self, **asked: Any) -> dict[str, Any]:
        return self._move("start", lambda _, booking, __: bookings.started(booking), **asked)

    @serves(contract.COMPLETE)
    def complete(self, labour: int | None, parts: int | None, **asked: Any) -> dict[str, Any]:
        def rule(_: Shop, booking: Booking, now: datetime) -> Booking:
            additional = self._additional_fen(booking.id)
            return bookings.completed(booking, now, labour, parts, additional)

        return self._move("complete", rule, **asked)

    # reading

    @serves(contract.GET)
    def get(self, booking_id: str) -> dict[str, Any]:
        return telling.as_read(*self._found(booking_id))

    @serves(contract.HISTORY)
    def history(self, booking_id: str) -> dict[str, Any]:
        shop, booking = self._found(booking_id)
        entries = self.store.history(booking.id)
        return {"history": [history_line(entry, shop) for entry in entries]}

    @serves(contract.BOARD)
    def board(self, store_id: str, day: date) -> dict[str, Any]:
        shop = self._shop(store_id)
        window = shop.whole_day(day)
        return telling.board_as_read(shop, day, self.store.day(shop.id, *window))

    @serves(contract.EXPORT)
    def export(self, after: str | None, limit: int) -> dict[str, Any]:
        page = self.store.page(after, limit)
        facts = [telling.as_fact(self.store.store(one.store_id), one) for one in page]
        return {"facts": facts, "next_after": page[-1].id if len(page) == limit else None}

    @serves(contract.LIST)
    def list_bookings(
        self,
        store_id: str | None,
        from_: datetime | None,
        to: datetime | None,
        status: str | None,
        customer_id: str | None,
        partner_reference: str | None,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        if store_id:
            self._shop(store_id)
        seen = [store_id] if store_id else None if self.by.everywhere else sorted(self.by.stores)
        page = self.store.search(
            seen,
            from_,
            to,
            cursor,
            limit + 1,
            status=status,
            partner_id=partner_of(self.by),
            partner_reference=partner_reference,
            **{"customer.id": customer_id},
        )
        here = page[:limit]
        return {
            "bookings": [telling.as_read(self.store.store(x.store_id), x) for x in here],
            "next_cursor": cursor_of(here[-1].start, here[-1].id) if page[limit:] else None,
        }

    # how they do it

    def _create(self, id_: str, request_hash: str, asked: dict[str, Any]) -> dict[str, Any]:
        now = self.now()
        hold = self._found_hold(asked["hold_id"]) if asked.get("hold_id") else None
        shop = self._shop(hold.store_id if hold else asked["store_id"])
        place = (
            {"items": list(hold.items), "staff": hold.staff, "start": hold.start} if hold else {}
        )
        wish = Wish.of({**asked, **place}, shop, self.by, privacy.customer_id)

        def book(chosen: Chosen) -> Booking:
            number = number_of(CHANCE)
            booking = bookings.booked(
                shop, wish.items, wish.start, chosen, now, id=id_, number=number, **wish.facts
            )
            entry = entry_of(now, self.by.as_json(), "create", "", None, booking)
            events = [telling.as_event(contract.BookingConfirmed, shop, booking, now, self.by)]
            if hold:
                self.store.turn_into_booking(hold, booking, entry, events, request_hash)
            else:
                self.store.insert(booking, entry, events, request_hash)
            self.tell(booking.id, events)
            return booking

        places = Places(self.store, now)
        if hold:
            holds.check_stands(hold, now)
            check_channel(wish.channel, shop.channels)
            booking = places.keep_held(holds.chosen_by(shop, hold, wish.items), book)
        else:
            places.check(shop, wish.items, wish.start, wish.channel)
            booking = places.claim(shop, wish.items, wish.start, book)
        return telling.as_read(shop, booking)

    def _found(self, booking_id: str, if_revision: int | None = None) -> tuple[Shop, Booking]:
        booking = self.store.booking(booking_id)
        bookings.check_may_see(self.by, booking)
        if if_revision is not None and if_revision != booking.revision:
            raise Stale(revision=booking.revision)
        return self.store.store(booking.store_id), booking

    def _move(
        self,
        move: str,
        rule: Callable[[Shop, Booking, datetime], Booking],
        booking_id: str,
        if_revision: int | None,
        reason: str,
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        after = self._keep(move, shop, before, rule(shop, before, now), now, reason)
        return telling.as_read(shop, after)

    def _keep(
        self,
        move: str,
        shop: Shop,
        before: Booking,
        after: Booking,
        now: datetime,
        reason: str,
        write: Callable[..., None] | None = None,
    ) -> Booking:
        """Keep *after* with its history and its event, by *write* where more goes with it."""
        entry = entry_of(now, self.by.as_json(), move, reason, before, after)
        events = [telling.as_event(lifecycle.event_of(move), shop, after, now, self.by, reason)]
        (write or self.store.change)(before, after, entry, events)
        self.tell(after.id, events)
        return after
