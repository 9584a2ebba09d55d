"""Booking with its real database, at nine on a Monday."""

import pytest
from click.testing import CliRunner
from nameko.testing.services import worker_factory

from common import mongo
from services.booking.__main__ import cli
from services.booking.service import BookingService
from services.booking.store import BookingStore
from tests.replies import checked
from tests.service.booking.asking import ALL, NOW, TEN
from tests.worlds import an_actor, config_of


@pytest.fixture
def store(database):
    store = BookingStore(database)
    store.ensure_indexes()
    for store_id in ("s-4s", "s-4s-2", "s-beau"):
        store.save_store(store_id, config_of(store_id))
    return store


@pytest.fixture
def told():
    return []


@pytest.fixture
def desk(store, told):
    """The booking service at nine on a Monday; ``desk(by=..., now=...)`` for another."""

    def make(by=None, now=NOW):
        return checked(
            worker_factory(
                BookingService,
                store=store,
                now=lambda: now,
                by=by or an_actor(),
                tell=lambda _, events: told.extend(events),
                tell_lists=lambda _, events: told.extend(events),
                tell_arrivals=lambda _, events: told.extend(events),
                tell_waiting=lambda _, events: told.extend(events),
                tell_series=lambda _, events: told.extend(events),
                tell_orders=lambda _, events: told.extend(events),
            )
        )

    return make


@pytest.fixture
def floor(desk):
    """The store at ten, to its manager; ``floor("workshop_supervisor")`` for another role."""

    def make(role="manager", now=TEN, may=ALL):
        return desk(by=an_actor(id="han", role=role, may=may), now=now)

    return make


@pytest.fixture
def run(database, monkeypatch):
    monkeypatch.setattr(mongo, "database", lambda _: database)

    def run(*words):
        return CliRunner().invoke(cli, [str(word) for word in words])

    return run
