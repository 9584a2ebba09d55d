"""Endpoints: opened, changed, stopped and resumed; their log; what is sent there once more."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from common import clock
from common.bus.requests import serves
from common.contracts.booking import IdempotencyKeyReused
from common.contracts.notification import webhooks as contract
from common.cursors import as_cursor, as_place
from common.errors import Forbidden, Invalid, NotFound
from common.privacy import sealed
from services.notification.courier import Courier
from services.notification.domain.webhooks import endpoints, signing
from services.notification.domain.webhooks.deliveries import PENDING, WAITING
from services.notification.domain.webhooks.endpoints import ACTIVE, Endpoint
from services.notification.webhook_store.documents import delivery_reply, endpoint_reply

PARTNER = "partner"


def key_of(endpoint: Endpoint, number: int) -> bytes:
    """Return a secret of *endpoint*: derived each time, so that no database holds it."""
    return bytes.fromhex(sealed("webhook", f"{endpoint.id}:{number}"))


class EndpointCalls:
    """For the service class to inherit; ``courier`` is what sends."""

    webhooks: Any
    now: Any
    by: Any
    due: Any
    config: Any

    @property
    def courier(self) -> Courier:
        return Courier(self.webhooks, self.due, self.now)

    @serves(contract.CREATE_ENDPOINT)
    def create_endpoint(self, idempotency_key: str, url: str, events: list[str]) -> dict[str, Any]:
        """Open an endpoint of the partner who asks; asked again it answers the same."""
        if self.by.kind != PARTNER:
            raise Forbidden(needs="a partner's key")
        id = f"we-{_hashed([self.by.id, idempotency_key])[:24]}"
        new = endpoints.opened(
            id,
            self.by.id,
            self.now(),
            url=url,
            events=events,
            asked=_hashed([url, events]),
            beside=sum(one.id != id for one in self.webhooks.endpoints(self.by.id)),
            loopback=self.config.webhook_loopback,
        )
        known = self.webhooks.open_endpoint(new)
        if known and known.asked != new.asked:
            raise IdempotencyKeyReused()
        return self._with_secret(known or new, replayed=known is not None)

    @serves(contract.LIST_ENDPOINTS)
    def list_endpoints(self, partner_id: str | None, state: str | None) -> dict[str, Any]:
        """Return a partner's own endpoints; staff of the chain get everybody's."""
        if self.by.kind == PARTNER:
            partner_id = self.by.id if partner_id in (None, self.by.id) else ""
        elif not self.by.everywhere:
            partner_id = ""
        found = self.webhooks.endpoints(partner_id, None if state is None else [state])
        return {"endpoints": [self._endpoint_told(one) for one in found]}

    @serves(contract.GET_ENDPOINT)
    def get_endpoint(self, endpoint_id: str) -> dict[str, Any]:
        return self._endpoint_told(self._seen_endpoint(endpoint_id))

    @serves(contract.CHANGE_ENDPOINT)
    def change_endpoint(self, endpoint_id: str, **asked: Any) -> dict[str, Any]:
        """Change an endpoint; staff may stop and resume it, and no more."""
        before = self._seen_endpoint(endpoint_id)
        if asked.keys() & {"url", "events"}:
            self.by.must("webhooks:write")
        after = endpoints.changed(
            before, self.now(), loopback=self.config.webhook_loopback, **asked
        )
        self.courier.change(before, after)
        return self._endpoint_told(after)

    @serves(contract.DELETE_ENDPOINT)
    def delete_endpoint(self, endpoint_id: str) -> dict[str, Any]:
        self.webhooks.drop_endpoint(self._seen_endpoint(endpoint_id).id)
        return {}

    @serves(contract.ROTATE_SECRET)
    def rotate_secret(self, endpoint_id: str, at_once: bool) -> dict[str, Any]:
        """Give an endpoint a new secret; asked again within a day it answers the same one."""
        before = self._seen_endpoint(endpoint_id)
        after = endpoints.rotated(before, clock.real(), at_once=at_once)
        if after is not before:
            self.webhooks.keep_endpoint(before, after)
        return self._with_secret(after, replayed=after is before)

    @serves(contract.LIST_DELIVERIES)
    def list_deliveries(
        self,
        endpoint_id: str,
        state: str | None,
        event_type: str | None,
        cursor: str | None,
        limit: int,
    ) -> dict[str, Any]:
        endpoint = self._seen_endpoint(endpoint_id)
        after = as_place(cursor) if cursor else None
        if state == (PENDING if endpoint.state != ACTIVE else WAITING):
            return {"deliveries": [], "next_cursor": None}
        page, end = self.webhooks.deliveries(
            endpoint.id,
            state=PENDING if state == WAITING else state,
            event_type=event_type,
            after=after,
            limit=limit,
        )
        return {
            "deliveries": [delivery_reply(one, endpoint) for one in page],
            "next_cursor": as_cursor(end) if end else None,
        }

    @serves(contract.REPLAY_DELIVERY)
    def replay_delivery(self, endpoint_id: str, delivery_id: str) -> dict[str, Any]:
        """Send once more what was delivered or given up, under the same id."""
        endpoint = self._seen_endpoint(endpoint_id)
        return delivery_reply(self.courier.replay(endpoint.id, delivery_id), endpoint)

    @serves(contract.REPLAY_RANGE)
    def replay_range(
        self, endpoint_id: str, since: datetime, until: datetime, event_types: list[str] | None
    ) -> dict[str, Any]:
        """Send once more what happened within a while."""
        endpoint = self._seen_endpoint(endpoint_id)
        if until <= since:
            raise Invalid.of(until="must be after since")
        count = self.courier.replay_between(endpoint.id, since, until, event_types)
        return {"replayed": count}

    @serves(contract.STATE_AGREEMENT)
    def state_agreement(
        self, partner_id: str, until: date | None, stated_at: datetime, stores: list[str]
    ) -> dict[str, Any]:
        """Remember until when a partner's agreement lasts; unsaid, there is none (PV-06)."""
        self.webhooks.keep_agreement(partner_id, until, stated_at, stores)
        return {}

    def _seen_endpoint(self, endpoint_id: str) -> Endpoint:
        """Return an endpoint; somebody else's is as little there as one that never was."""
        endpoint: Endpoint = self.webhooks.endpoint(endpoint_id)
        theirs = self.by.kind == PARTNER and endpoint.partner_id == self.by.id
        if not theirs and (self.by.kind == PARTNER or not self.by.everywhere):
            raise NotFound(what="webhook endpoint", id=endpoint_id)
        return endpoint

    def _endpoint_told(self, endpoint: Endpoint) -> dict[str, Any]:
        return endpoint_reply(endpoint, self.webhooks.owed_to(endpoint.id), clock.real())

    def _with_secret(self, endpoint: Endpoint, *, replayed: bool) -> dict[str, Any]:
        secret = signing.as_secret(key_of(endpoint, endpoint.secret))
        return {**self._endpoint_told(endpoint), "secret": secret, "replayed": replayed}


def _hashed(asked: list[Any]) -> str:
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
