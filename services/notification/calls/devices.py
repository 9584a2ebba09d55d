"""The devices on which people are told by Web Push: named, listed, forgotten."""

from typing import Any

from common.bus.requests import serves
from common.contracts.notification import devices as contract
from common.errors import Invalid, NotFound
from services.notification.domain.people import subscriptions
from services.notification.domain.people.persons import Person
from services.notification.domain.people.subscriptions import Subscription


class DeviceCalls:
    """For the service class to inherit, which brings ``store``, ``push``, ``now``..."""

    store: Any
    push: Any
    now: Any
    config: Any
    _seen_person: Any
    _plan_anew: Any

    @serves(contract.SUBSCRIBE)
    def subscribe(self, customer_id: str, endpoint: str, keys: dict[str, str]) -> dict[str, Any]:
        """Tell a person on one more device; said again it is the same one.

        Raises:
            NotFound: nobody, or nobody who has booked in the caller's stores.
            Invalid: it leads inside, its keys are none, or nobody is told this way here.
        """
        person: Person = self._seen_person(customer_id)
        if self.push.public_key is None:
            raise Invalid.of(endpoint="cannot be told: Web Push is not set up here")
        faults = subscriptions.faults_of(endpoint, **keys, loopback=self.config.webhook_loopback)
        if faults:
            raise Invalid(fields=faults)
        device = Subscription(
            id=subscriptions.id_of(endpoint),
            customer_id=person.id,
            endpoint=endpoint,
            at=self.now(),
            **keys,
        )
        self.store.subscribe(device)
        self._plan_anew(person)
        return _shown(device)

    @serves(contract.UNSUBSCRIBE)
    def unsubscribe(self, customer_id: str, subscription_id: str) -> dict[str, Any]:
        """Tell a person on that device no more."""
        person: Person = self._seen_person(customer_id)
        if not self.store.unsubscribe(person.id, subscription_id):
            raise NotFound(what="push subscription", id=subscription_id)
        return {}

    @serves(contract.DEVICES)
    def devices(self, customer_id: str) -> dict[str, Any]:
        """List a person's devices, the latest first."""
        person: Person = self._seen_person(customer_id)
        found = self.store.subscriptions(person.id)
        return {
            "public_key": self.push.public_key,
            "push_subscriptions": [_shown(device) for device in found],
        }


def _shown(device: Subscription) -> dict[str, Any]:
    return {"id": device.id, "push_service": device.origin, "since": device.at.isoformat()}
