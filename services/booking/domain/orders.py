"""An order: a visit that is paid for.  Its place is held while the customer pays.

What was paid for nothing goes back by itself: where the place was gone and none was found
within a day (PO-10), where the visit was cancelled in time or is the store's to answer for
(PO-13), where somebody paid twice.  What leaving the place late costs is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from common.actor import Actor
from common.contracts.booking import IllegalTransition
from common.contracts.booking.orders import COUNTER
from common.errors import Invalid, NotFound, Stale
from services.booking.domain import payments, penalties
from services.booking.domain.bookings import Booking
from services.booking.domain.payments import ASKED, DONE, PAID, Payment, Refund
from services.booking.domain.stores import Item

AWAITING, UNPLACED, PLACED, SETTLED, CLOSED = (
    "awaiting_payment", "unplaced", "placed", "settled", "closed",
)  # fmt: skip
DEPOSIT, BALANCE = "deposit", "balance"
NOT_PAID, NOT_PLACED, GIVEN_UP = "not_paid", "not_placed", "given_up"
PLACED_WITHIN = timedelta(hours=24)
"""How long a place is looked for that is paid and was lost (PO-10)."""
ENDS = ("cancelled", "failed", "no_show")
FOLLOWED = (*ENDS, "completed")
"""Where a visit stands when its order has something to settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """``asked`` is what the booking is made of; ``paid_at`` when the deposit was there."""

    id: str
    revision: int = 1
    state: str
    why: str = ""
    customer_id: str
    store_id: str
    items: tuple[str, ...]
    staff: str | None
    start: datetime
    hold_id: str
    booking_id: str | None = None
    asked: Mapping[str, Any]
    total: int
    deposit: int
    pay_until: datetime
    paid_at: datetime | None = None
    payments: tuple[Payment, ...] = ()
    created_at: datetime

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.payments if one.state == PAID)

    @property
    def returned(self) -> int:
        return sum(one.returned for one in self.payments)

    def payment(self, id: str) -> Payment:
        """Raise NotFound where there is none."""
        found = next((one for one in self.payments if one.id == id), None)
        if found is None:
            raise NotFound(what="payment", id=id)
        return found


def check_may_see(by: Actor, order: Order) -> None:
    """Refuse somebody else's order.

    Raises:
        NotFound: what is not yours is not there.
    """
    if by.id != order.customer_id:
        raise NotFound(what="order", id=order.id)


def check_revision(order: Order, wanted: int | None) -> None:
    """Raise Stale if *order* is not at the revision *wanted*; None is any."""
    if wanted is not None and wanted != order.revision:
        raise Stale(revision=order.revision)


def price_of(items: list[Item]) -> int:
    return sum(item.labour + item.parts for item in items)


def due_after(order: Order, booking: Booking | None) -> int:
    """Return what is still to be paid of *order*, as the visit stands (PO-11)."""
    bill = (booking.settlement or {}).get("total") if booking else None
    wanted = order.total if bill is None else bill
    return max(0, wanted - (order.paid - order.returned))


def to_pay(order: Order, part: str, method: str, booking: Booking | None) -> tuple[Order, Payment]:
    """Return *order* with a payment of *part* by *method*, the one that waits if there is one.

    Raises:
        IllegalTransition: there is nothing of that part to pay now.
    """
    amount = order.deposit if part == DEPOSIT else due_after(order, booking)
    completed = booking is not None and booking.status == "completed"
    ready = order.state == AWAITING if part == DEPOSIT else order.state == PLACED and completed
    if not ready or not amount:
        raise IllegalTransition(status=order.state, move=f"pay_{part}", legal=[])
    waits = (one for one in order.payments if one.is_open and one.amount == amount)
    same = next((one for one in waits if (one.part, one.method) == (part, method)), None)
    if same:
        return order, same
    number = len(order.payments) + 1
    new = Payment(id=f"{order.id}.p{number}", part=part, method=method, amount=amount)
    return stepped(order, payments=(*order.payments, new)), new


def settled_at_counter(order: Order, booking: Booking | None) -> Order:
    """Return *order* with its balance paid to the store's people (PO-11).

    Raises:
        IllegalTransition: nothing is left to pay, or the work is not done yet.
    """
    after, payment = to_pay(order, BALANCE, COUNTER, booking)
    return with_payment(after, payments.told(payment, PAID))


