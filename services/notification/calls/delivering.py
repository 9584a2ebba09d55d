"""Webhooks as they go out: owed when a fact is heard, posted by two at once for each endpoint."""

import time
from datetime import timedelta
from random import uniform
from typing import Any

import structlog

from common import clock
from common.bus.doing import does_apart
from common.bus.due import Work
from common.bus.hearing import hears
from common.contracts.base import Told
from common.contracts.booking import BEFORE_SERVICE, BookingReassigned
from common.contracts.notification.webhooks import TOLD
from services.notification.calls.endpoints import EndpointCalls, key_of
from services.notification.courier import DELIVER
from services.notification.domain.bookings import Booking
from services.notification.domain.webhooks import (
    availability,
    deliveries,
    endpoints,
    feed,
    payloads,
    signing,
)
from services.notification.domain.webhooks.deliveries import SPREAD, Delivery
from services.notification.domain.webhooks.endpoints import Endpoint
from services.notification.webhook_sender import post

log = structlog.get_logger(__name__)

BESIDE = tuple(fact for fact in TOLD if fact not in BEFORE_SERVICE)
"""What partners hear of and customers are not written to about; a VIP's hosts are."""
RUN_SECONDS = 10.0
"""So long somebody goes on sending to one endpoint before others have their turn."""


class Delivering(EndpointCalls):
    """For the service class to inherit."""

    store: Any
    _tell_of_change: Any
    _as_shared: Any

    @hears(*BESIDE)
    def follow_for_partners(self, told: Told) -> None:
        self.courier.tell_partner(self._as_shared(told))
        if told.type != BookingReassigned.type:
            self.webhooks.list_fact(feed.entry_of(told))
            return
        booking = Booking.of(told.data)
        known = self.store.booking(booking.id)
        self.webhooks.list_fact(feed.entry_of(told, known))
        self._tell_of_change(told, booking, known)

    @does_apart(DELIVER)
    def deliver(self, work: Work) -> timedelta | None:
        """Send what is owed to an endpoint and return when to look again.

        Where two are at it already they go on with this too.
        """
        endpoint_id = work.subject["endpoint_id"]
        endpoint = self.webhooks.enter(endpoint_id, work.id, clock.real())
        if endpoint is None:
            return None
        try:
            self._send_what_is_due(endpoint)
        finally:
            self.webhooks.leave(endpoint_id, work.id)
        return self._until_next(endpoint_id)

    def _send_what_is_due(self, endpoint: Endpoint | None) -> None:
        ends = time.monotonic() + RUN_SECONDS
        while endpoint and not _rests(endpoint) and time.monotonic() < ends:
            delivery = self.webhooks.take(endpoint.id, clock.real())
            if delivery is None:
                return
            self._send_webhook(endpoint, delivery)
            endpoint = self.webhooks.active(endpoint.id)

    def _send_webhook(self, endpoint: Endpoint, delivery: Delivery) -> None:
        """Try *delivery* once; whether the customer may be named is asked now (PV-06)."""
        at = clock.real()
        body = payloads.body(
            delivery.event_type, delivery.occurred_at, self._payload(endpoint, delivery)
        )
        keys = [key_of(endpoint, number) for number in endpoint.secrets(at)]
        tried = post(
            endpoint.url,
            body,
            signing.headers(delivery.event_id, at, body, keys),
            real_now=at,
            loopback=self.config.webhook_loopback,
        )
        ended = clock.real()
        verdict = deliveries.after(delivery, tried, ended, uniform(-SPREAD, SPREAD))
        self.webhooks.note(delivery, tried, verdict, ended)
        health = endpoints.after(endpoint, tried, ended)
        stopped = self.webhooks.note_health(endpoint, health, self.now())
        if stopped and health.stops:
            log.warning(
                "a webhook endpoint was stopped",
                endpoint_id=endpoint.id,
                partner_id=endpoint.partner_id,
                because=health.stops[1],
            )

    def _payload(self, endpoint: Endpoint, delivery: Delivery) -> dict[str, Any]:
        if delivery.booking_id is None:
            return availability.in_order(delivery.told)
        return payloads.with_person(
            delivery.told,
            self.webhooks.customer(delivery.booking_id),
            self.webhooks.agreement(endpoint.partner_id),
            self.now(),
        )

    def _until_next(self, endpoint_id: str) -> timedelta | None:
        """Return the wait until something is to be sent, None when nothing is."""
        endpoint = self.webhooks.active(endpoint_id)
        next_at = self.webhooks.next_due_at(endpoint_id) if endpoint else None
        if next_at is None:
            return None
        if endpoint.rests_until:
            next_at = max(next_at, endpoint.rests_until)
        return max(next_at - clock.real(), timedelta())


def _rests(endpoint: Endpoint) -> bool:
    return endpoint.rests_until is not None and clock.real() < endpoint.rests_until
