"""Letting go of what walk-ins came for, when they came long ago."""

from typing import Any

from common.context import service_actor
from common.contracts.booking.personal import RETENTION
from common.contracts.reporting import SERVICE


class RetainingWork:
    """For the service class to inherit, which brings ``ask``."""

    ask: Any

    def _periods(self) -> dict[str, Any]:
        return dict(self.ask(RETENTION, service_actor(SERVICE, RETENTION.needs)))
