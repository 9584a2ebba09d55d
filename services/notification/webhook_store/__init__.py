"""Where endpoints and deliveries live: the one place where webhooks speak Mongo."""

from collections.abc import Callable
from typing import Any

from pymongo.database import Database

from common.mongo import as_one
from services.notification.webhook_store.deliveries import INDEXES as OF_DELIVERIES
from services.notification.webhook_store.deliveries import OF_CUSTOMERS, Deliveries
from services.notification.webhook_store.endpoints import INDEXES as OF_ENDPOINTS
from services.notification.webhook_store.endpoints import Endpoints
from services.notification.webhook_store.feed import INDEXES as OF_FEED
from services.notification.webhook_store.feed import Feed
from services.notification.webhook_store.health import Health


class WebhookStore(Endpoints, Deliveries, Feed, Health):
    """Part of notification's own database; documents stay in here."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._client = database.client
        self._endpoints = database["webhook_endpoints"]
        self._deliveries = database["webhook_deliveries"]
        self._customers = database["webhook_customers"]
        self._agreements = database["partner_agreements"]
        self._feed = database["feed"]
        self._feed_heads = database["feed_heads"]

    def ensure_indexes(self) -> None:
        self._endpoints.create_indexes(OF_ENDPOINTS)
        self._deliveries.create_indexes(OF_DELIVERIES)
        self._customers.create_indexes(OF_CUSTOMERS)
        self._feed.create_indexes(OF_FEED)

    def as_one(self, act: Callable[[], None]) -> None:
        """Do all that *act* writes, or nothing; done again where others got in between."""
        as_one(self._client, act)
