"""What happens between arrival and farewell: the calls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from common.contracts.booking import SlotTaken
from common.errors import Invalid, Stale
from services.booking import journeys
from services.booking.domain import (
    attending,
    bookings,
    serving,
    shop_telling,
    slips,
    visit_telling,
    visits,
)
from services.booking.domain.bookings import Booking, Chosen
from services.booking.domain.journeys import Journey
from services.booking.domain.rotation import rotation
from services.booking.domain.stores import Store as Shop
from services.booking.domain.visits import Deed, Visit
from services.booking.places import Places
from services.booking.store import Collision


class VisitingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    _shop: Callable[[str], Shop]
    _found: Callable[..., tuple[Shop, Booking]]
    _keep: Callable[..., Booking]
    _streak: Callable[..., int]
    _check_may_change: Callable[[Shop, Booking], None]

    @serves(contract.VISIT)
    def visit(self, booking_id: str) -> dict[str, Any]:
        shop, booking = self._found(booking_id)
        return self._standing(shop, booking, *self._kept(shop, booking, {}))

    @serves(contract.ROTATION)
    def rotation(self, store_id: str) -> dict[str, Any]:
        """Say whose turn it is in a store just now (EX-26)."""
        shop, now = self._shop(store_id), self.now()
        today = shop.whole_day(shop.local(now).date())
        visits = map(visit_telling.of_document, self.store.visits_on(shop.id, *today))
        return {
            "turns": [shop_telling.turn_as_read(shop, one) for one in rotation(shop, visits, now)]
        }

    @serves(contract.ACT_IN_VISIT)
    def act_in_visit(
        self,
        booking_id: str,
        if_revision: int | None,
        reason: str,
        step: str,
        action: str,
        fields_: dict[str, Any],
        facts: dict[str, Any],
    ) -> dict[str, Any]:
        """Do one action of the journey, and the move of the booking that goes with it."""
        shop, booking = self._found(booking_id)
        attending.check_attended(booking)
        journey, revision, before = self._kept(shop, booking, facts, fields_)
        if if_revision is not None and if_revision != revision:
            raise Stale(revision=revision)
        if before is None:
            missing = {one.code: ["is missing"] for one in journey.asks if one.code not in facts}
            raise Invalid(fields={"facts": missing})
        now = self.now()
        who = self.by.id, self.by.role
        after = visits.act(journey, before, step, action, fields_, *who, now, reason)
        deeds = after.deeds[len(before.deeds) :]
        if new_start := attending.new_start(deeds):
            booking, after = self._retimed(
                shop, booking, new_start, reason, revision, partial(visits.knowing, journey, after)
            )
            return self._standing(shop, booking, journey, revision + 1, after, deeds)
        kept = revision, visit_telling.to_document(after)
        move = attending.move_of(deeds, booking)
        if move == "to_rebook":
            self._check_may_change(shop, booking)
        streak = self._streak(shop, booking) if move == "arrive" else 0
        moved = attending.moved(shop, booking, move, after, now, streak) if move else booking
        changed = serving.changed(shop, moved, deeds, after.known, now)
        if changed is booking:
            self.store.keep_visit(booking.id, *kept)
        else:
            booking = self._changed(move, shop, booking, changed, now, reason, kept)
        return self._standing(shop, booking, journey, revision + 1, after, deeds)

    def _retimed(
        self,
        shop: Shop,
        before: Booking,
        start: datetime,
        reason: str,
        revision: int,
        knowing: Callable[..., Visit],
    ) -> tuple[Booking, Visit]:
        """Give the booking another time that was agreed during the visit (CX-11, CX-12).

        Raises:
            SlotTaken, NotASlot, OutsideHours, LeadTime: it cannot be had.
        """
        now = self.now()
        codes = [item["code"] for item in before.items]
        wanted = shop.chosen(codes, slips.staff_kept(shop, before, codes))
        visit = knowing(start=start.isoformat())
        write = partial(self.store.change, visit=(revision, visit_telling.to_document(visit)))
        late = shop.policies[before.policy_version].check_change(before.start, now, True)

        def move(chosen: Chosen) -> Booking:
            after = bookings.rescheduled(shop, before, wanted, start, chosen, now, late)
            return self._keep("reschedule", shop, before, after, now, reason, write)

        places = Places(self.store, now, before.channel)
        places.check(shop, wanted, start)
        return places.claim(shop, wanted, start, move, letting_go=before), visit

    def _changed(
        self,
        move: str | None,
        shop: Shop,
        before: Booking,
        after: Booking,
        now: datetime,
        reason: str,
        visit: tuple[int, dict[str, Any]],
    ) -> Booking:
        """Keep the booking and its visit in one write.

        Raises:
            SlotTaken: its new place is somebody else's, or what it would lock.
        """
        if move is None:
            move, after = "reassign", replace(after, revision=before.revision + 1)
        try:
            write = partial(self.store.change, visit=visit)
            return self._keep(move, shop, before, after, now, reason, write)
        except Collision:
            locked = [lock.partition("|")[2] for lock in after.locks if lock not in before.locks]
            raise SlotTaken(alternatives=[], **({"locked": locked} if locked else {})) from None

    def _additional_fen(self, booking_id: str) -> int:
        """Return what the customer agreed to during the visit, in fen (EX-13)."""
        found = self.store.visit(booking_id)
        return attending.additional_fen(visit_telling.of_document(found[1])) if found else 0

    def _kept(
        self,
        shop: Shop,
        booking: Booking,
        facts: dict[str, Any],
        fields_: dict[str, Any] | None = None,
    ) -> tuple[Journey, int, Visit | None]:
        """Return the visit of *booking* with what is known by now, None if facts are missing."""
        found = self.store.visit(booking.id)
        if found:
            revision, document = found
            visit = visit_telling.of_document(document)
            journey = journeys.journey(visit.journey, visit.version)
            asked = {**visit.facts, **(fields_ or {})}
            known = {**facts, **self._judged(journey, shop, booking, asked)}
            return journey, revision, visits.knowing(journey, visit, **known)
        journey = journeys.journey(shop.journey)
        if any(one.code not in facts for one in journey.asks):
            return journey, 0, None
        known = {**facts, **self._judged(journey, shop, booking, {**facts, **(fields_ or {})})}
        return journey, 0, visits.begin(journey, known, booking.created_at)

    def _judged(
        self, journey: Journey, shop: Shop, booking: Booking, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the facts that this service knows better than whoever acts."""
        now = self.now()
        facts = {"start": booking.start.isoformat(), serving.EVENING: serving.is_evening(shop, now)}
        minutes = serving.minutes_asked(journey, asked)
        if minutes and booking.claims:
            window = serving.window_after(booking, minutes)
            busy = Places(self.store, now, booking.channel).seen(shop, *window, but=booking.id)
            facts[serving.LANE_FREE] = serving.is_free_after(shop, booking, busy, minutes)
        return facts

    def _standing(
        self,
        shop: Shop,
        booking: Booking,
        journey: Journey,
        revision: int,
        visit: Visit | None,
        done: tuple[Deed, ...] = (),
    ) -> dict[str, Any]:
        told = visit_telling.as_read(journey, visit, booking.start, self.now(), shop.local, done)
        paid = attending.paid_fen(visit) if visit else 0
        told["paid"] = {"amount": paid, "currency": "CNY"}
        if "customers:read" not in self.by.may:
            told = visit_telling.discreet(journey, told)
        return {"booking_id": booking.id, "status": booking.status, "revision": revision, **told}
