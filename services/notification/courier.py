"""Has what is owed to endpoints sent: when it is new, when an endpoint is resumed, once more."""

from collections.abc import Callable, Iterable
from datetime import datetime

from common import clock
from common.bus.due import DueWork
from common.contracts.base import Told
from common.contracts.booking import IllegalTransition
from services.notification.domain.webhooks import availability, deliveries, endpoints
from services.notification.domain.webhooks.availability import Change
from services.notification.domain.webhooks.deliveries import Delivery
from services.notification.domain.webhooks.endpoints import ACTIVE, Endpoint
from services.notification.domain.webhooks.payloads import customer_of
from services.notification.webhook_store import WebhookStore

DELIVER = "deliver"


class Courier:
    """Owes, and plans that somebody looks after the endpoint to which it is owed.

    Both are one transaction: nothing is owed that nobody looks after.
    """

    def __init__(self, store: WebhookStore, due: DueWork, now: Callable[[], datetime]) -> None:
        self._store = store
        self._due = due
        self._now = now

    def tell_partner(self, told: Told) -> None:
        """Owe a booking's fact to the endpoints of the partner who made it, and to nobody else.

        It is called within the transaction in which the fact takes effect.
        """
        partner_id, real_now = told.data["partner_id"], clock.real()
        if partner_id is None:
            return
        self._store.learn(customer_of(told.data), real_now)
        for endpoint in self._store.endpoints(partner_id):
            if endpoint.wants(told.type):
                delivery = deliveries.owed(endpoint.id, told, real_now)
                self._store.owe(delivery)
                self._look_after(endpoint.id, _named(delivery))

    def tell_of_change(self, store_id: str, event_ids: list[str]) -> None:
        """Owe the days that these changed in a store to whoever follows its free time.

        What comes within a few seconds is owed as one; told of the same again, nothing is added.
        """
        followers = self._store.following_availability(store_id)
        entries = self._store.listed(event_ids) if followers else []
        for endpoint in followers:
            change = availability.change_for(endpoint.partner_id, entries)
            if change:
                self._owe_change(endpoint.id, change)

    def change(self, before: Endpoint, after: Endpoint) -> None:
        """Keep *after* in the place of *before*; what waited is sent if it was resumed."""

        def keep() -> None:
            self._store.keep_endpoint(before, after)
            if after.state == ACTIVE and before.state != ACTIVE:
                self._store.send_now(after.id, clock.real())
                self._look_after(after.id, f"resumed-{after.revision}")

        self._store.as_one(keep)

    def pause(self, endpoint_id: str) -> Endpoint:
        """Stop sending to an endpoint; what is owed to it waits."""
        return self._set(endpoint_id, endpoints.PAUSED)

    def resume(self, endpoint_id: str) -> Endpoint:
        """Go on sending to an endpoint, with what waited first."""
        return self._set(endpoint_id, ACTIVE)

    def replay(self, endpoint_id: str, delivery_id: str) -> Delivery:
        """Owe one settled delivery anew, under the same id.

        Raises:
            NotFound: there is none.
            IllegalTransition: it is still owed.
        """
        known = self._store.delivery(endpoint_id, delivery_id)
        anew: Delivery | None = None

        def owe() -> None:
            nonlocal anew
            anew = self._store.replay(endpoint_id, known.id, clock.real())
            if anew:
                self._look_after(endpoint_id, _named(anew))

        self._store.as_one(owe)
        if anew is None:
            raise IllegalTransition(state=known.state, legal=[])
        return anew

    def replay_between(
        self,
        endpoint_id: str,
        since: datetime,
        until: datetime,
        event_types: Iterable[str] | None = None,
    ) -> int:
        """Owe anew what was settled of the facts from *since* to before *until*; count them."""
        count, real_now = 0, clock.real()

        def owe() -> None:
            nonlocal count
            count = self._store.replay_between(endpoint_id, since, until, event_types, real_now)
            if count:
                self._look_after(endpoint_id, f"replayed-{real_now.timestamp()}")

        self._store.as_one(owe)
        return count

    def _owe_change(self, endpoint_id: str, change: Change) -> None:
        at = availability.goes_out_at(clock.real())
        owed = self._store.owe_change(endpoint_id, change, at)
        while owed is None:
            at += availability.TOGETHER
            owed = self._store.owe_change(endpoint_id, change, at)
        self._look_after(endpoint_id, owed)

    def _set(self, endpoint_id: str, state: str) -> Endpoint:
        before = self._store.endpoint(endpoint_id)
        after = endpoints.changed(before, self._now(), state=state)
        self.change(before, after)
        return after

    def _look_after(self, endpoint_id: str, because: str) -> None:
        subject = {"endpoint_id": endpoint_id}
        self._due.plan(f"{DELIVER}:{endpoint_id}:{because}", DELIVER, self._now(), subject)


def _named(delivery: Delivery) -> str:
    return f"{delivery.id}:{delivery.round}"
