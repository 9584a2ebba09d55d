"""Notification with its real store, and partners' receivers on this machine."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from nameko.testing.services import worker_factory

from common.actor import Actor
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.config import settings
from common.context import service_actor
from common.contracts import EVENTS
from common.contracts.base import Told
from common.contracts.booking import BEFORE_SERVICE
from services.notification import webhook_sender
from services.notification.service import NotificationService
from services.notification.store import NotificationStore
from services.notification.webhook_store import WebhookStore
from tests.service.notification.facts import envelope
from tests.service.notification.webhooks.receiver import Receiver

SHARED = {"privacy_version": "2026-01", "share_with_partner": True}
AGREED = date(2026, 6, 30)
WEBHOOKS = frozenset({"webhooks:read", "webhooks:write", "webhooks:run"})
SPOKEN_OF = {event.type for event in BEFORE_SERVICE}


def partner(id="p1"):
    return Actor(id, "partner", frozenset({"*"}), WEBHOOKS, "partner")


def staff(*may, stores=("*",)):
    return Actor("ops", "staff", frozenset(stores), frozenset(may), "operator")


class Post:
    """One notification service whose partners' webhooks go out when a test says ``work``."""

    def __init__(self, database):
        self.database = database
        self.clock = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
        self.store = WebhookStore(database)
        self.messages = NotificationStore(database)
        self.due = DueWork(database["due"])
        self.inbox = Inbox(database["inbox"])
        for kept in (self.store, self.messages, self.due, self.inbox):
            kept.ensure_indexes()
        self.config = replace(settings(), webhook_loopback=True)

    def service(self, by=None):
        return worker_factory(
            NotificationService,
            store=self.messages,
            webhooks=self.store,
            sms=None,
            config=self.config,
            now=lambda: self.clock,
            by=by or partner(),
            trace="",
            inbox=self.inbox,
            due=self.due,
            tell=lambda *_: None,
        )

    def open(self, url, partner_id="p1", key="k-1", events=("*",)):
        """Open an endpoint and return it with its secret."""
        service = self.service(partner(partner_id))
        made = service.create_endpoint(f"{partner_id}:{key}", url, list(events))
        return SimpleNamespace(**made)

    def agree(self, until=AGREED, partner_id="p1", stated_at=None, stores=("*",)):
        us = service_actor("gateway", "agreements:state")
        self.service(us).state_agreement(partner_id, until, stated_at or self.clock, list(stores))

    def hear(self, event="booking_confirmed", **facts):
        message = envelope(event, at=self.clock, **{"partner_id": "p1", **facts})
        self.deliver(message)
        return message

    def note(self, **facts):
        """Hear of the store's own work."""
        message = envelope("booking_noted", at=self.clock, status="confirmed", **facts)
        self.service().list_for_partner(Told.of(message, EVENTS), message=message)

    def deliver(self, message):
        hears = "follow" if message["type"] in SPOKEN_OF else "follow_for_partners"
        getattr(self.service(), hears)(Told.of(message, EVENTS), message=message)

    def work(self):
        """Do what is due now, as the loop of the bus does."""
        while work := self.due.claim(["deliver"], self.clock):
            self.do(work)

    def do(self, work):
        result = self.service().deliver(work)
        if result is None:
            self.due.done(work, datetime.now(UTC))
        else:
            self.due.rest(work, result)

    def let_pass(self, **real_time):
        """Let real time pass without waiting: everything that it measures began earlier."""
        ago = -int(timedelta(**real_time).total_seconds() * 1000)

        def earlier(field):
            return {"$dateAdd": {"startDate": field, "unit": "millisecond", "amount": ago}}

        lanes = {"input": "$lanes", "as": "lane"}
        lane = {"by": "$$lane.by", "until": earlier("$$lane.until")}
        for collection, names in {
            "due": ("lease_until",),
            "webhook_deliveries": ("next_at",),
            "webhook_endpoints": ("rests_until", "failing_since", "rotated_at"),
        }.items():
            moved = {name: earlier(f"${name}") for name in names}
            if collection == "webhook_endpoints":
                moved["lanes"] = {"$map": {**lanes, "in": lane}}
            self.database[collection].update_many({}, [{"$set": moved}])

    def endpoint(self, of, by=None):
        return SimpleNamespace(**self.service(by).get_endpoint(of.id))

    def log(self, of, **asked):
        asked = {"state": None, "event_type": None, "cursor": None, "limit": 50} | asked
        found = self.service().list_deliveries(of.id, **asked)["deliveries"]
        return [SimpleNamespace(**one) for one in found]


@pytest.fixture
def post(database, monkeypatch):
    monkeypatch.setattr(webhook_sender, "ANSWER_SECONDS", 1.0)
    return Post(database)


@pytest.fixture
def a_receiver():
    """Return a maker of receivers, which go with the test."""
    made = []

    def make():
        made.append(Receiver())
        return made[-1]

    yield make
    for receiver in made:
        receiver.close()


@pytest.fixture
def receiver(a_receiver):
    return a_receiver()


@pytest.fixture
def hooked(post, receiver):
    """An endpoint of p1 for everything."""
    return post.open(receiver.url)
