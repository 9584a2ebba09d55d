"""Letting go: of call notes by their age, of customers who have not come for so long (PV-07)."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from common.bus.requests import serves
from common.context import service_actor
from common.contracts.booking.personal import LONG_PAST, RETENTION
from common.contracts.followup import SERVICE
from common.contracts.followup.erasures import HOLDING
from common.retaining import Periods, months_before

PAGE = 200
WHY = {"reason": "retention_expired", "requested_by": "store"}


class RetainingWork:
    """For the service class to inherit, which brings ``store``, ``ask`` and ``_wish``."""

    store: Any
    by: Any
    ask: Any
    _wish: Any

    @serves(HOLDING)
    def holding(self) -> dict[str, Any]:
        """Say of which customers a case is open: nothing of theirs goes meanwhile."""
        return {"customers": self.store.customers_with_open_cases()}

    def _periods(self) -> dict[str, Any]:
        return dict(self.ask(RETENTION, service_actor(SERVICE, RETENTION.needs)))

    def _held(self) -> dict[str, Any]:
        return {"customer.id": {"$nin": self.store.customers_with_open_cases()}}

    def _beside(
        self, periods: Periods, now: datetime, stores: frozenset[str] | None
    ) -> list[dict[str, Any]]:
        """Return how many customers of each store have not come for as long as they are kept."""
        months = int(periods["chain"]["months"])
        before = months_before(now, months)
        gone = Counter(
            store_id
            for customer in self._long_gone(before)
            for store_id in customer["stores"]
            if stores is None or store_id in stores
        )
        told = {"class": "customers", "period": f"{months} months", "before": before.isoformat()}
        return [{**told, "store_id": id, "documents": gone[id]} for id in sorted(gone)]

    def _retain_beside(self, periods: Periods, now: datetime) -> None:
        """Have every customer erased whose last visit is so long ago (PV-07)."""
        self.by = service_actor(SERVICE)
        for customer in self._long_gone(months_before(now, int(periods["chain"]["months"]))):
            self._wish(customer["customer_id"], **WHY)

    def _long_gone(self, before: datetime) -> Iterator[dict[str, Any]]:
        held = set(self.store.customers_with_open_cases())
        us, after = service_actor(SERVICE, LONG_PAST.needs), None
        while True:
            asked = {"before": before.isoformat(), "after": after, "limit": PAGE}
            page = self.ask(LONG_PAST, us, **asked)
            for customer in page["customers"]:
                if customer["customer_id"] not in held:
                    yield customer
            after = page["next_after"]
            if after is None:
                return
