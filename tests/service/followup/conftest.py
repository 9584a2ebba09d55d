from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from nameko.testing.services import worker_factory

from common.actor import Actor
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.bus.sandbox import Quiet
from common.contracts.base import Told
from common.contracts.booking import BookingCompleted
from services.followup.service import FollowupService
from services.followup.store import FollowupStore
from tests.service.followup.team import Team

ENDED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""17:00 in Shanghai: the call opens on the 13th at 09:00 there and is due before the 18th."""


class Desk(NamedTuple):
    """One worker of followup on a real database, the time, and what it told."""

    service: FollowupService
    moments: list[datetime]
    told: dict[str, list[str]]

    def at(self, moment: datetime) -> "Desk":
        self.moments[:] = [moment]
        return self

    def completes(self, booking_id="b-1", ended=ENDED, **changes):
        visit = {
            "booking_id": booking_id,
            "number": "20260310-0001",
            "revision": 5,
            "status": "completed",
            "store_id": "hz-east",
            "store_name": {"zh": "杭州东店"},
            "store_address": {"zh": "杭州"},
            "store_phone": "+8657188880000",
            "timezone": "Asia/Shanghai",
            "industry": "auto_4s",
            "start": "2026-03-10T01:00:00+00:00",
            "end": "2026-03-10T03:00:00+00:00",
            "items": [{"code": "maintenance"}],
            "customer": {"id": "c-1", "name": "王芳", "phone": "+8613800138000"},
            "subject": {"plate": "浙A12345"},
            "channel": "phone",
            "origin": "passive",
            "entitlements": {},
            "created_at": "2026-03-01T01:00:00+00:00",
            "agreed_at": "2026-03-01T01:00:00+00:00",
            "completed_at": ended.isoformat(),
        } | changes
        message = BookingCompleted.happened(
            f"{booking_id}:{visit['revision']}",
            at=ended,
            store_id=visit["store_id"],
            correlation_id="x-1",
            data=visit,
        )
        told = Told.of(message, {BookingCompleted.type: BookingCompleted})
        self.service.plan_first_call(told, message=message)
        return f"{booking_id}.first_call"


@pytest.fixture
def a_desk(database):
    """Return desks of the followup of one database, each manned by another person."""
    store = FollowupStore(database)
    store.ensure_indexes()
    inbox = Inbox(database["inbox"])
    inbox.ensure_indexes()
    due = DueWork(database["due"])
    due.ensure_indexes()

    def man(id="li", stores=("hz-east",), may=("tasks:read", "tasks:write"), role="tracking_clerk"):
        moments, told = [ENDED], {}
        service = worker_factory(
            FollowupService,
            store=store,
            inbox=inbox,
            due=due,
            now=lambda: moments[0],
            by=Actor(id, "person", frozenset(stores), frozenset(may), role, "x-2"),
            tell=lambda id, events: told.setdefault(id, []).extend(e["type"] for e in events),
            quiet=Quiet,
        )
        return Desk(service, moments, told)

    return man


@pytest.fixture
def desk(a_desk):
    return a_desk()


@pytest.fixture
def team(database):
    return Team(database)
