"""Looking at what an outage hits, and at what could be offered instead; nothing is written."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.booking.domain.availability import MARGIN, Busy, Claim
from services.booking.domain.bookings import Booking
from services.booking.domain.outages import Outage, out_of_order
from services.booking.domain.plans import ACCEPTING, OPEN, Plan, is_settled, renewed
from services.booking.domain.proposing import NEAR, Field, proposed
from services.booking.domain.rosters import off_duty
from services.booking.domain.stores import MOST_MINUTES, Store
from services.booking.domain.ticks import tick_at, tick_from, ticks_in
from services.booking.store import BookingStore

TO_COME = frozenset({"needs_info", "pending", "confirmed", "arrived", "in_service"})
A_DAY = timedelta(days=1)


class Planner:
    """What disruptions come to *now*."""

    def __init__(self, store: BookingStore, now: datetime) -> None:
        self._store = store
        self._now = now

    def hit(self, shop: Store, outage: Outage) -> list[Booking]:
        """Return the bookings still to come that *outage* takes something from."""
        window = tick_at(outage.first), tick_from(outage.end)
        found = self._store.hit_by(shop.id, outage, *window)
        return [booking for booking in found if booking.status in TO_COME]

    def renewed(self, shop: Store, plan: Plan) -> Plan:
        """Return *plan* with what it hits now and what that could have; what is settled stays."""
        shop, now = out_of_order(shop, [plan.outage]), self._now
        hit = self.hit(shop, plan.outage)
        settled = {x.booking_id: x for x in plan.steps if is_settled(plan, x, now)}
        free = [booking for booking in hit if booking.id not in settled]
        if not free:
            return renewed(plan, hit, {}, now)
        home, *sisters = self._fields(shop, free)
        fields = {field.store.id: field for field in (home, *sisters)}
        for step in settled.values():
            if step.state in (OPEN, ACCEPTING):
                for offer in step.proposals:
                    if offer.store_id in fields:
                        fields[offer.store_id].busy.take(offer.claims)
        return renewed(plan, hit, proposed(free, home, sisters, now), now)

    def _fields(self, shop: Store, bookings: Iterable[Booking]) -> list[Field]:
        """Return *shop* and its sisters with what is taken there around *bookings*."""
        starts = [booking.start for booking in bookings]
        first = tick_at(min(starts) - NEAR - A_DAY)
        end = tick_from(max(starts) + NEAR + 2 * A_DAY) + ticks_in(MOST_MINUTES) + MARGIN
        others = self._store.stores(shop.city, shop.industry)
        shops = [shop, *(other for other in others if other.id != shop.id)]
        claims = self._store.busy_in([one.id for one in shops], first, end, self._now)
        return [_field(one, claims.get(one.id, []), first, end) for one in shops]


def _field(shop: Store, claims: list[Claim], first: int, end: int) -> Field:
    return Field(shop, Busy(claims, first, end, off_duty(shop, first, end)))
