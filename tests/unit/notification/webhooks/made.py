"""An endpoint, a delivery and ends of a try, ordinary unless a test says else."""

from dataclasses import replace
from datetime import UTC, datetime

from common.contracts import EVENTS
from common.contracts.base import Told
from services.notification.domain.webhooks.deliveries import Tried, owed
from services.notification.domain.webhooks.endpoints import Endpoint
from tests.service.notification.facts import envelope

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
URL = "https://partner.example.com/slipboard"
TAKEN, FAILED, GONE = Tried(204, 0.1), Tried(500, 0.1), Tried(410, 0.1)
SILENT = Tried(None, 15.0, "timeout")


def an_endpoint(**changes):
    endpoint = Endpoint(
        id="we-1", partner_id="p1", url=URL, events=("*",), created_at=NINE, asked="x"
    )
    return replace(endpoint, **changes)


def a_told(event="booking_confirmed", **facts):
    facts = {"partner_id": "p1", "partner_reference": "order-1"} | facts
    return Told.of(envelope(event, at=NINE, **facts), EVENTS)


def a_delivery(**changes):
    return replace(owed("we-1", a_told(), NINE), **changes)
