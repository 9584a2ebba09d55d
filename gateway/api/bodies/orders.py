"""Orders as their customer reads them; money in fen."""

from marshmallow import fields

from gateway.api.bodies.public import MOMENT
from gateway.api.bodies.shape import Body, about


class MoneyBack(Body):
    id = fields.Str(required=True)
    amount = fields.Int(required=True)
    state = fields.Str(required=True, metadata=about("asked, done or failed", "done"))


class Payment(Body):
    id = fields.Str(required=True)
    part = fields.Str(required=True, metadata=about("deposit or balance", "deposit"))
    method = fields.Str(required=True, metadata=about("card, alipay or wechat_pay", "alipay"))
    amount = fields.Int(required=True)
    state = fields.Str(required=True, metadata=about("created, failed or paid", "paid"))
    pay_url = fields.Str(
        required=True,
        allow_none=True,
        metadata=about("The provider's page, while it is open", "https://pay.example.com/p/1"),
    )
    refunds = fields.List(fields.Nested(MoneyBack), required=True)


class Order(Body):
    """Where an order stands; ``why`` says what closed it."""

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(
        required=True,
        metadata=about("awaiting_payment, unplaced, placed, settled or closed", "placed"),
    )
    why = fields.Str(
        required=True, metadata=about("What closed it; empty while it is open", "cancelled")
    )
    store_id = fields.Str(required=True)
    items = fields.List(fields.Str(), required=True)
    start = fields.Str(required=True, metadata=MOMENT)
    booking_id = fields.Str(required=True, allow_none=True)
    total = fields.Int(required=True)
    deposit = fields.Int(required=True)
    paid = fields.Int(required=True)
    returned = fields.Int(required=True, metadata=about("What is back, or on its way"))
    balance = fields.Int(required=True, metadata=about("What is still to be paid"))
    currency = fields.Str(required=True)
    pay_until = fields.Str(required=True, metadata=MOMENT)
    payments = fields.List(fields.Nested(Payment), required=True)
    created_at = fields.Str(required=True, metadata=MOMENT)


class Orders(Body):
    orders = fields.List(fields.Nested(Order), required=True)
