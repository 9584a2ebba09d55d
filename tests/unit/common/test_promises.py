"""A service that promises in two collections has each of them told by its own teller, once."""

from collections import deque
from types import SimpleNamespace

from common.bus.providers import Tells


def a_teller(collection):
    teller = Tells(collection)
    teller.bell, teller._waiting = SimpleNamespace(ring=lambda: None), deque()
    return teller


def test_each_teller_tells_what_was_promised_in_its_collection():
    bookings, waitlist = a_teller("bookings"), a_teller("waitlist")
    worker = SimpleNamespace(data={})
    booked, closed = {"id": "booking_confirmed:b-1:1"}, {"id": "waitlist_closed:w-1:3"}

    bookings.get_dependency(worker)("b-1", [booked])
    waitlist.get_dependency(worker)("w-1", [closed])
    for teller in (bookings, waitlist):
        teller.worker_result(worker)

    assert list(bookings._waiting) == [("b-1", booked)]
    assert list(waitlist._waiting) == [("w-1", closed)]


def test_what_a_worker_promised_that_failed_is_not_told():
    teller, worker = a_teller("bookings"), SimpleNamespace(data={})
    teller.get_dependency(worker)("b-1", [{"id": "booking_confirmed:b-1:1"}])

    teller.worker_result(worker, exc_info=(ValueError, ValueError(), None))

    assert not teller._waiting
