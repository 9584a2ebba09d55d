"""What customers agree to and take back: noted, and held to with the next webhook (PV-06)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from common.bus.requests import serves
from common.contracts.base import Told
from common.contracts.notification.contacts import CONSENT
from services.notification.domain.people.acts import CHANNELS, SHARING
from services.notification.domain.people.persons import Person


class Consenting:
    """For the service class to inherit, which brings ``store``, ``webhooks`` and the contacts."""

    store: Any
    webhooks: Any
    _act: Any
    _seen_person: Any
    _contact_shown: Any

    @serves(CONSENT)
    def consent(
        self,
        customer_id: str,
        purpose: str,
        given: bool,
        text_version: str,
        said_in: str,
        channels: Sequence[str] | None,
        reason: str,
    ) -> dict[str, Any]:
        """Note what a customer agreed to or took back, with the words that they were told."""
        person = self._seen_person(customer_id)
        act = replace(
            self._act(given, (purpose,), tuple(channels or CHANNELS), reason),
            page=said_in,
            text_version=text_version,
        )
        self.store.note(person.id, act)
        if purpose == SHARING and not given:
            self.webhooks.name_no_more(person.id)
        return self._contact_shown(self.store.person(person.id))

    def _as_shared(self, told: Told) -> Told:
        """Return a fact as a partner may hear it: what was agreed to before it was taken back
        does not count any more, however late the fact comes.
        """
        fact = told.data
        if fact["partner_id"] is None or not (fact["consents"] or {}).get("share_with_partner"):
            return told
        person: Person = self.store.person(fact["customer"]["id"])
        act = person.latest(SHARING, CHANNELS[0])
        if act is None or act.given or told.occurred_at > act.at:
            return told
        consents = {**fact["consents"], "share_with_partner": False}
        return replace(told, data={**fact, "consents": consents})
