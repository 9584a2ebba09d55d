"""What availability reads: every claim that matters, out of one index, however many bookings."""

from datetime import timedelta

import pytest
from pymongo.write_concern import WriteConcern

from services.booking.documents import held_of
from services.booking.domain.availability import MARGIN
from services.booking.domain.ticks import tick_at
from services.booking.store import AVAILABILITY, BookingStore
from tests.worlds import local

TEN = local("2026-03-10 10:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def store(database):
    store = BookingStore(database)
    store.ensure_indexes()
    return store


@pytest.fixture
def held(database):
    """Keep one booking from *start* to *end* that holds bay-1 until *until*."""

    def hold(start, end, until=None, **but):
        claim = "bay-1", tick_at(start), tick_at(until or end)
        number = str(database["bookings"].count_documents({}))
        document = {"_id": number, "number": number, "store_id": "s-1", "held": held_of([claim])}
        database["bookings"].insert_one({**document, "start": start, "end": end, **but})
        return claim

    return hold


def busy(store, first, end):
    return store.busy("s-1", tick_at(first), tick_at(end), TEN)


def test_a_claim_is_read_from_its_first_tick_to_its_last(store, held):
    claim = held(TEN, TEN + HOUR)

    assert busy(store, TEN + HOUR - timedelta(minutes=5), TEN + 2 * HOUR) == [claim]
    assert busy(store, TEN - HOUR, TEN + timedelta(minutes=5)) == [claim]
    assert busy(store, TEN - HOUR, TEN) == []


def test_what_the_index_would_refuse_is_seen_before_the_majority_knows_of_it(store, database):
    unsafe = database["bookings"].with_options(write_concern=WriteConcern(w=1, j=False))
    for number in range(50):
        start = TEN + number * HOUR
        claim = "bay-1", tick_at(start), tick_at(start + HOUR)
        document = {"_id": str(number), "number": str(number), "store_id": "s-1"}
        unsafe.insert_one(
            {**document, "held": held_of([claim]), "start": start, "end": start + HOUR}
        )

        assert claim in busy(store, start, start + HOUR)


def test_cleaning_after_the_visit_is_read_too(store, held):  # RS-28
    cleaned = TEN + HOUR + timedelta(minutes=5 * MARGIN)
    claim = held(TEN, TEN + HOUR, until=cleaned)

    assert busy(store, cleaned - timedelta(minutes=5), cleaned + HOUR) == [claim]
    assert busy(store, cleaned, cleaned + HOUR) == []


def test_the_longest_visit_is_read_at_its_end(store, held):
    claim = held(TEN, TEN + 12 * HOUR, until=TEN + 13 * HOUR)

    assert busy(store, TEN + 13 * HOUR - timedelta(minutes=5), TEN + 14 * HOUR) == [claim]


def test_what_has_let_go_and_other_stores_are_left_out(store, held, database):
    held(TEN, TEN + HOUR, store_id="s-2")
    held(TEN, TEN + HOUR)
    database["bookings"].update_one({"store_id": "s-1"}, {"$unset": {"held": ""}})

    assert busy(store, TEN, TEN + HOUR) == []


def test_no_booking_is_touched(store, held, database):
    for hour in range(20):
        held(TEN + hour * HOUR, TEN + (hour + 1) * HOUR)
    database.command("profile", 2)

    assert len(busy(store, TEN, TEN + 20 * HOUR)) == 20

    database.command("profile", 0)
    read = database["system.profile"].find_one({"command.find": "bookings"})
    assert read["planSummary"].startswith("IXSCAN")
    assert read["docsExamined"] == 0
    assert AVAILABILITY in database["bookings"].index_information()
