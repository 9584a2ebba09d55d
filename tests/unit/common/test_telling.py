"""A worker that tells of two collections: each is told, and crossed off, where it was promised."""

from collections import deque
from types import SimpleNamespace

import pytest

from common.bus.providers import Tells


@pytest.fixture
def teller():
    """Return tellers that wait for nobody."""

    def make(collection):
        tells = Tells(collection)
        tells._waiting, tells.bell = deque(), SimpleNamespace(ring=lambda: None)
        return tells

    return make


def test_each_collection_tells_its_own(teller):
    bookings, lists = teller("bookings"), teller("lists")
    worker = SimpleNamespace(data={})

    bookings.get_dependency(worker)("b-1", [{"id": "booked"}])
    lists.get_dependency(worker)("s-4s|2026-03-11", [{"id": "published"}])
    for tells in (bookings, lists):
        tells.worker_result(worker)

    assert list(bookings._waiting) == [("b-1", {"id": "booked"})]
    assert list(lists._waiting) == [("s-4s|2026-03-11", {"id": "published"})]


def test_what_failed_is_not_told(teller):
    bookings, worker = teller("bookings"), SimpleNamespace(data={})
    bookings.get_dependency(worker)("b-1", [{"id": "booked"}])

    bookings.worker_result(worker, exc_info=(ValueError, ValueError(), None))

    assert not bookings._waiting
