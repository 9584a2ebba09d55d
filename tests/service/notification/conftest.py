"""The service with its real store, and a Twilio of our own on a free port."""

import os
import subprocess
import sys
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from nameko.testing.services import worker_factory

from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.config import settings
from common.context import Actor, service_actor
from common.contracts import EVENTS
from common.contracts.base import Told
from common.privacy import blind
from devstack.ports import next_free
from services.notification.mail import SmtpMail
from services.notification.personal import MESSAGE
from services.notification.push_sender import WebPush
from services.notification.senders import TwilioSms, TwilioVoice, reached
from services.notification.service import NotificationService
from services.notification.store import NotificationStore
from tests.service.notification.facts import envelope

PUBLIC_URL = "http://127.0.0.1:9"
KINDS = ["send", "reconcile", "list_audience", "release", "call_off"]


class Twilio:
    """The stand-in, and what a test asks of it."""

    def __init__(self, url):
        self.url = url

    def reset(self):
        requests.delete(f"{self.url}/stand-in/trouble", timeout=5)
        requests.delete(f"{self.url}/outbox", timeout=5)

    def trouble(self, do, times=None, **match):
        rule = {"do": do, "times": times, "match": match}
        requests.post(f"{self.url}/stand-in/trouble", json=rule, timeout=5).raise_for_status()

    def outbox(self, **query):
        return requests.get(f"{self.url}/outbox", params=query, timeout=5).json()

    def wait_for_callbacks(self, sid, last):
        """Return the callbacks of *sid* as the gateway would hand them on, up to status *last*."""
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            tried = requests.get(f"{self.url}/stand-in/webhooks", timeout=5).json()
            posted = [
                one
                for one in tried
                if one["fields"].get("MessageSid") == sid and not one["attempt"]
            ]
            if any(entry["fields"]["MessageStatus"] == last for entry in posted):
                return [_as_call(entry) for entry in posted]
            time.sleep(0.02)
        pytest.fail(f"no callback said {last}")


def _as_call(entry):
    url, fields = urlsplit(entry["url"]), entry["fields"]
    return {
        "message_id": url.path.rsplit("/", 1)[1],
        "attempt": parse_qs(url.query)["attempt"][0],
        "sid": fields["MessageSid"],
        "status": fields["MessageStatus"],
        "error_code": int(fields["ErrorCode"]) if "ErrorCode" in fields else None,
    }


class Booking:
    """Stands in for booking: keeps what it was asked, and answers what a test says."""

    def __init__(self):
        self.asked, self.refusal = [], None

    def __call__(self, call, actor, **request):
        call.request().load(request)
        actor.must(call.needs)
        self.asked.append(request)
        if self.refusal:
            raise self.refusal
        return {}


class Desk:
    """One notification service: hears facts, does what is due, under a clock that tests set."""

    def __init__(self, database, sms_settings):
        self.database = database
        self.clock = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
        # The stand-in lists what earlier tests sent, and texts are found by their words.
        self.number = uuid.uuid4().hex[:6].upper()
        self.told = []
        self.due = DueWork(database["due"])
        self.inbox = Inbox(database["inbox"])
        self.store = NotificationStore(database)
        self.sms = TwilioSms(sms_settings)
        self.mail = SmtpMail(sms_settings)
        self.voice = TwilioVoice(sms_settings)
        self.push = WebPush(sms_settings)
        for kept in (self.store, self.due, self.inbox):
            kept.ensure_indexes()
        self.config = sms_settings
        self.booking = Booking()

    def service(self, by=None):
        return worker_factory(
            NotificationService,
            store=self.store,
            sms=self.sms,
            mail=self.mail,
            voice=self.voice,
            push=self.push,
            config=self.config,
            now=lambda: self.clock,
            by=by or service_actor("gateway", "messages:read", "messages:status"),
            trace="",
            inbox=self.inbox,
            due=self.due,
            ask=self.booking,
            tell=lambda _, events: self.told.extend(events),
            tell_received=lambda _, events: self.told.extend(events),
        )

    def hear(self, event, **facts):
        message = envelope(event, at=self.clock, **{"number": self.number, **facts})
        self.deliver(message)
        return message

    def deliver(self, message):
        self.service().follow(Told.of(message, EVENTS), message=message)

    def hear_of_call(self, event="task_planned", **changes):
        """Hear of a call before the visit, as followup tells it."""
        call = {
            "task_id": "b-1.confirm_call.1", "revision": 1, "kind": "confirm_call",
            "state": "waiting", "booking_id": "b-1", "opens_at": self.clock.isoformat(),
            "due_at": self.clock.isoformat(), "outcome": None, "in_time": None, "call_at": None,
            **changes,
        }  # fmt: skip
        message = EVENTS[event].happened(
            f"{call['task_id']}:{call['revision']}",
            at=self.clock,
            store_id="s-4s",
            correlation_id="trace-1",
            data=call,
        )
        self.service().follow_call(Told.of(message, EVENTS), message=message)

    def work(self):
        """Do everything that is due now, as the loop of the bus does; return how often."""
        done = 0
        while work := self.due.claim(KINDS, self.clock):
            done += 1
            result = getattr(self.service(), work.kind)(work)
            if isinstance(result, datetime):
                self.due.again(work, result)
            elif isinstance(result, timedelta):
                self.due.rest(work, result)
            else:
                assert result is None
                self.due.done(work, datetime.now(UTC))
        return done

    def let_pass(self, **real_time):
        """Let real time pass without waiting: everything that it measures began earlier."""
        ago = -int(timedelta(**real_time).total_seconds() * 1000)
        for collection, field in (
            ("messages", "attempted_at"),
            ("messages", "next_look_at"),
            ("due", "lease_until"),
            ("providers", "until"),
        ):
            earlier = {"$dateAdd": {"startDate": f"${field}", "unit": "millisecond", "amount": ago}}
            there = {field: {"$type": "date"}}
            self.database[collection].update_many(there, [{"$set": {field: earlier}}])

    def messages(self, to=None, **query):
        wanted = {**query, **({"address": blind(to)} if to else {})}
        found = self.database["messages"].find(wanted).sort("due_at")
        opened = (MESSAGE.opened(one) for one in found)
        return [SimpleNamespace(**{**one, "id": one["_id"]}) for one in opened]

    def callback(self, **fields):
        return self.service().status(**fields)

    def told_types(self):
        return [event["type"] for event in self.told]


@pytest.fixture(scope="session")
def stand_in():
    port = next_free(24_010)
    process = subprocess.Popen(
        [sys.executable, "-m", "devstack.twilio", "--port", str(port)], env={**os.environ}
    )
    twilio = Twilio(f"http://127.0.0.1:{port}")
    try:
        _wait_until_up(twilio, process)
        yield twilio
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_up(twilio, process):
    ends = time.monotonic() + 20
    while time.monotonic() < ends and process.poll() is None:
        try:
            requests.get(f"{twilio.url}/healthz", timeout=1).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.05)
    pytest.fail("the stand-in did not come up")


@pytest.fixture
def twilio(stand_in):
    stand_in.reset()
    yield stand_in
    stand_in.reset()


@pytest.fixture
def desk(database, twilio, monkeypatch):
    monkeypatch.setattr(reached, "ANSWER_SECONDS", 1)
    return Desk(database, replace(settings(), twilio_url=twilio.url, public_url=PUBLIC_URL))


@pytest.fixture
def clerk():
    """Who may read messages of one store, but not whose they are."""
    return Actor("u-1", "person", frozenset({"s-4s"}), frozenset({"messages:read"}))
