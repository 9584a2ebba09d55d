"""What booking tells of orders."""

from typing import ClassVar

from marshmallow import fields

from common.contracts.base import Event
from common.contracts.booking.events import SERVICE


class OrderRefunded(Event):
    """Money is back with whoever paid for an order (PO-13); ``amount`` is in fen.

    ``customer`` is ``{id, phone, language, email}``; ``messages`` is what the store says about
    messages.
    """

    source: ClassVar[str] = SERVICE
    type = "order_refunded"

    order_id = fields.Str(required=True)
    refund_id = fields.Str(required=True)
    booking_id = fields.Str(required=True, allow_none=True)
    amount = fields.Int(required=True)
    method = fields.Str(required=True)
    store_id = fields.Str(required=True)
    store_name = fields.Dict(required=True)
    store_address = fields.Dict(required=True)
    store_phone = fields.Str(required=True)
    timezone = fields.Str(required=True)
    customer = fields.Dict(required=True)
    refunded_at = fields.AwareDateTime(required=True)
    messages = fields.Dict(load_default=dict)


EVENTS = (OrderRefunded,)