def with_payment(order: Order, payment: Payment) -> Order:
    """Return *order* with *payment* in the place of the one of its id; the same if it is so."""
    changed = tuple(payment if one.id == payment.id else one for one in order.payments)
    return order if changed == order.payments else stepped(order, payments=changed)


def told(order: Order, payment_id: str, word: str, refund_id: str | None, now: datetime) -> Order:
    """Return *order* after the provider's *word* on one payment; said twice it is the same.

    Once the deposit is there the place is to be booked, also where it comes late.
    """
    payment = order.payment(payment_id)
    if refund_id:
        return with_payment(order, payments.refund_told(payment, refund_id, word))
    after = with_payment(order, payments.told(payment, word))
    if after is not order and after.state == AWAITING and after.paid >= after.deposit:
        return replace(after, state=UNPLACED, paid_at=now)
    return after


def placed(order: Order, booking_id: str) -> Order:
    return stepped(order, state=PLACED, booking_id=booking_id)


def closed(order: Order, why: str) -> Order:
    return stepped(order, state=CLOSED, why=why)


def followed(order: Order, booking: Booking | None) -> Order:
    """Return *order* after what became of its visit."""
    if order.state != PLACED or booking is None:
        return order
    if booking.status in ENDS:
        return closed(order, booking.status)
    if booking.status == "completed" and not due_after(order, booking):
        return stepped(order, state=SETTLED)
    return order


def left(order: Order, booking: Booking | None, now: datetime) -> Order:
    """Return *order* closed as its customer wished, with what is to go back written down (PO-13).

    *booking* is its visit as it stands after that wish; None where there is none yet.
    """
    after = followed(order, booking) if order.state == PLACED else closed(order, GIVEN_UP)
    return with_refunds(after, owed_back(after, booking), now)


def owed_back(order: Order, booking: Booking | None) -> int:
    """Return what is to go back to the customer now, in fen (PO-10, PO-13)."""
    return max(0, order.paid - order.returned - _kept(order, booking))


def with_refunds(order: Order, amount: int, now: datetime) -> Order:
    if not amount:
        return order
    return stepped(order, payments=payments.refunding(order.payments, amount, now))


def stepped(order: Order, **changes: Any) -> Order:
    return replace(order, revision=order.revision + 1, **changes)


def open_payments(order: Order) -> list[Payment]:
    """Return those of which the provider may know more than we were told."""
    return [one for one in order.payments if one.is_open]


def refunds_asked(order: Order) -> list[tuple[Payment, Refund]]:
    """Return the refunds of which it is not known yet whether they arrived."""
    return [(x, one) for x in order.payments for one in x.refunds if one.state == ASKED]


def newly_back(before: Order, after: Order) -> list[tuple[Payment, Refund]]:
    """Return the refunds of *after* that have arrived since it was as *before*."""
    known = {one.id for x in before.payments for one in x.refunds if one.state == DONE}
    back = [(x, one) for x in after.payments for one in x.refunds if one.state == DONE]
    return [(x, one) for x, one in back if one.id not in known]


def check_sum(order: Order, payment_id: str, amount: int, refund_id: str | None) -> None:
    """Refuse what is told of another sum than ours.

    Raises:
        Invalid
    """
    payment = order.payment(payment_id)
    refunds = {one.id: one.amount for one in payment.refunds}
    if amount != (refunds.get(refund_id) if refund_id else payment.amount):
        raise Invalid.of(amount="is not the sum of this payment")


def _kept(order: Order, booking: Booking | None) -> int:
    """Return how much of what was paid the store keeps."""
    if booking is None:
        return order.paid if order.state in (AWAITING, UNPLACED) else 0
    if booking.status in ENDS:
        return _cost_of_leaving(booking)
    if booking.settlement:
        return int(booking.settlement["total"])
    return order.deposit


def _cost_of_leaving(booking: Booking) -> int:
    """Return the penalty that stands; in time, waived or by the store's fault there is none."""
    penalty = booking.penalty
    if booking.status == "failed" or booking.cancelled_in_time or not penalty:
        return 0
    return int(penalty["amount"]) if penalty["state"] != penalties.WAIVED else 0
