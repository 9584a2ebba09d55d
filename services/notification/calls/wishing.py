"""What a person wants, as it is asked where a message is planned."""

from collections.abc import Mapping
from typing import Any

from services.notification.domain.messages import PUSH
from services.notification.domain.people import acts
from services.notification.domain.people.persons import Person


class Wishing:
    """For the service class to inherit, which brings ``store`` and ``config``."""

    store: Any
    config: Any

    def _heard_of_person(self, customer_id: str, fact: Mapping[str, Any]) -> Person:
        """Note what a booking's *fact* tells of consents, and return who the customer is."""
        person: Person = self.store.person(customer_id)
        act = acts.of_booking(fact)
        if act is None or person.knows(act):
            return person
        self.store.note(customer_id, act)
        return self.store.person(customer_id)

    def _has_devices(self, person: Person) -> bool:
        """Say whether *person* wants to be told on a device and there is one, and a key of ours."""
        wanted = person.preferences.channel == PUSH and self.config.vapid_private_key
        return bool(wanted and self.store.subscriptions(person.id))
