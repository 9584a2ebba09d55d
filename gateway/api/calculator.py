"""What a home costs: down payment, monthly repayment, fees."""

from typing import Any

from flask import Response

from common.contracts.booking.calculating import CALCULATE, FEE_TABLE
from gateway.api import bodies, requests
from gateway.api.noun import allowed
from gateway.api.replies import reply
from gateway.api.stores import stores
from gateway.bus import call


@stores.route("/<store_id>/calculator")
@allowed(FEE_TABLE)
@stores.response(200, bodies.FeeTable)
def get_fee_table(store_id: str) -> Response:
    """Show a store's fees, and what its banks ask for."""
    return reply(bodies.picked(bodies.FEE_TABLE, call(FEE_TABLE, store_id=store_id)))


@stores.route("/<store_id>/calculator", methods=["POST"])
@allowed(CALCULATE)
@stores.arguments(requests.NewCalculation())
@stores.response(200, bodies.Calculation)
def calculate(asked: dict[str, Any], store_id: str) -> Response:
    """Reckon what a buyer pays at once, every month and besides; nothing is kept."""
    exact = {
        name: str(value) if isinstance(value, float) else value for name, value in asked.items()
    }
    return reply(bodies.picked(bodies.CALCULATION, call(CALCULATE, store_id=store_id, **exact)))
