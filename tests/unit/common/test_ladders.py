from datetime import UTC, datetime, timedelta

import pytest

from common import clock
from common.bus.inbox import LONGEST_WAIT, wait_after
from common.bus.outbox import OVERDUE, promised, promising

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
EVENTS = [{"id": "happened:1"}, {"id": "happened:2"}]


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr(clock, "real", lambda: NOW)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 512), (11, 600)]
)
def test_each_wait_is_twice_the_one_before_up_to_ten_minutes(tries, seconds):
    assert wait_after(tries) == timedelta(seconds=seconds)


def test_no_wait_is_longer_than_ten_minutes():
    assert wait_after(40) == LONGEST_WAIT == timedelta(minutes=10)


def test_a_new_document_promises_its_events():
    assert promised(EVENTS) == {
        "outbox": [
            {"id": "happened:1", "sent_at": None},
            {"id": "happened:2", "sent_at": None},
        ],
        "outbox_due": NOW + OVERDUE,
    }


def test_a_document_that_exists_promises_more():
    assert promising(EVENTS[:1]) == {
        "$push": {"outbox": {"$each": [{"id": "happened:1", "sent_at": None}]}},
        "$set": {"outbox_due": NOW + OVERDUE},
    }


def test_the_events_themselves_are_left_as_they_were():
    promised(EVENTS)

    assert EVENTS == [{"id": "happened:1"}, {"id": "happened:2"}]
