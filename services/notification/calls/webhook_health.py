"""How a partner's webhooks stand, for whoever looks after partners."""

from typing import Any

from common.bus.requests import serves
from common.contracts.notification import webhook_health as contract
from services.notification.domain.webhooks.health import of_endpoints


class WebhookHealthCalls:
    """For the service class to inherit, which brings ``webhooks``."""

    webhooks: Any

    @serves(contract.WEBHOOK_HEALTH)
    def webhook_health(self, partner_id: str) -> dict[str, Any]:
        """Return how many endpoints a partner has, what is owed there, and how late it arrives."""
        endpoints = self.webhooks.endpoints(partner_id)
        ids = [one.id for one in endpoints]
        owed, failed = self.webhooks.counted(ids)
        return of_endpoints(endpoints, owed=owed, failed=failed, lags=self.webhooks.lags(ids))
