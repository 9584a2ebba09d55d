from datetime import UTC, date, datetime

import pytest
from nameko.testing.services import worker_factory

from common.actor import Actor
from common.bus.inbox import Inbox
from common.bus.sandbox import Quiet
from common.contracts import EVENTS
from common.contracts.base import Told
from services.reporting.service import ReportingService
from services.reporting.store import ReportingStore

NOW = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
HANDLERS = {"booking": "fold_booking", "followup": "fold_call", "notification": "fold_message"}


class Desk:
    """One worker of reporting on a real database, and somebody who asks it."""

    def __init__(self, service):
        self.service = service
        self.store = service.store

    def hears(self, type, booking_id="b-1", revision=1, store_id="hz-east", **changes):
        """Hear one event of *type*, its data completed to what its contract asks for."""
        event = EVENTS[type]
        fact = _FACTS[event.source](booking_id, revision, store_id) | changes
        subject = fact.get("task_id") or fact.get("message_id") or booking_id
        message = event.happened(
            f"{subject}:{revision}", at=NOW, store_id=store_id, correlation_id="x", data=fact
        )
        handler = getattr(self.service, HANDLERS[event.source])
        handler(Told.of(message, EVENTS), message=message)

    def report(self, name="bookings", store_id=None, by="day", days=(9, 20)):
        first, last = (date(2026, 3, day) for day in days)
        return self.service.report(name, store_id, first, last, by)

    def rows(self, measure, day=10, store_id="hz-east", to_day=None, channel=None, limit=2):
        """Return every row behind a figure, read by small pages."""
        last = to_day and date(2026, 3, to_day)
        rows, cursor = [], None
        while True:
            page = self.service.rows(
                store_id, date(2026, 3, day), last, measure, channel, cursor, limit
            )
            rows += page["rows"]
            cursor = page["next_cursor"]
            if cursor is None:
                return rows


def a_booking_fact(booking_id, revision, store_id):
    return {
        "booking_id": booking_id,
        "number": booking_id,
        "revision": revision,
        "status": "confirmed",
        "store_id": store_id,
        "store_name": {},
        "store_address": {},
        "store_phone": "",
        "timezone": "Asia/Shanghai",
        "industry": "auto_4s",
        "start": NINE.isoformat(),
        "end": NINE.isoformat(),
        "items": [],
        "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000"},
        "channel": "phone",
        "origin": "passive",
        "entitlements": {},
        "created_at": NINE.isoformat(),
        "agreed_at": NINE.isoformat(),
    }


def a_task_fact(booking_id, revision, _):
    return {
        "task_id": f"{booking_id}.first_call",
        "revision": revision,
        "kind": "first_call",
        "state": "waiting",
        "booking_id": booking_id,
        "opens_at": NINE.isoformat(),
        "due_at": NINE.isoformat(),
    }


def a_message_fact(booking_id, revision, _):
    return {
        "message_id": f"m-{booking_id}",
        "booking_id": booking_id,
        "kind": "confirmation",
        "channel": "sms",
        "state": "accepted",
    }


_FACTS = {"booking": a_booking_fact, "followup": a_task_fact, "notification": a_message_fact}


@pytest.fixture
def a_desk(database):
    """Return desks of the reporting of one database, each asked by another person."""
    store = ReportingStore(database)
    store.ensure_indexes()
    inbox = Inbox(database["inbox"])
    inbox.ensure_indexes()

    def man(stores=("hz-east",), by="boss"):
        asks = Actor(by, "person", frozenset(stores), frozenset({"reports:read"}))
        return Desk(
            worker_factory(
                ReportingService, store=store, inbox=inbox, now=lambda: NOW, by=asks, quiet=Quiet
            )
        )

    return man


@pytest.fixture
def desk(a_desk):
    return a_desk()


@pytest.fixture
def told(desk):
    """Let a few days happen: see the tests for what that makes."""
    came = {"arrived_at": NINE.isoformat(), "status": "arrived"}
    for booking_id in ("b-1", "b-2", "b-3", "b-4", "b-5"):
        desk.hears("booking_confirmed", booking_id)
    desk.hears("booking_arrived", "b-1", 2, **came, on_time=True)
    desk.hears("booking_arrived", "b-2", 2, **came, on_time=False)
    desk.hears("booking_cancelled", "b-3", 2, status="cancelled", cancelled_in_time=True)
    desk.hears("booking_cancelled", "b-4", 2, status="cancelled", cancelled_in_time=False)
    desk.hears("booking_confirmed", "b-6", channel="web", start=NINE.replace(day=11).isoformat())
    desk.hears("booking_confirmed", "w-1", store_id="sh-west")
    desk.hears("task_planned", "b-1")
    desk.hears("task_planned", "b-2")
    desk.hears("task_done", "b-1", 3, state="done", outcome="reached", in_time=True)
    for booking_id in ("b-1", "b-2", "b-6"):
        desk.hears("message_sent", booking_id)
    desk.hears("message_delivered", "b-1", state="delivered")
    desk.hears("message_failed", "b-2", state="undelivered")
    return desk
