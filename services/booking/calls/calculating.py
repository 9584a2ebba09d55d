"""What a home costs: the calls of the sales desk (VX-05)."""

from decimal import Decimal
from typing import Any

from common.bus.requests import serves
from common.contracts.booking import calculating as contract
from common.errors import NotFound
from services.booking.domain import calculator
from services.booking.domain.calculator import FeeTable


class CalculatingCalls:
    """For the service class to inherit, which brings ``_shop``."""

    _shop: Any

    @serves(contract.FEE_TABLE)
    def fee_table(self, store_id: str) -> dict[str, Any]:
        return calculator.as_read(self._table(store_id))

    @serves(contract.CALCULATE)
    def calculate(
        self,
        store_id: str,
        price_fen: int,
        down_payment_percent: Decimal,
        years: int,
        annual_rate: Decimal,
        square_metres: Decimal | None,
    ) -> dict[str, Any]:
        return calculator.calculated(
            self._table(store_id),
            price_fen,
            down_payment_percent,
            years,
            annual_rate,
            square_metres,
        )

    def _table(self, store_id: str) -> FeeTable:
        """Raise NotFound for a store that sells no homes."""
        table: FeeTable | None = self._shop(store_id).calculator
        if table is None:
            raise NotFound(what="calculator", id=store_id)
        return table
