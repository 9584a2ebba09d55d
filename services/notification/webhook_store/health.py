"""What of a partner's deliveries is still owed, was given up, and how long the latest took."""

from typing import Any

from pymongo import DESCENDING
from pymongo.collection import Collection

from services.notification.domain.webhooks.deliveries import DELIVERED, FAILED, PENDING

LATEST = 200


class Health:
    """For ``WebhookStore`` to inherit, which brings the collections."""

    _deliveries: Collection[dict[str, Any]]

    def counted(self, endpoint_ids: list[str]) -> tuple[int, int]:
        """Return how many deliveries are owed to these endpoints, and how many were given up."""
        owed, failed = (
            sum(
                self._deliveries.count_documents({"endpoint_id": id, "state": state})
                for id in endpoint_ids
            )
            for state in (PENDING, FAILED)
        )
        return owed, failed

    def lags(self, endpoint_ids: list[str]) -> list[float]:
        """Return the seconds from owing to arriving of the latest deliveries to each endpoint.

        What was sent once more on request is left out: it was late by intent.
        """
        order = [("occurred_at", DESCENDING), ("_id", DESCENDING)]
        latest = [
            one
            for id in endpoint_ids
            for one in self._deliveries.find(
                {"endpoint_id": id}, {"state": 1, "round": 1, "owed_at": 1, "settled_at": 1}
            )
            .sort(order)
            .limit(LATEST)
        ]
        return [
            (one["settled_at"] - one["owed_at"]).total_seconds()
            for one in latest
            if one["state"] == DELIVERED and one["round"] == 1 and one.get("owed_at")
        ]
