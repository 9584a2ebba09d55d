"""What a home costs: asked for at the sales desk (VX-05)."""

from marshmallow import fields, validate

from common.contracts.base import Call, Reply, Request
from common.contracts.booking.events import SERVICE
from common.contracts.booking.requests import OfStore
from common.errors import Invalid, NotFound

MOST_FEN = 10**13
MOST_YEARS = 100


class Calculate(Request):
    """A price in fen, and how it is to be paid; rates and shares in percent."""

    store_id = fields.Str(required=True)
    price_fen = fields.Int(required=True, validate=validate.Range(1, MOST_FEN))
    down_payment_percent = fields.Decimal(required=True, validate=validate.Range(0, 100))
    years = fields.Int(required=True, validate=validate.Range(1, MOST_YEARS))
    annual_rate = fields.Decimal(required=True, validate=validate.Range(0, 100))
    square_metres = fields.Decimal(
        load_default=None, allow_none=True, validate=validate.Range(1, 100_000)
    )


class FeeTableReply(Reply):
    fees = fields.List(fields.Dict(), required=True)
    least_down_percent = fields.Int(required=True)
    most_years = fields.Int(required=True)
    rounding = fields.Dict(required=True)


class Calculation(Reply):
    """What is paid at once, every month and besides; each in fen."""

    price_fen = fields.Int(required=True)
    unit_price_fen = fields.Int(required=True, allow_none=True)
    down_payment_fen = fields.Int(required=True)
    loan_fen = fields.Int(required=True)
    months = fields.Int(required=True)
    monthly_fen = fields.Int(required=True)
    interest_fen = fields.Int(required=True)
    fees = fields.List(fields.Dict(), required=True)
    fees_fen = fields.Int(required=True)
    due_at_signing_fen = fields.Int(required=True)
    rounding = fields.Dict(required=True)


FEE_TABLE = Call(
    SERVICE, "fee_table", OfStore, FeeTableReply, "stores:read", (NotFound,), read=True
)
CALCULATE = Call(
    SERVICE, "calculate", Calculate, Calculation, "stores:read", (NotFound, Invalid), read=True
)

CALLS = (FEE_TABLE, CALCULATE)
