"""How long what is kept: every store's, told to whoever tidies up, and kept to here."""

from dataclasses import asdict
from typing import Any

from common.bus.requests import serves
from common.contracts.booking.personal import RETENTION
from services.booking.domain.privacy import Retention


class RetainingWork:
    """For the service class to inherit, which brings ``store``."""

    store: Any

    @serves(RETENTION)
    def retention(self) -> dict[str, Any]:
        """Say how long every store keeps what, as the chain and the store have set it."""
        return self._periods()

    def _periods(self) -> dict[str, Any]:
        stores = {shop.id: asdict(shop.retention) for shop in self.store.stores()}
        of_the_chain = next(iter(stores.values()), asdict(Retention()))
        return {"chain": of_the_chain, "stores": stores}
