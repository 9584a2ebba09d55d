"""Orders in words for others."""

from typing import Any

from services.booking.domain.bookings import Booking
from services.booking.domain.orders import Order, due_after
from services.booking.domain.payments import Payment, deposit_of
from services.booking.domain.shop_telling import item_as_read
from services.booking.domain.stores import Item, Store

CURRENCY = "CNY"


def quoted(store: Store, items: list[Item], total: int) -> dict[str, Any]:
    """Return what a visit costs before it is ordered (PO-08)."""
    return {
        "items": [_item(item) for item in items],
        "minutes": sum(item.minutes for item in items),
        "total": total,
        "deposit": deposit_of(total, store.policy.deposit_percent),
        "currency": CURRENCY,
    }


def as_read(store: Store, order: Order, booking: Booking | None) -> dict[str, Any]:
    return {
        "id": order.id,
        "revision": order.revision,
        "state": order.state,
        "why": order.why,
        "store_id": order.store_id,
        "items": list(order.items),
        "start": store.local(booking.start if booking else order.start).isoformat(),
        "booking_id": order.booking_id,
        "total": order.total,
        "deposit": order.deposit,
        "paid": order.paid,
        "returned": order.returned,
        "balance": due_after(order, booking) if order.state not in ("closed", "settled") else 0,
        "currency": CURRENCY,
        "pay_until": store.local(order.pay_until).isoformat(),
        "payments": [_payment(one) for one in order.payments],
        "created_at": store.local(order.created_at).isoformat(),
    }


def _payment(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "part": payment.part,
        "method": payment.method,
        "amount": payment.amount,
        "state": payment.state,
        "pay_url": payment.pay_url if payment.is_open else None,
        "refunds": [
            {"id": one.id, "amount": one.amount, "state": one.state} for one in payment.refunds
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    told = item_as_read(item)
    return {name: told[name] for name in ("code", "name", "minutes", "price")}
