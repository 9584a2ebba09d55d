"""Booking's entrypoints: ask the store, apply a rule, keep the outcome."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from random import SystemRandom
from typing import Any

from common import privacy
from common.bus.erasing import PersonCalls
from common.bus.providers import By, Now, Store, Tells, Trace
from common.bus.requests import serves
from common.bus.retaining import RetentionCalls
from common.bus.sandbox import Pulse, SandboxCalls
from common.contracts import booking as contract
from common.errors import Stale
from services.booking.calls.amending import AmendingCalls
from services.booking.calls.answering import AnsweringCalls
from services.booking.calls.arriving import ArrivingCalls
from services.booking.calls.calculating import CalculatingCalls
from services.booking.calls.configuring import ConfiguringCalls
from services.booking.calls.costing import Costing
from services.booking.calls.customers import CustomerCalls
from services.booking.calls.disrupting import DisruptingCalls
from services.booking.calls.holding import HoldingCalls
from services.booking.calls.issuing import IssuingCalls
from services.booking.calls.keeping import Keeping
from services.booking.calls.listing import ListingCalls
from services.booking.calls.offering import OfferingCalls
from services.booking.calls.ordering import OrderingCalls
from services.booking.calls.paying import Payments
from services.booking.calls.personal import PersonalCalls
from services.booking.calls.preparing import PreparingCalls
from services.booking.calls.reading import ReadingCalls
from services.booking.calls.rearranging import RearrangingCalls
from services.booking.calls.recurring import RecurringCalls
from services.booking.calls.registering import RegisteringCalls
from services.booking.calls.replanning import ReplanningWork
from services.booking.calls.requesting import RequestingCalls
from services.booking.calls.retaining import RetainingWork
from services.booking.calls.settling import SettlingWork
from services.booking.calls.syncing import SyncingCalls
from services.booking.calls.turns import TurnCalls
from services.booking.calls.visiting import VisitingCalls
from services.booking.calls.waiting import WaitingCalls
from services.booking.calls.watching import WatchingWork
from services.booking.domain import bookings, holds, lifecycle, penalties, slips, telling
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.policy import check_channel
from services.booking.domain.requests import Wish, fingerprint, id_of, number_of
from services.booking.domain.stores import Store as Shop
from services.booking.papers import Papers
from services.booking.places import Places
from services.booking.repeats import once
from services.booking.store import BookingStore
from services.booking.store.erasing import BookingPersons
from services.booking.store.retaining import BookingRetention

CHANCE = SystemRandom()


class BookingService(
    Keeping,
    Costing,
    OfferingCalls,
    ReadingCalls,
    CustomerCalls,
    OrderingCalls,
    SettlingWork,
    HoldingCalls,
    AmendingCalls,
    AnsweringCalls,
    IssuingCalls,
    VisitingCalls,
    PreparingCalls,
    ListingCalls,
    RequestingCalls,
    RegisteringCalls,
    ArrivingCalls,
    CalculatingCalls,
    WaitingCalls,
    TurnCalls,
    RecurringCalls,
    RearrangingCalls,
    DisruptingCalls,
    ReplanningWork,
    ConfiguringCalls,
    WatchingWork,
    PersonalCalls,
    RetainingWork,
    PersonCalls,
    RetentionCalls,
    SyncingCalls,
    SandboxCalls,
):
    name = contract.SERVICE

    store = Store(BookingStore)
    persons = Store(BookingPersons)
    letting_go = Store(BookingRetention)
    now = Now()
    by = By()
    trace = Trace()
    payments = Payments()
    tell = Tells("bookings")
    tell_lists = Tells("lists")
    tell_arrivals = Tells("arrivals")
    tell_waiting = Tells("waitlist")
    tell_series = Tells("series")
    tell_orders = Tells("orders")
    quiet = Pulse("bookings", "lists", "arrivals", "waitlist", "series", "orders")

    # a booking's life

    @serves(contract.CREATE)
    def create(self, idempotency_key: str | None, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key), fingerprint(asked)
        booking, replayed = once(
            partial(self._create, id_, request_hash, asked),
            partial(self.store.as_first_answered, id_) if idempotency_key else None,
            request_hash,
            there=partial(self.store.is_there, id_),
        )
        shop = self.store.store(booking.store_id)
        return {"booking": telling.as_read(shop, booking), "replayed": replayed}

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
        if slips.stays(shop, before, wanted, start):
            return telling.as_read(shop, before)
        policy = shop.policies[before.policy_version]
        # Who holds no place any more cannot be late in giving it back (CX-08).
        is_staff = "bookings:late" in self.by.may
        late = bool(before.claims) and policy.check_change(before.start, now, is_staff)
        bookings.check_may_change_again(policy, before, is_staff)
        missed = self._missed_before(shop, before)
        places = Places(self.store, now, before.channel)
        places.check(shop, wanted, start)

        def move(chosen: Chosen) -> Booking:
            after = bookings.rescheduled(shop, before, wanted, start, chosen, now, late)
            after = penalties.with_penalty(after, before, policy, penalties.CHANGE, now, missed)
            return self._keep("reschedule", shop, before, after, now, reason)

        return telling.as_read(shop, places.claim(shop, wanted, start, move, letting_go=before))

    @serves(contract.CANCEL)
    def cancel(
        self, booking_id: str, reason_code: str, if_revision: int | None, reason: str
    ) -> dict[str, Any]:
        shop, before = self._found(booking_id, if_revision)
        now = self.now()
        why = f"{reason_code}: {reason}" if reason else reason_code
        may_be_late, costs = "bookings:late" in self.by.may, reason_code != penalties.STORE_SIDE
        after = self._cancelled(shop, before, now, may_be_late, costs)
        return telling.as_read(shop, self._keep("cancel", shop, before, after, now, why))

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
        def rule(shop: Shop, booking: Booking, now: datetime) -> Booking:
            return slips.missed(shop, booking, now, self._missed_before(shop, booking))

        return self._move("no_show", rule, **asked)

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
        after = Places(self.store, now, before.channel).claim(
            shop, wanted, before.start, move, rather=had
        )
        return telling.as_read(shop, after)

    @serves(contract.TO_REBOOK)
    def to_rebook(self, **asked: Any) -> dict[str, Any]:
        def rule(shop: Shop, booking: Booking, _: datetime) -> Booking:
            self._check_may_change(shop, booking)
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

    # how they do it

    def _create(self, id_: str, request_hash: str, asked: dict[str, Any]) -> Booking:
        now = self.now()
        hold = self._found_hold(asked["hold_id"]) if asked.get("hold_id") else None
        shop = self._shop(hold.store_id if hold else asked["store_id"])
        place = (
            {"items": list(hold.items), "staff": hold.staff, "start": hold.start} if hold else {}
        )
        told = {"customer": {"id_number": None, **asked["customer"]}}
        counted = partial(self.store.had_words, shop)
        wish = Wish.of({**asked, **place, **told}, shop, self.by, privacy.customer_id, counted)
        papers = Papers(self.store, self.by, now)

        def book(chosen: Chosen) -> Booking:
            number = number_of(CHANCE)
            booking = bookings.booked(
                shop, wish.items, wish.start, chosen, now, id=id_, number=number, **wish.facts
            )
            made = self._made(shop, booking, now, advisor=wish.advisor, papers=papers)
            if hold:
                self.store.turn_into_booking(hold, *made, request_hash)
            else:
                self.store.insert(*made, request_hash)
            self._announce_made(shop, made, now)
            return made[0]

        places = Places(self.store, now, wish.channel)
        if hold:
            holds.check_stands(hold, now)
            check_channel(wish.channel, shop.channels)
            return places.keep_held(holds.chosen_by(shop, hold, wish.items), book)
        places.check(shop, wish.items, wish.start)
        return places.claim(shop, wish.items, wish.start, book)

    def _found(self, booking_id: str, if_revision: int | None = None) -> tuple[Shop, Booking]:
        booking = self.store.booking(booking_id)
        bookings.check_may_see(self.by, booking)
        if if_revision is not None and if_revision != booking.revision:
            raise Stale(revision=booking.revision)
        return self.store.store(booking.store_id), booking

    def _check_may_change(self, shop: Shop, booking: Booking) -> None:
        policy = shop.policies[booking.policy_version]
        policy.check_change(booking.start, self.now(), "bookings:late" in self.by.may)

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
