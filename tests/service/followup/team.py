"""Followup for the people of one store, with a booking that answers what a test says."""

from datetime import UTC, datetime, timedelta

from nameko.testing.services import worker_factory

from common import contracts
from common.actor import ALL_STORES, Actor
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.contracts import booking
from common.contracts.base import Told
from common.errors import NotFound
from services.followup.service import FollowupService
from services.followup.store import FollowupStore
from tests.replies import checked
from tests.worlds import local

MADE = local("2026-03-09 09:00").astimezone(UTC)
START = local("2026-03-10 14:00").astimezone(UTC)
CALL = START - timedelta(hours=2, minutes=5)
MAY = frozenset(
    {
        "tasks:read", "tasks:write", "calls:log", "substitutions:write", "customers:read",
        "cases:read", "cases:write", "cases:solve", "campaigns:read", "campaigns:write",
    }
)  # fmt: skip


class Booking:
    """Stands in for booking: answers what it is told to, and keeps what it was asked."""

    def __init__(self):
        self.asked, self.answers = [], []

    def __call__(self, call, actor, **request):
        call.request().load(request)
        actor.must(call.needs)
        self.asked.append(request)
        if call is booking.OPENING:
            if request["store_id"] != "s-4s":
                raise NotFound(what="store", id=request["store_id"])
            return {"timezone": "Asia/Shanghai", "open_from": request["at"], "care": {}}
        if self.answers and isinstance(said := self.answers.pop(0), Exception):
            raise said
        return {}


class Team:
    """Followup for several people of one store, on one database."""

    def __init__(self, database):
        self.store = FollowupStore(database)
        self.inbox, self.due = Inbox(database["inbox"]), DueWork(database["due"])
        for part in (self.store, self.inbox, self.due):
            part.ensure_indexes()
        self.now, self.booking, self.told = MADE, Booking(), []

    def __call__(self, id="sa-li", role="advisor", stores=(ALL_STORES,)):
        return checked(
            worker_factory(
                FollowupService,
                store=self.store,
                inbox=self.inbox,
                due=self.due,
                ask=self.booking,
                now=lambda: self.now,
                by=Actor(id, "staff", frozenset(stores), MAY, role, "x-2"),
                tell=lambda _, events: self.told.extend(event["type"] for event in events),
            )
        )

    def hears(self, type, revision=1, status="confirmed", booking_id="b-1", **but):
        fact = a_fact(booking_id, revision, status, **but)
        event = contracts.EVENTS[type]
        message = event.happened(
            f"{booking_id}:{revision}", at=self.now, store_id="s-4s", correlation_id="x", data=fact
        )
        told = Told.of(message, {type: event})
        handler = "plan_first_call" if type == "booking_completed" else "follow"
        return getattr(self(), handler)(told, message=message)

    def tasks(self, **wanted):
        asked = {"store_id": None, "state": None, "booking_id": None, "cursor": None, "limit": 50}
        return self().list_tasks(**{**asked, **wanted})["tasks"]

    def works(self, kind):
        """Do what is due of *kind*, as the loop would, and return what each came to."""
        done = []
        while work := self.due.claim([kind], self.now):
            done.append(getattr(self(), kind)(work))
            if done[-1] is not None:
                self.due.rest(work, timedelta(0))
                break
            self.due.done(work, datetime.now(UTC))
        return done


def a_fact(booking_id, revision, status, **but):
    return {
        "booking_id": booking_id,
        "number": "K7Q2MX",
        "revision": revision,
        "status": status,
        "store_id": "s-4s",
        "store_name": {"zh": "东城店"},
        "store_address": {"zh": "示范路1号"},
        "store_phone": "+862155550101",
        "timezone": "Asia/Shanghai",
        "industry": "4s",
        "start": START.isoformat(),
        "end": (START + timedelta(hours=1)).isoformat(),
        "items": [{"code": "maintenance-a"}],
        "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000"},
        "subject": {"plate": "沪A12345"},
        "channel": "web",
        "origin": "active",
        "entitlements": {},
        "created_at": MADE.isoformat(),
        "agreed_at": MADE.isoformat(),
        "completed_at": START.isoformat() if status == "completed" else None,
    } | but


def record(worker, task, outcome, **more):
    said = {"notes": "", "agenda": [], "recommended_booking": None, **more}
    return worker.record(task["id"], None, outcome=outcome, **said)
