"""A check that cannot fail proves nothing: each meets the system with its guard taken away."""

from collections import Counter
from datetime import datetime

import pytest

from tests.faults.load import Wish, race
from tests.faults.rig import Rig

GUARD = "one_claim_a_tick"
STORE = "s-4s-2"
# About every second race is lost: some winner has committed before the others have looked.
RACES = [f"2026-06-0{day}T{hour}:00:00+08:00" for day in range(4, 7) for hour in (10, 11, 14, 15)]


@pytest.fixture
def without_the_guard(books):
    """Take the unique index away, and put everything back afterwards."""
    bookings = books.bookings
    guard = bookings.index_information()[GUARD]
    bookings.drop_index(GUARD)
    yield
    gone = {"$set": {"status": "failed"}, "$unset": {"ticks": "", "held": ""}}
    starts = [datetime.fromisoformat(start) for start in RACES]
    bookings.update_many({"store_id": STORE, "start": {"$in": starts}}, gone)
    bookings.create_index(
        guard["key"],
        name=GUARD,
        unique=True,
        partialFilterExpression=guard["partialFilterExpression"],
    )


def test_the_race_is_lost_without_the_unique_index(stack, books, without_the_guard):
    keys = [partner["key"] for partner in stack.info["partners"].values()]

    def is_lost(start):
        answers = race(stack.info, keys, [Wish.of(STORE, start) for _ in range(100)])
        return sum(one.status == 201 for one in answers) > 1

    assert any(map(is_lost, RACES))
    assert books.claimed_twice() != []


def test_redelivery_is_noticed_without_the_inbox(servers, tmp_path):
    with Rig(servers, tmp_path, "forgetful") as rig:
        rig.start(PROBE_FORGETS="yes")

        assert len(rig.not_once("repeated")) == 20


def test_a_booking_that_vanished_is_noticed(stack, books):
    assert books.lost(["b-never-kept"]) == ["b-never-kept was promised and is not there"]


def test_a_tick_that_went_astray_is_noticed(stack, books):
    key = next(iter(stack.info["partners"].values()))["key"]
    [answer] = race(stack.info, [key], [Wish.of(STORE, "2026-06-03T15:00:00+08:00")])
    whole = books.bookings.find_one({"_id": answer.booking["id"]})
    books.bookings.update_one({"_id": whole["_id"]}, {"$pop": {"ticks": 1}})

    assert [finding.id for finding in books.unsound()] == [whole["_id"]]

    books.bookings.update_one({"_id": whole["_id"]}, {"$set": {"ticks": whole["ticks"]}})
    assert books.unsound() == []


def test_an_sms_too_many_is_noticed(stack, books, monkeypatch):
    texts = books.texts()
    monkeypatch.setattr(books, "texts", lambda: texts + Counter({"+8613900000000": 1}))

    (told,) = [told for told in books.badly_texted() if "+8613900000000" in told]
    assert told == "+8613900000000 got 1 SMS: []"
