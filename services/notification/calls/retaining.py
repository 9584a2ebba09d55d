"""Letting go of what was said long ago, but for those who have a case open."""

from typing import Any

from common.context import service_actor
from common.contracts.booking.personal import RETENTION
from common.contracts.followup.erasures import HOLDING
from common.contracts.notification import SERVICE


class RetainingWork:
    """For the service class to inherit, which brings ``ask``."""

    ask: Any

    def _periods(self) -> dict[str, Any]:
        return dict(self.ask(RETENTION, service_actor(SERVICE, RETENTION.needs)))

    def _held(self) -> dict[str, Any]:
        held = self.ask(HOLDING, service_actor(SERVICE, HOLDING.needs))["customers"]
        return {"customer_id": {"$nin": held}}
