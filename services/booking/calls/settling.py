"""What becomes of orders by themselves: booked once paid, refunded where nothing came of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from common.bus.doing import does
from common.bus.due import Work
from common.context import service_actor
from common.contracts.booking import SERVICE
from common.errors import Conflict, Invalid, NotFound, Refused, Stale, Unavailable
from services.booking.calls.ordering import visit_of
from services.booking.domain import orders
from services.booking.domain.lifecycle import legal_moves
from services.booking.domain.orders import PLACED_WITHIN, Order
from services.booking.domain.payments import ASKED, Payment, Refund
from services.booking.domain.penalties import STORE_SIDE
from services.booking.store import LOOK_AFTER_ORDER

log = structlog.get_logger(__name__)

TRY_AGAIN = timedelta(minutes=15)
ASK_AGAIN = timedelta(minutes=10)
LOOK_AGAIN = timedelta(hours=6)
"""How often somebody looks what became of a visit, besides being told."""
MAY_BE_LATE = "bookings:late"
SOON = timedelta(seconds=1)
PROVIDER_AWAY = timedelta(seconds=30)
WORDS = {"done": "refunded", "failed": "refund_failed"}
Wait = datetime | timedelta | None


class SettlingWork:
    """For the service class to inherit, which brings ``store``, ``payments`` and ``_booked``."""

    store: Any
    now: Any
    by: Any
    payments: Any
    cancel: Any
    _booked: Any
    _booking_of: Any
    _order_kept: Callable[[Order, Order], Order]

    @does(LOOK_AFTER_ORDER)
    def look_after_order(self, work: Work) -> Wait:
        """Take an order one step further, and say when to look again."""
        self.by = service_actor(SERVICE, MAY_BE_LATE, correlation_id=work.id)
        order, now = self.store.order(work.subject["order_id"]), self.now()
        try:
            if order.state == orders.AWAITING:
                if now < order.pay_until:
                    return order.pay_until
                order = self._asked_about(order, now)
            if order.state == orders.UNPLACED:
                order = self._placed(order, now)
            if order.state == orders.CLOSED and order.booking_id is None:
                self._let_go_of_visit(order)
            order = self._given_back(self._followed(order), now)
            return _next_look(order, now, work.subject["for_life"])
        except Stale:
            return SOON
        except Unavailable:
            return PROVIDER_AWAY

    def _asked_about(self, order: Order, now: datetime) -> Order:
        """Return *order* after asking what of it is paid: a callback may have been lost.

        What nobody has paid in time is closed; the place has run out with its hold.
        """
        after = order
        for payment in orders.open_payments(order):
            charge = self.payments.charge_of(payment)
            if charge and charge.status == "paid":
                after = orders.told(after, payment.id, "paid", None, now)
        if after.state == orders.AWAITING:
            after = orders.closed(after, orders.NOT_PAID)
        return self._order_kept(order, after)

    def _placed(self, order: Order, now: datetime) -> Order:
        """Return *order* booked; after a day in which no place was found it is closed (PO-10)."""
        try:
            booked: Order = self._booked(order)
        except Stale:
            raise
        except (Conflict, Refused, Invalid, NotFound) as refusal:
            log.warning("a paid visit has no place", order_id=order.id, because=refusal.code)
            if now < (order.paid_at or order.created_at) + PLACED_WITHIN:
                return order
            return self._order_kept(order, orders.closed(order, orders.NOT_PLACED))
        return booked

    def _let_go_of_visit(self, order: Order) -> None:
        """Cancel the visit that was booked in the very moment in which its order was closed."""
        id_ = visit_of(order)
        if self.store.is_there(id_) and "cancel" in legal_moves(self.store.booking(id_).status):
            self.cancel(booking_id=id_, reason_code=STORE_SIDE, if_revision=None, reason="")

    def _followed(self, order: Order) -> Order:
        return self._order_kept(order, orders.followed(order, self._booking_of(order)))

    def _given_back(self, order: Order, now: datetime) -> Order:
        """Give back what is owed: written down first, then asked for, however often it takes."""
        owed = orders.owed_back(order, self._booking_of(order))
        order = self._order_kept(order, orders.with_refunds(order, owed, now))
        for payment, refund in orders.refunds_asked(order):
            order = self._refunded(order, payment, refund, now)
        return order

    def _refunded(self, order: Order, payment: Payment, refund: Refund, now: datetime) -> Order:
        assert refund.state == ASKED
        word = WORDS.get(self.payments.refund(payment, refund))
        if word is None:
            return order
        return self._order_kept(order, orders.told(order, payment.id, word, refund.id, now))


def _next_look(order: Order, now: datetime, for_life: bool) -> Wait:
    if orders.refunds_asked(order):
        return now + ASK_AGAIN
    if order.state == orders.UNPLACED:
        return min(now + TRY_AGAIN, (order.paid_at or now) + PLACED_WITHIN)
    return now + LOOK_AGAIN if for_life and order.state == orders.PLACED else None
