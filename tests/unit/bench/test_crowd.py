from datetime import UTC, datetime, timedelta

from bench import crowd
from services.booking.documents import claims_in, held_of
from services.booking.domain.ticks import claim_keys, tick_at

TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)
CLAIM = ("bay-1", tick_at(TEN), tick_at(TEN) + 12)
BOOKING = {
    "_id": "b-1",
    "number": "ABC234",
    "store_id": "s-1",
    "start": TEN,
    "end": TEN + timedelta(hours=1),
    "held": held_of([CLAIM]),
    "ticks": claim_keys(*CLAIM),
    "outbox_due": TEN,
}


def test_there_are_a_hundred_times_as_many_with_the_copies():
    copies = list(crowd._copies([BOOKING] * 3))

    assert len(copies) == 3 * 99


def test_no_copy_is_in_the_way_of_another_or_has_anything_to_tell():
    copies = list(crowd._copies([BOOKING]))
    everything = [BOOKING, *copies]

    assert len({one["_id"] for one in everything}) == 100
    assert len({(one["store_id"], one["number"]) for one in everything}) == 100
    assert len({(one["store_id"], tick) for one in everything for tick in one["ticks"]}) == 1200
    assert [one for one in copies if "outbox_due" in one] == []


def test_a_copy_of_last_week_holds_the_places_of_last_week():
    last_week = next(one for one in crowd._copies([BOOKING]) if one["store_id"] == "s-1")

    assert last_week["start"] == TEN - timedelta(days=7)
    assert claims_in(last_week["held"])[0] == (("bay-1", CLAIM[1] - 2016, CLAIM[2] - 2016),)
    assert last_week["ticks"][0] == "bay-1|2026-03-03T10:00Z"
