"""What a home costs."""

from typing import Any

from marshmallow import fields, validate

from common.contracts.booking import calculating
from gateway.api.fields import Count
from gateway.api.requests.shape import Asked, example


def percent(value: Any) -> fields.Field[Any]:
    return fields.Float(required=True, validate=validate.Range(0, 100), metadata=example(value))


class NewCalculation(Asked):
    """A price in fen and how it is to be paid; rates and shares in percent."""

    price_fen = Count(1, calculating.MOST_FEN, required=True, metadata=example(200000000))
    down_payment_percent = percent(30)
    years = Count(1, calculating.MOST_YEARS, required=True, metadata=example(30))
    annual_rate = percent(4.9)
    square_metres = fields.Float(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 100_000),
        metadata=example(89.5),
    )
