"""What a home costs."""

from marshmallow import fields

from gateway.api.bodies.shape import Body, Words, about


class FeeTable(Body):
    """The fees of a store, and what its banks ask for."""

    fees = fields.List(fields.Dict(), required=True)
    least_down_percent = fields.Int(required=True)
    most_years = fields.Int(required=True)
    rounding = fields.Nested(Words, required=True)


class Calculation(Body):
    """What is paid at once, every month and besides; in fen."""

    price_fen = fields.Int(required=True)
    unit_price_fen = fields.Int(
        required=True, allow_none=True, metadata=about("Of a square metre, where the size is known")
    )
    down_payment_fen = fields.Int(required=True)
    loan_fen = fields.Int(required=True)
    months = fields.Int(required=True)
    monthly_fen = fields.Int(required=True)
    interest_fen = fields.Int(required=True)
    fees = fields.List(fields.Dict(), required=True)
    fees_fen = fields.Int(required=True)
    due_at_signing_fen = fields.Int(required=True)
    rounding = fields.Nested(Words, required=True)
