"""The devices on which people want to be told; one belongs to who named it last."""

from dataclasses import asdict, fields
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection

from services.notification.domain.people.subscriptions import MOST, Subscription
from services.notification.personal import DEVICE

SUBSCRIPTIONS_INDEXES = [IndexModel([("customer_id", ASCENDING), ("at", DESCENDING)])]
_NAMES = tuple(field.name for field in fields(Subscription) if field.name != "id")


class Subscriptions:
    """For ``NotificationStore`` to inherit, which brings the collection."""

    _subscriptions: Collection[dict[str, Any]]

    def subscriptions(self, person: str) -> list[Subscription]:
        """Return the devices of a person, the latest first."""
        found = self._subscriptions.find({"customer_id": person}).sort("at", DESCENDING)
        return [_as_subscription(document) for document in found.limit(MOST)]

    def subscribe(self, subscription: Subscription) -> None:
        """Keep a device, or what is new of one; said again it is the same one."""
        kept = DEVICE.sealed(asdict(subscription))
        self._subscriptions.replace_one({"_id": kept.pop("id")}, kept, upsert=True)

    def unsubscribe(self, person: str, subscription_id: str) -> bool:
        """Forget a device of a person; say whether it was there."""
        wanted = {"_id": subscription_id, "customer_id": person}
        return self._subscriptions.delete_one(wanted).deleted_count > 0


def _as_subscription(document: dict[str, Any]) -> Subscription:
    document = DEVICE.opened(document)
    return Subscription(id=document["_id"], **{name: document[name] for name in _NAMES})
