"""The sandbox's clock stands still until it is moved; quiet means that nothing is left to do."""

from datetime import UTC, datetime, timedelta

import pytest

from common import clock, mongo
from common.actor import Actor
from common.bus.due import DueWork
from common.bus.inbox import Inbox
from common.bus.outbox import Outbox, promised
from common.bus.sandbox import Quiet, SandboxCalls
from common.clock import SANDBOX_START, SandboxClock
from common.errors import Forbidden
from tests.service.bus.conftest import a_told

START = SANDBOX_START.astimezone(UTC)


@pytest.fixture
def sandbox(database):
    return SandboxClock(database["sandbox_clock"])


@pytest.fixture
def woken():
    """Return the list that gets the sandbox's time at each waking."""
    return []


@pytest.fixture
def quiet(database, sandbox, monkeypatch, woken):
    monkeypatch.setattr(mongo, "database", lambda _: database)
    monkeypatch.setattr(clock, "clock_of", lambda _: sandbox)
    return Quiet("booking", ("bookings", "tasks"), lambda: woken.append(sandbox()))


def desk(quiet):
    desk = SandboxCalls()
    desk.quiet = quiet
    desk.by = Actor("gateway", "service")
    return desk


def test_the_sandbox_stands_still_until_it_is_moved(sandbox, database):
    assert sandbox() == sandbox() == START
    assert sandbox().tzinfo is UTC

    sandbox.move(START + timedelta(hours=1))

    assert sandbox() == START + timedelta(hours=1)
    assert SandboxClock(database["sandbox_clock"])() == START + timedelta(hours=1)


def test_a_service_with_nothing_to_do_is_quiet(quiet):
    assert quiet.pulse() == {"pending": 0, "told": [], "heard": []}


def test_due_work_makes_noise_from_its_moment_on(quiet, database, sandbox):
    due = DueWork(database["due"])
    due.plan("a", "send", START + timedelta(minutes=20), {})
    assert quiet.pulse()["pending"] == 0

    sandbox.move(START + timedelta(minutes=20))

    assert quiet.pulse()["pending"] == 1
    due.done(due.claim(["send"], sandbox()), START)
    assert quiet.pulse()["pending"] == 0


def test_every_outbox_is_listened_to(quiet, database, room, publisher):
    for name in ("bookings", "tasks"):
        database[name].insert_one({"_id": name, **promised([room.event(name)])})
    assert quiet.pulse() == {"pending": 2, "told": [], "heard": []}

    outbox = Outbox(database["tasks"], publisher)
    outbox.tell([("tasks", room.event("tasks"))])

    assert quiet.pulse()["pending"] == 1
    Outbox(database["bookings"], publisher).tell([("bookings", room.event("bookings"))])

    told = ["something_happened:bookings", "something_happened:tasks"]
    assert quiet.pulse() == {"pending": 0, "told": told, "heard": []}


def test_what_was_heard_is_named_until_something_failed(quiet, database):
    inbox = Inbox(database["inbox"])

    def fails(_):
        raise RuntimeError

    inbox.settle("plan", a_told("a"), {}, lambda _: None)

    assert quiet.pulse() == {"pending": 0, "told": [], "heard": ["something_happened:a"]}

    inbox.settle("plan", a_told("b"), {}, fails)

    assert quiet.pulse() == {"pending": 1, "told": [], "heard": []}


def test_the_clock_moves_by_a_call_which_wakes_who_looks_for_due_work(quiet, woken):
    moved = desk(quiet).move_clock(START + timedelta(days=1))

    assert moved == {"now": (START + timedelta(days=1)).isoformat()}
    assert quiet.clock() == START + timedelta(days=1)
    assert woken == [START + timedelta(days=1)]


def test_a_real_clock_cannot_be_moved_or_asked(quiet):
    quiet.clock = clock.real

    with pytest.raises(Forbidden):
        desk(quiet).move_clock(datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(Forbidden):
        desk(quiet).pulse()
