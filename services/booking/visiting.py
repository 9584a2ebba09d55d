"""What happens between arrival and farewell: the calls."""

from collections.abc import Callable
from typing import Any

from common.bus.requests import serves
from common.contracts import booking as contract
from common.errors import Invalid, Stale
from services.booking import journeys
from services.booking.domain import attending, visit_telling, visits
from services.booking.domain.bookings import Booking
from services.booking.domain.journeys import Journey
from services.booking.domain.stores import Store as Shop
from services.booking.domain.visits import Deed, Visit


class VisitingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    _found: Callable[..., tuple[Shop, Booking]]
    _keep: Callable[..., Booking]

    @serves(contract.VISIT)
    def visit(self, booking_id: str) -> dict[str, Any]:
        shop, booking = self._found(booking_id)
        return self._standing(shop, booking, *self._kept(shop, booking, {}))

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
        journey, revision, before = self._kept(shop, booking, facts)
        if if_revision is not None and if_revision != revision:
            raise Stale(revision=revision)
        if before is None:
            missing = {one.code: ["is missing"] for one in journey.asks if one.code not in facts}
            raise Invalid(fields={"facts": missing})
        now = self.now()
        who = self.by.id, self.by.role
        after = visits.act(journey, before, step, action, fields_, *who, now, reason)
        deeds = after.deeds[len(before.deeds) :]
        kept = revision, visit_telling.to_document(after)
        if move := attending.move_of(deeds, booking):
            moved = attending.moved(shop, booking, move, after, now)
            booking = self._keep(move, shop, booking, moved, now, reason, kept)
        else:
            self.store.keep_visit(booking.id, *kept)
        return self._standing(shop, booking, journey, revision + 1, after, deeds)

    def _additional_fen(self, booking_id: str) -> int:
        """Return what the customer agreed to during the visit, in fen (EX-13)."""
        found = self.store.visit(booking_id)
        return attending.additional_fen(visit_telling.of_document(found[1])) if found else 0

    def _kept(
        self, shop: Shop, booking: Booking, facts: dict[str, Any]
    ) -> tuple[Journey, int, Visit | None]:
        """Return the visit of *booking* with what is known by now, None if facts are missing."""
        found = self.store.visit(booking.id)
        start = {"start": booking.start.isoformat()}
        if found:
            revision, document = found
            visit = visit_telling.of_document(document)
            journey = journeys.journey(visit.journey, visit.version)
            return journey, revision, visits.knowing(journey, visit, **{**facts, **start})
        journey = journeys.journey(shop.industry)
        if any(one.code not in facts for one in journey.asks):
            return journey, 0, None
        return journey, 0, visits.begin(journey, {**facts, **start}, booking.created_at)

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
        if "customers:read" not in self.by.may:
            told = visit_telling.discreet(journey, told)
        return {"booking_id": booking.id, "status": booking.status, "revision": revision, **told}
