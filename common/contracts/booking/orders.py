"""Orders: a visit that a customer pays for, with a deposit before and the balance after."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.customers import OWN_CHANNELS
from common.contracts.booking.errors import (
    CancelWindowPassed,
    ChannelClosed,
    HoldExpired,
    IdempotencyKeyReused,
    IllegalTransition,
    SlotTaken,
)
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import Consents, Customer, OfBooking, OfHold
from common.errors import Invalid, NotFound, Stale, Unavailable

METHODS = ("card", "alipay", "wechat_pay")
"""How customers pay (PO-09)."""
COUNTER = "counter"
"""How staff note what was paid to them; it never goes back by the provider."""
PARTS = ("deposit", "balance")
TOLD = ("paid", "failed", "refunded", "refund_failed")
ORDER_STATES = ("awaiting_payment", "unplaced", "placed", "settled", "closed")


class PlaceOrder(Request):
    """The visit that a hold keeps the place for; it is firm once the deposit is paid."""

    hold_id = fields.Str(required=True)
    customer = fields.Nested(Customer, required=True)
    subject = fields.Dict(
        keys=fields.Str(), values=fields.Str(), load_default=None, allow_none=True
    )
    consents = fields.Nested(Consents, required=True)
    note = fields.Str(load_default="", validate=validate.Length(max=500))
    channel = fields.Str(required=True, validate=validate.OneOf(OWN_CHANNELS))
    idempotency_key = fields.Str(required=True)


class OfOrder(Request):
    order_id = fields.Str(required=True)


class ChangeOrder(OfOrder):
    """``if_revision`` refuses it when the order has moved on."""

    if_revision = fields.Int(load_default=None, allow_none=True)


class ListOrders(Request):
    limit = fields.Int(load_default=50, validate=validate.Range(1, 200))


class PayOrder(ChangeOrder):
    method = fields.Str(required=True, validate=validate.OneOf(METHODS))
    part = fields.Str(load_default=PARTS[0], validate=validate.OneOf(PARTS))


class SettleOrder(OfBooking):
    if_revision = fields.Int(load_default=None, allow_none=True)


class PaymentTold(Request):
    """What the provider says of a payment of ours, checked by the gateway; it may say it twice.

    ``refund_id`` is the refund of ours that ``refunded`` and ``refund_failed`` are about.
    """

    payment_id = fields.Str(required=True)
    told = fields.Str(required=True, validate=validate.OneOf(TOLD))
    amount = fields.Int(required=True)
    refund_id = fields.Str(load_default=None, allow_none=True)


class QuotedItem(Reply):
    code = fields.Str(required=True)
    name = fields.Dict(required=True)
    minutes = fields.Int(required=True)
    price = fields.Dict(required=True)


class Quote(Reply):
    """What the visit of a hold costs, in fen: in all, before it is firm, and when it is over."""

    items = fields.List(fields.Nested(QuotedItem), required=True)
    minutes = fields.Int(required=True)
    total = fields.Int(required=True)
    deposit = fields.Int(required=True)
    currency = fields.Str(required=True)


class RefundReply(Reply):
    id = fields.Str(required=True)
    amount = fields.Int(required=True)
    state = fields.Str(required=True)


class PaymentReply(Reply):
    """``pay_url`` is the provider's page, where alone a card's number is entered (PV-11)."""

    id = fields.Str(required=True)
    part = fields.Str(required=True)
    method = fields.Str(required=True)
    amount = fields.Int(required=True)
    state = fields.Str(required=True)
    pay_url = fields.Str(required=True, allow_none=True)
    refunds = fields.List(fields.Nested(RefundReply), required=True)


class OrderReply(Reply):
    """Where an order stands; money in fen.  ``why`` says what closed it."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True)
    why = fields.Str(required=True)
    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    start = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    total = fields.Int(required=True)
    deposit = fields.Int(required=True)
    paid = fields.Int(required=True)
    returned = fields.Int(required=True)
    balance = fields.Int(required=True)
    currency = fields.Str(required=True)
    pay_until = fields.Str(required=True)
    payments = fields.List(fields.Nested(PaymentReply), required=True)
    created_at = fields.Str(required=True)


class Placed(Reply):
    order = fields.Nested(OrderReply, required=True)
    replayed = fields.Bool(required=True)


class Orders(Reply):
    orders = fields.List(fields.Nested(OrderReply), required=True)


class TakenWord(Reply):
    taken = fields.Bool(required=True)


_OWN = "bookings:own"
QUOTE = Call(SERVICE, "quote", OfHold, Quote, _OWN, (NotFound,), read=True)
PLACE_ORDER = Call(
    SERVICE, "place_order", PlaceOrder, Placed, _OWN,
    (Invalid, NotFound, IdempotencyKeyReused, HoldExpired, SlotTaken, ChannelClosed, Unavailable),
)  # fmt: skip
GET_ORDER = Call(SERVICE, "get_order", OfOrder, OrderReply, _OWN, (NotFound,), read=True)
LIST_ORDERS = Call(SERVICE, "list_orders", ListOrders, Orders, _OWN, read=True)
PAY_ORDER = Call(
    SERVICE, "pay_order", PayOrder, OrderReply, _OWN,
    (NotFound, IllegalTransition, HoldExpired, Stale, Unavailable),
)  # fmt: skip
CANCEL_ORDER = Call(
    SERVICE, "cancel_order", ChangeOrder, OrderReply, _OWN,
    (NotFound, IllegalTransition, CancelWindowPassed, Stale),
)  # fmt: skip
ORDER_OF = Call(SERVICE, "order_of", OfBooking, OrderReply, "bookings:read", (NotFound,), read=True)
SETTLE_ORDER = Call(
    SERVICE, "settle_order", SettleOrder, OrderReply, "visits:write",
    (NotFound, IllegalTransition, Stale),
)  # fmt: skip
PAYMENT_TOLD = Call(
    SERVICE, "payment_told", PaymentTold, TakenWord, "payments:told", (NotFound, Invalid, Stale)
)

CALLS = (QUOTE, PLACE_ORDER, GET_ORDER, LIST_ORDERS, PAY_ORDER, CANCEL_ORDER, ORDER_OF,
         SETTLE_ORDER, PAYMENT_TOLD)  # fmt: skip
