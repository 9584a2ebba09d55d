"""Orders: placed, paid, and given up, by their customer; told of by the provider of payments."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from common import privacy
from common.actor import ALL_STORES, Actor
from common.bus.requests import serves
from common.consents import dated
from common.contracts.booking import HoldExpired, IllegalTransition
from common.contracts.booking import orders as contract
from common.errors import Invalid, SlipboardError, Stale
from services.booking.domain import holds, order_telling, orders
from services.booking.domain.bookings import Booking
from services.booking.domain.holds import Hold
from services.booking.domain.orders import Order
from services.booking.domain.payments import deposit_of
from services.booking.domain.policy import check_channel
from services.booking.domain.requests import CUSTOMER, customer_of, fingerprint, id_of
from services.booking.domain.stores import Store as Shop
from services.booking.repeats import once

CUSTOMERS_WISH = "customer_request"
MAY_ORDER = frozenset({"stores:read", "bookings:own", "bookings:write"})


def visit_of(order: Order) -> str:
    """Return the id of the booking that comes of *order*, once it does."""
    return id_of(order.customer_id, f"order:{order.id}")


class OrderingCalls:
    """For the service class to inherit, which brings ``store``, ``payments`` and the rest."""

    store: Any
    now: Any
    by: Any
    payments: Any
    tell_orders: Any
    cancel: Any
    _create: Any
    _found: Any
    _found_hold: Any

    @serves(contract.QUOTE)
    def quote(self, hold_id: str) -> dict[str, Any]:
        hold: Hold = self._found_hold(hold_id)
        shop: Shop = self.store.store(hold.store_id)
        items = shop.chosen(list(hold.items), hold.staff)
        return order_telling.quoted(shop, items, orders.price_of(items))

    @serves(contract.PLACE_ORDER)
    def place_order(self, idempotency_key: str, **asked: Any) -> dict[str, Any]:
        id_, request_hash = id_of(self.by.id, idempotency_key, "o"), fingerprint(asked)
        order, replayed = once(
            partial(self._ordered, id_, request_hash, asked),
            partial(self.store.order_as_asked, id_),
            request_hash,
            looking_first=True,
        )
        if order.state == orders.UNPLACED and not order.deposit:
            order = self._booked_or_closed(order)
        return {"order": self._shown(order), "replayed": replayed}

    @serves(contract.GET_ORDER)
    def get_order(self, order_id: str) -> dict[str, Any]:
        return self._shown(self._own_order(order_id))

    @serves(contract.LIST_ORDERS)
    def list_orders(self, limit: int) -> dict[str, Any]:
        return {"orders": [self._shown(one) for one in self.store.orders_of(self.by.id, limit)]}

    @serves(contract.PAY_ORDER)
    def pay_order(
        self, order_id: str, method: str, part: str, if_revision: int | None = None
    ) -> dict[str, Any]:
        """Have a page made on which *part* is paid by *method*; asked again, the same page.

        The payment is kept before the provider hears of it: what is paid there is known here.
        """
        before, now = self._own_order(order_id, if_revision), self.now()
        if part == orders.DEPOSIT and before.state == orders.AWAITING and now >= before.pay_until:
            raise HoldExpired(until=before.pay_until.isoformat())
        order, payment = orders.to_pay(before, part, method, self._booking_of(before))
        self.store.change_order(before, order)
        if payment.pay_url is None:
            paying = replace(payment, pay_url=self.payments.charge(payment).pay_url)
            after = orders.with_payment(order, paying)
            self.store.change_order(order, after)
            order = after
        return self._shown(order)

    @serves(contract.CANCEL_ORDER)
    def cancel_order(self, order_id: str, if_revision: int | None = None) -> dict[str, Any]:
        """Give an order up; what was paid goes back as the store's terms have it (PO-13)."""
        before, now = self._own_order(order_id, if_revision), self.now()
        if before.state == orders.PLACED:
            wish = {"reason_code": CUSTOMERS_WISH, "if_revision": None, "reason": ""}
            self.cancel(booking_id=before.booking_id, **wish)
            with suppress(Stale):  # whoever looks after orders has seen to it already
                self.store.change_order(before, orders.left(before, self._booking_of(before), now))
        elif before.state in (orders.AWAITING, orders.UNPLACED):
            self.store.change_order(before, orders.left(before, None, now))
            self._let_go_of_place(before)
        else:
            raise IllegalTransition(status=before.state, move="cancel", legal=[])
        self.store.plan_order(before.id, f"given-up:{before.revision}", now)
        return self._shown(self.store.order(order_id))

    @serves(contract.ORDER_OF)
    def order_of(self, booking_id: str) -> dict[str, Any]:
        _, booking = self._found(booking_id)
        return self._shown(self.store.order_of_booking(booking.id))

    @serves(contract.SETTLE_ORDER)
    def settle_order(self, booking_id: str, if_revision: int | None = None) -> dict[str, Any]:
        """Note that the balance was paid at the counter."""
        _, booking = self._found(booking_id)
        before = self.store.order_of_booking(booking.id)
        orders.check_revision(before, if_revision)
        paid = orders.settled_at_counter(before, booking)
        return self._shown(self._order_kept(before, orders.followed(paid, booking)))

    @serves(contract.PAYMENT_TOLD)
    def payment_told(
        self, payment_id: str, told: str, amount: int, refund_id: str | None
    ) -> dict[str, Any]:
        """Take the provider's word, once and in any order; what follows is done right after.

        Raises:
            Invalid: it is about another sum than ours.
        """
        before = self.store.order_of_payment(payment_id)
        orders.check_sum(before, payment_id, amount, refund_id)
        now = self.now()
        after = orders.told(before, payment_id, told, refund_id, now)
        self._order_kept(before, after)
        self.store.plan_order(before.id, f"{refund_id or payment_id}:{told}", now)
        return {"taken": after is not before}

    def _ordered(self, id_: str, request_hash: str, asked: dict[str, Any]) -> Order:
        now = self.now()
        hold = self._kept_longer(self._found_hold(asked["hold_id"]), now)
        shop: Shop = self.store.store(hold.store_id)
        check_channel(asked["channel"], shop.channels)
        customer = customer_of(asked["customer"], privacy.customer_id)
        if customer is None or customer["id"] != self.by.id:
            raise Invalid(fields={"customer.phone": ["not a number of their own"]})
        total = orders.price_of(shop.chosen(list(hold.items), hold.staff))
        deposit = deposit_of(total, shop.policy.deposit_percent)
        if deposit:
            self.payments.check_set_up()
        order = Order(
            id=id_,
            state=orders.AWAITING if deposit else orders.UNPLACED,
            customer_id=self.by.id,
            store_id=shop.id,
            items=hold.items,
            staff=hold.staff,
            start=hold.start,
            hold_id=hold.id,
            asked={name: value for name, value in asked.items() if name != "hold_id"},
            total=total,
            deposit=deposit,
            pay_until=hold.expires_at,
            paid_at=None if deposit else now,
            created_at=now,
        )
        self.store.insert_order(order, request_hash)
        self.store.plan_order(id_, "ordered", order.pay_until, for_life=True)
        return order

    def _kept_longer(self, hold: Hold, now: datetime) -> Hold:
        """Keep the place while the customer pays: for the hold's whole time from now on, once."""
        if hold.extended:
            holds.check_stands(hold, now)
            return hold
        after = holds.extended(hold, now)
        self.store.change_hold(hold, after)
        return after

    def _let_go_of_place(self, order: Order) -> None:
        hold = self.store.hold(order.hold_id)
        after = holds.released(hold)
        if after is not hold:
            self.store.change_hold(hold, after)
            self.store.plan_handing_out(hold.store_id, hold.id, self.now())

    def _booked_or_closed(self, order: Order) -> Order:
        """Return *order* booked; where that is refused it is closed, and the refusal told."""
        try:
            return self._booked(order)
        except SlipboardError:
            self.store.change_order(order, orders.closed(order, orders.NOT_PLACED))
            raise

    def _booked(self, order: Order) -> Order:
        """Book the visit of *order* for its customer, once; at the place that is held, if it is.

        Raises:
            SlipboardError: as ``create`` does: the place is gone, or the rules say no by now.
        """
        self.by = Actor(
            order.customer_id,
            CUSTOMER,
            frozenset({ALL_STORES}),
            MAY_ORDER,
            CUSTOMER,
            self.by.correlation_id,
        )
        place = {"store_id": order.store_id, "items": list(order.items), "start": order.start}
        try:
            booking = self._booked_once(order, {"hold_id": order.hold_id})
        except HoldExpired:
            booking = self._booked_once(order, {**place, "staff": order.staff})
        after = orders.placed(order, booking.id)
        self.store.change_order(order, after)
        return after

    def _booked_once(self, order: Order, place: dict[str, Any]) -> Booking:
        id_ = visit_of(order)
        request_hash = fingerprint({"order_id": order.id})
        said = {"consents": dated(order.asked["consents"], order.created_at)}
        nothing = {"booker": None, "partner_reference": None, "origin": "passive", "staff": None}
        booking, _ = once(
            partial(self._create, id_, request_hash, {**nothing, **order.asked, **said, **place}),
            partial(self.store.as_first_answered, id_),
            request_hash,
            there=partial(self.store.is_there, id_),
        )
        return booking

    def _order_kept(self, before: Order, after: Order) -> Order:
        """Keep *after*, and tell of the money that is back with it."""
        shop: Shop = self.store.store(after.store_id)
        now, trace = self.now(), self.by.correlation_id
        events = [
            order_telling.refunded(shop, after, back, now, trace)
            for back in orders.newly_back(before, after)
        ]
        self.store.change_order(before, after, events)
        self.tell_orders(after.id, events)
        return after

    def _own_order(self, order_id: str, if_revision: int | None = None) -> Order:
        order: Order = self.store.order(order_id)
        orders.check_may_see(self.by, order)
        orders.check_revision(order, if_revision)
        return order

    def _booking_of(self, order: Order) -> Booking | None:
        return self.store.booking(order.booking_id) if order.booking_id else None

    def _shown(self, order: Order) -> dict[str, Any]:
        shop = self.store.store(order.store_id)
        return order_telling.as_read(shop, order, self._booking_of(order))
