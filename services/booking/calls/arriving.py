"""The door: who came, booked or not, and what is known of them already."""

from datetime import date
from functools import partial
from typing import Any

from common import privacy
from common.bus.requests import serves
from common.contracts.booking import arrivals as contract
from common.errors import Invalid, NotFound
from services.booking.domain import advisors, arrivals, prefilling
from services.booking.domain.arrivals import Arrival, Line
from services.booking.domain.bookings import Booking
from services.booking.domain.requests import NO_NUMBER, customer_of, fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.repeats import once

SERIES = "arrivals"


class ArrivingCalls:
    """For the service class to inherit, which brings ``store``, ``now``, ``by`` and the rest."""

    store: Any
    now: Any
    by: Any
    tell_arrivals: Any
    arrive: Any
    _shop: Any
    _found: Any

    @serves(contract.RECORD_ARRIVAL)
    def record_arrival(
        self,
        idempotency_key: str | None,
        booking_id: str | None,
        advisor: str | None = None,
        **asked: Any,
    ) -> dict[str, Any]:
        """Record who came; one who had booked arrives in the booking as well.

        The same booking arrives once a day, whoever records it how often.
        """
        shop = self._shop(asked.pop("store_id"))
        # Left out where nobody is named, so that a request of before advisers hashes as it did.
        asked |= {"advisor": advisor} if advisor else {}
        booking = self._booking_arrived(shop, booking_id) if booking_id else None
        day = shop.local(self.now()).date().isoformat()
        id_ = f"a-{booking_id}-{day}" if booking else id_of(self.by.id, idempotency_key, "a")
        request_hash = fingerprint({"booking": booking_id} if booking else {**asked, "at": shop.id})
        repeats = booking or idempotency_key
        arrival, replayed = once(
            partial(self._record, id_, request_hash, shop, day, booking, **asked),
            partial(self.store.arrival_as_asked, id_) if repeats else None,
            request_hash,
            looking_first=True,
        )
        line = Line(arrival.at, arrival.asked, arrival, booking)
        return {"arrival": arrivals.as_read(shop, line, self._discreet()), "replayed": replayed}

    @serves(contract.ARRIVALS)
    def arrivals(self, store_id: str, day: date) -> dict[str, Any]:
        """List everybody who came on a day, and count them (CH-13)."""
        shop = self._shop(store_id)
        came = self.store.came(shop.id, *shop.whole_day(day))
        lines = arrivals.lines_of(self.store.arrivals(shop.id, day.isoformat()), came)
        return {
            "day": day.isoformat(),
            "counts": arrivals.counts(lines),
            "arrivals": [arrivals.as_read(shop, line, self._discreet()) for line in lines],
        }

    @serves(contract.PREFILL)
    def prefill(self, customer_id: str, store_id: str | None) -> dict[str, Any]:
        """Tell what a customer's bookings say, of the stores that the asker sees (AR-14)."""
        if store_id:
            self._shop(store_id)
        earlier = self.store.latest_of(customer_id)
        known = prefilling.prefill((x for x in earlier if self.by.sees(x.store_id)), store_id)
        if known is None:
            raise NotFound(what="customer", id=customer_id)
        return known

    def _record(
        self,
        id_: str,
        request_hash: str,
        shop: Shop,
        day: str,
        booking: Booking | None,
        customer: dict[str, Any] | None,
        advisor: str | None = None,
        **told: Any,
    ) -> Arrival:
        now = self.now()
        known = customer_of(customer, privacy.customer_id) if customer else None
        receives = advisors.receiving(shop, advisor) if advisor else None
        faults = {}
        if customer and known is None:
            faults["customer.phone"] = [NO_NUMBER]
        if advisor and receives is None:
            faults["advisor"] = [advisors.UNKNOWN]
        if faults:
            raise Invalid(fields=faults)
        arrival = Arrival(
            id=id_,
            store_id=shop.id,
            day=day,
            queue=self.store.next_number(shop.id, SERIES, day),
            at=now,
            booking_id=booking.id if booking else None,
            customer=known,
            recorded_by=self.by.as_json(),
            advisor=receives,
            **told,
        )
        events = [] if booking else [arrivals.as_event(shop, arrival, self.by)]
        self.store.insert_arrival(arrival, events, request_hash)
        self.tell_arrivals(arrival.id, events)
        return arrival

    def _booking_arrived(self, shop: Shop, booking_id: str) -> Booking:
        """Return the booking with its customer in the store, by its own move if need be."""
        _, booking = self._found(booking_id)
        if booking.store_id != shop.id:
            raise Invalid.of(booking_id="names no booking of this store")
        if booking.arrived_at is None:
            self.arrive(booking_id=booking_id, if_revision=None, reason="")
            _, booking = self._found(booking_id)
        found: Booking = booking
        return found

    def _discreet(self) -> bool:
        return "customers:read" not in self.by.may
