"""Orders in words for others."""

from datetime import datetime
from typing import Any

from common.contracts.booking import OrderRefunded
from services.booking.domain.bookings import Booking
from services.booking.domain.orders import Order, due_after
from services.booking.domain.payments import Payment, Refund, deposit_of
from services.booking.domain.shop_telling import item_as_read
from services.booking.domain.stores import Item, Store
from services.booking.domain.telling import messages

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


def refunded(
    store: Store, order: Order, back: tuple[Payment, Refund], now: datetime, correlation_id: str
) -> dict[str, Any]:
    """Return the event that tells that money is *back* with its customer."""
    payment, refund = back
    person = order.asked["customer"]
    return OrderRefunded.happened(
        refund.id,
        at=now,
        store_id=store.id,
        correlation_id=correlation_id,
        data={
            "order_id": order.id,
            "refund_id": refund.id,
            "booking_id": order.booking_id,
            "amount": refund.amount,
            "method": payment.method,
            "store_id": store.id,
            "store_name": store.name,
            "store_address": store.address,
            "store_phone": store.phone,
            "timezone": store.zone.key,
            "customer": {
                "id": order.customer_id,
                **{name: person[name] for name in ("phone", "language", "email")},
            },
            "refunded_at": now.isoformat(),
            "messages": messages(store, store.policy),
        },
    )


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
